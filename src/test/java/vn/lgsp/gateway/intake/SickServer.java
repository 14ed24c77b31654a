package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import vn.lgsp.gateway.journey.GatewayStage;

/** A PostgreSQL of its own, durable as in production, to which anything may be done that happens to one. */
final class SickServer implements AutoCloseable {
    private static final Path PLACE = Path.of("target").toAbsolutePath();

    private final Path data;
    private final int port = GatewayStage.freePort();
    private final Map<String, String> environment;
    private final Path binary;
    private Process process;

    /**
     * @param data an empty directory, of any file system
     * @param environment of the server's processes
     */
    SickServer(Path data, Map<String, String> environment) {
        this.data = data.resolve("cluster");
        this.environment = environment;
        this.binary = create();
        start();
    }

    static SickServer fresh() {
        try {
            return new SickServer(Files.createTempDirectory(Files.createDirectories(PLACE), "sick"), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The library makes the cluster; it is run without it, so that every process of it is in reach.
     *
     * @return where the library keeps its PostgreSQL: wherever the first test of this JVM had it put
     */
    private Path create() {
        try (var _ = EmbeddedPostgres.builder().setDataDirectory(data).setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(PLACE.resolve("postgres-binaries").toFile()).setLocaleConfig("locale",
                        "C.UTF-8")
                .setPort(port).start()) {
            var process = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
            return Path.of(ProcessHandle.of(process).flatMap(running -> running.info().command()).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            // PostgreSQL refuses to run as root
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(binary.toString(), "-D", data.toString(), "-p", String.valueOf(port), "-c",
                "listen_addresses=localhost", "-c", "unix_socket_directories=", "-c", "fsync=on", "-c",
                "synchronous_commit=on", "-c", "full_page_writes=on", "-c", "max_connections=40", "-c",
                "min_wal_size=32MB", "-c", "max_wal_size=64MB", "-c", "shared_buffers=32MB"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(data.resolveSibling(
                "server.log").toFile());
        builder.environment().putAll(environment);
        launch(builder);
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).until(() -> {
            // somebody else's connection may have been given its port, or the killed one's memory is still in use
            if (!process.isAlive()) {
                launch(builder);
            }
            return answers();
        });
    }

    private void launch(ProcessBuilder builder) {
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    boolean answers() {
        try (var connection = DriverManager.getConnection(url() + "?connectTimeout=1&socketTimeout=2", "postgres",
                "")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** A power cut as far as processes feel it: all of the server's at once, without a word. */
    void kill() {
        signal("KILL");
        process.onExit().join();
    }

    /** Every process of it stands still: connections are taken by the kernel, and nothing answers. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        var all = new ArrayList<>(List.of("kill", "-" + name));
        var server = server();
        all.add(String.valueOf(server.pid()));
        server.descendants().forEach(child -> all.add(String.valueOf(child.pid())));
        try {
            new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor(10, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code unshare} becomes the server: it runs no process of its own. */
    private ProcessHandle server() {
        return process.toHandle();
    }

    /** It survived, or started anew by itself; one that gave up is started, as an operator would. */
    void runOn() {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !process.isAlive() || answers());
        } catch (ConditionTimeoutException stuck) {
            kill();
        }
        if (!process.isAlive()) {
            start();
        }
    }

    @Override
    public void close() {
        thaw();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
