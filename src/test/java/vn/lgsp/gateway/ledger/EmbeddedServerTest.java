package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.journey.GatewayStage;

/** The gateway's own PostgreSQL: durable, kept, adopted, shared, and never a second one on the same data. */
@Aside
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedServerTest {
    private final List<EmbeddedServer> started = new CopyOnWriteArrayList<>();
    private Path data;

    @BeforeEach
    void fresh_directory() throws IOException {
        data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "own-postgres");
        // unpacked once for all of these tests
        var binaries = Files.createDirectories(Path.of("target", "postgres-binaries")).toAbsolutePath();
        Files.createSymbolicLink(data.resolve("postgres-binaries"), binaries);
    }

    @AfterEach
    void stop() {
        started.reversed().forEach(EmbeddedServer::close);
    }

    private LedgerSettings settings() {
        return new LedgerSettings(data, 0, 2, 512, 5000, Duration.ofSeconds(5), Duration.ofSeconds(10), null, "test");
    }

    private EmbeddedServer start() throws IOException {
        var server = new EmbeddedServer(settings());
        started.add(server);
        return server;
    }

    private static String ask(EmbeddedServer server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.url(), "postgres", "");
                var statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (var rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    @Test
    void it_is_durable_and_keeps_its_data_over_a_restart() throws IOException, SQLException {
        try (var server = start()) {
            assertThat(ask(server, "show fsync")).isEqualTo("on");
            assertThat(ask(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(server, "show full_page_writes")).isEqualTo("on");
            assertThat(ask(server, "show server_encoding")).isEqualTo("UTF8");
            ask(server, "create table kept as select 'Tam Kỳ' as name");
        }

        try (var again = start()) {
            assertThat(ask(again, "select name from kept")).isEqualTo("Tam Kỳ");
        }
    }

    @Test
    void a_server_that_a_killed_gateway_left_running_is_adopted_and_stopped_in_the_end() throws IOException,
            SQLException {
        var killed = start();
        ask(killed, "create table kept as select 1 as one");

        var adopting = start();
        assertThat(adopting.url()).isEqualTo(killed.url());
        assertThat(ask(adopting, "select one from kept")).isEqualTo("1");
        adopting.close();

        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void a_second_gateway_shares_the_server_and_the_first_to_leave_lets_it_run() throws IOException, SQLException {
        var first = start();
        var second = start();
        assertThat(second.url()).isEqualTo(first.url());
        try (var used = DriverManager.getConnection(second.url(), "postgres", "")) {
            first.close();

            assertThat(used.isValid(2)).isTrue();
            assertThat(ask(second, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void two_gateways_started_at_the_same_moment_share_one_server() throws InterruptedException, ExecutionException,
            SQLException {
        try (var machine = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts = machine.invokeAll(Stream.<Callable<EmbeddedServer>>generate(() -> this::start).limit(2)
                    .toList());

            assertThat(starts.getFirst().get().url()).isEqualTo(starts.getLast().get().url());
            assertThat(ask(starts.getFirst().get(), "select 1")).isEqualTo("1");
        }
        assertThat(data.toFile().list((folder, name) -> name.startsWith("postgres.unfinished"))).isEmpty();
    }

    @Test
    void a_cluster_whose_creation_was_interrupted_is_moved_aside_not_deleted() throws IOException, SQLException {
        Files.createDirectories(data.resolve("postgres"));
        Files.writeString(data.resolve("postgres/PG_VERSION"), "18\n");

        try (var server = start()) {
            assertThat(ask(server, "select 1")).isEqualTo("1");
        }

        var aside = data.toFile().list((folder, name) -> name.startsWith("postgres.unfinished"));
        assertThat(aside).hasSize(1);
        assertThat(data.resolve(aside[0]).resolve("PG_VERSION")).hasContent("18");
    }

    @Test
    void a_cluster_that_holds_tables_is_used_although_its_mark_was_lost() throws IOException, SQLException {
        try (var server = start()) {
            ask(server, "create table kept as select 'Tam Kỳ' as name");
        }
        Files.delete(data.resolve("postgres/gateway.complete"));

        try (var again = start()) {
            assertThat(ask(again, "select name from kept")).isEqualTo("Tam Kỳ");
        }

        assertThat(data.toFile().list((folder, name) -> name.startsWith("postgres.unfinished"))).isEmpty();
        assertThat(data.resolve("postgres/gateway.complete")).exists();
    }

    /** Who started it was killed in between: taken for unfinished, all it holds would be set aside at the next start. */
    @Test
    void a_server_that_is_adopted_without_its_mark_gets_it() throws IOException {
        start();
        Files.delete(data.resolve("postgres/gateway.complete"));

        start();

        assertThat(data.resolve("postgres/gateway.complete")).exists();
    }

    @Test
    void another_postgres_that_has_got_the_number_of_a_dead_one_is_not_taken_for_ours() throws IOException,
            SQLException {
        start().close();
        var stranger = stranger();
        // what a machine that lost its power leaves: the number of a process that is another one now
        Files.writeString(data.resolve("postgres/postmaster.pid"),
                "%s\n%s\n%d\n%s\n%s\n%s\n         1         1\nready   \n"
                        .formatted(stranger[0], data.resolve("postgres").toAbsolutePath(), 1_700_000_000, stranger[1],
                                "",
                                "localhost"));

        try (var server = start()) {
            assertThat(ask(server, "show data_directory")).isEqualTo(data.resolve("postgres").toAbsolutePath()
                    .toString());
        }
    }

    @Test
    void who_reads_beside_the_gateway_finds_its_server_while_it_runs() throws IOException {
        assertThat(LedgerDatabase.running(settings())).isEmpty();
        try (var server = start()) {
            assertThat(LedgerDatabase.running(settings())).get().satisfies(found -> assertThat(server.url()).startsWith(
                    found.url()));
        }
        assertThat(LedgerDatabase.running(settings())).isEmpty();
    }

    @Test
    void a_server_that_was_killed_is_started_again_where_it_was_with_what_it_had() throws IOException, SQLException {
        var server = start().watched();
        ask(server, "create table kept as select 'Tam Kỳ' as name");
        var url = server.url();

        for (int kill = 0; kill < 2; kill++) {
            kill(server);

            await().atMost(Duration.ofMinutes(4)).ignoreExceptions().until(() -> ask(server, "select name from kept")
                    .equals("Tam Kỳ"));
            assertThat(server.url()).isEqualTo(url);
        }
    }

    @Test
    void a_killed_server_whose_port_is_taken_comes_back_once_it_is_free(CapturedOutput output)
            throws IOException, SQLException {
        var server = start().watched();
        var port = Integer.parseInt(ask(server, "show port"));
        try (var taken = new ServerSocket()) {
            // it may be back before the port is taken
            await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> {
                kill(server);
                taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return true;
            });
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> output.getOut().contains("postgres.not-revived port=" + port));
        }

        await().atMost(Duration.ofMinutes(4)).ignoreExceptions().until(() -> ask(server, "select 1").equals("1"));
    }

    private void kill(EmbeddedServer server) throws IOException {
        var process = Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst().strip());
        ProcessHandle.of(process).orElseThrow().destroyForcibly();
        ProcessHandle.of(process).ifPresent(dying -> dying.onExit().join());
    }

    /** Process and port of a PostgreSQL with other data. */
    private static String[] stranger() throws SQLException, IOException {
        var url = GatewayStage.database();
        try (var connection = DriverManager.getConnection(url, "postgres", "");
                var rows = connection.createStatement().executeQuery("show data_directory")) {
            rows.next();
            var lines = Files.readAllLines(Path.of(rows.getString(1), "postmaster.pid"));
            return new String[]{ lines.get(0).strip(), lines.get(3).strip() };
        }
    }
}
