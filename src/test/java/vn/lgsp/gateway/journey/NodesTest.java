package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.SandboxPorts;
import vn.lgsp.gateway.sandbox.SandboxSettings;
import vn.lgsp.gateway.sandbox.wire.Fault;

/** Two gateway processes on one database: they are restarted in turn, and one is killed, and nobody outside notices. */
@Aside
class NodesTest {
    private static JdbcClient sql;
    private static Sandbox sandbox;
    private static Path place;
    private static List<GatewayProcess> nodes;

    @BeforeAll
    static void start() throws Exception {
        var database = GatewayStage.database();
        sql = JdbcClient.create(new DriverManagerDataSource(database, "postgres", ""));
        sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.standard());
        place = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "nodes").toAbsolutePath();
        nodes = IntStream.range(0, 2).mapToObj(n -> new GatewayProcess(place.resolve("node-" + n), GatewayStage
                .freePort(), sandbox.environment(), "--spring.datasource.url=" + database,
                "--spring.datasource.username=postgres", "--gateway.ledger.node=node-" + n, "--POSTAL_POLL=1h",
                "-XX:TieredStopAtLevel=1", "--gateway.intake.notice=4s",
                "--gateway.ledger.payload-key=Y3Jhc2gtc3VpdGUtcGF5bG9hZC1rZXktMzItYnl0ZXM=")).toList();
    }

    @AfterAll
    static void stop() {
        nodes.forEach(GatewayProcess::kill);
        sandbox.close();
    }

    @BeforeEach
    void all_are_ready() {
        nodes.forEach(GatewayProcess::ready);
    }

    @AfterEach
    void calm() {
        sandbox.endFaults();
    }

    /** Begins the leases of a node's process. */
    private static String prefix(int node) {
        try {
            return Files.readString(place.resolve("node-" + node).resolve("node.name")).strip() + "/";
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int held(int node) {
        return sql.sql("""
                select count(*) from delivery where starts_with(lease_owner, :node) and lease_until > '-infinity'""")
                .param("node", prefix(node)).query(Integer.class).single();
    }

    private static int waiting() {
        return sql.sql("select count(*) from delivery").query(Integer.class).single();
    }

    @Test
    void a_rolling_restart_under_load_fails_no_call_and_loses_nothing() throws Exception {
        sandbox.on("portal").set(Fault.slow(Duration.ofMillis(200)));
        var failed = new ConcurrentLinkedQueue<String>();
        var accepted = new ConcurrentLinkedQueue<String>();
        try (var balancer = new Balancer(nodes); var clock = Executors.newScheduledThreadPool(16)) {
            clock.scheduleAtFixedRate(() -> Thread.startVirtualThread(() -> call(balancer, accepted, failed)), 0, 80,
                    TimeUnit.MILLISECONDS);
            for (int node = 0; node < nodes.size(); node++) {
                nodes.get(node).close();
                assertThat(held(node)).as("leases of the stopped node").isZero();
                nodes.get(node).restart();
                var back = nodes.get(node);
                await().atMost(Duration.ofMinutes(4)).until(() -> balancer.serves(back));
            }
            clock.shutdown();
            assertThat(clock.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }

        sandbox.endFaults();
        await().atMost(Duration.ofSeconds(60)).until(() -> waiting() == 0);
        assertThat(failed).isEmpty();
        assertThat(accepted).hasSizeGreaterThan(100).allSatisfy(number -> {
            assertThat(sandbox.portal().dossier(number).orElseThrow().inserts()).isEqualTo(1);
            assertThat(sandbox.portal().dossier(number).orElseThrow().doubledSteps()).isZero();
        });
        assertThat(sql.sql("select state, count(*) as n from transaction group by 1").query().listOfRows().stream().map(
                row -> row.get("state")).toList()).containsExactly("DELIVERED");
    }

    /** A new dossier and a look at it, each once: what fails has failed. */
    private static void call(Balancer balancer, Queue<String> accepted, Queue<String> failed) {
        var number = GatewayStage.dossierNumber();
        var gateway = balancer.next();
        try {
            var reply = new OneStopClient(gateway, GatewayStage.ONE_STOP).post("/api/dvcqg/v1/dossiers",
                    Samples.dossier(
                            number),
                    "Idempotency-Key", "roll-" + number);
            var read = new OneStopClient(balancer.next(), GatewayStage.ONE_STOP).get("/api/dvcqg/v1/dossiers/"
                    + number);
            if (reply.status() == 202 && read.status() == 200) {
                accepted.add(number);
            } else {
                failed.add(reply + " " + read);
            }
        } catch (UncheckedIOException e) {
            failed.add(gateway + " " + e);
        }
    }

    @Test
    void what_a_killed_node_was_delivering_is_delivered_by_the_other_well_before_its_lease_ends() {
        sandbox.on("portal").set(Fault.slow(Duration.ofSeconds(6)).onlyFor("DongBoHoSoMC"));
        var numbers = IntStream.range(0, 4).mapToObj(n -> GatewayStage.dossierNumber()).toList();
        var ids = numbers.stream().map(number -> accept(nodes.getFirst().url(), number)).toList();
        await().atMost(Duration.ofSeconds(5)).until(() -> held(0) > 0);

        nodes.getFirst().kill();
        var killed = System.nanoTime();
        sandbox.endFaults();
        await().atMost(Duration.ofSeconds(60)).until(() -> ids.stream().allMatch(id -> "DELIVERED".equals(
                new OneStopClient(nodes.getLast().url(), GatewayStage.ONE_STOP).transaction(id).text("state"))));

        assertThat(Duration.ofNanos(System.nanoTime() - killed)).as("the lease is of 75 s").isLessThan(Duration
                .ofSeconds(30));
        assertThat(numbers).allSatisfy(number -> assertThat(sandbox.portal().dossier(number).orElseThrow().inserts())
                .isEqualTo(1));
        nodes.getFirst().restart();
    }

    private static String accept(URI gateway, String number) {
        var reply = new OneStopClient(gateway, GatewayStage.ONE_STOP).post("/api/dvcqg/v1/dossiers", Samples.dossier(
                number), "Idempotency-Key", "kill-" + number);
        assertThat(reply.status()).isEqualTo(202);
        return reply.text("transactionId");
    }
}
