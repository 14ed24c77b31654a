package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.ledger.NightlyRecount;

/**
 * Whatever happens to PostgreSQL itself, callers learn within about a second that nothing was recorded, no 202 is a false
 * one, and the gateway comes back by itself.
 */
class SickDatabaseTest {
    /** A second, and what a busy machine of two cores adds to a burst. */
    private static final Duration AT_ONCE = Duration.ofMillis(1500);
    private static SickServer server;
    private static GatewayStage stage;
    private static OneStopClient client;
    private final List<String> promised = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        server = SickServer.fresh();
        stage = GatewayStage.start("--spring.datasource.url=" + server.url(), "--POSTAL_POLL=1h",
                "--gateway.caller.file=src/test/resources/intake/callers.yaml");
        client = stage.oneStop();
    }

    @AfterAll
    static void stop() {
        server.thaw();
        stage.close();
        server.close();
    }

    @AfterEach
    void it_comes_back_by_itself_and_every_promise_was_kept() {
        well();
        stage.pass(Duration.ofMinutes(3));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(stage.sql().sql("""
                select state from transaction where id = any(?)""").param(promised.stream().map(UUID::fromString)
                .toArray(UUID[]::new)).query(String.class).list()).hasSameSizeAs(promised).containsOnly("DELIVERED"));
        await().atMost(Duration.ofSeconds(30)).until(() -> stage.sql().sql("select count(*) from delivery").query(
                Long.class).single() == 0);
        var recount = stage.bean(NightlyRecount.class);
        recount.run();
        assertThat(recount.last().orElseThrow().detail()).isEmpty();
    }

    private void well() {
        await().atMost(Duration.ofSeconds(40)).ignoreExceptions().until(() -> dossier().status() == 202);
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> probe("readiness") == 200);
    }

    private Reply dossier() {
        var reply = client.post("/api/dvcqg/v1/dossiers", Samples.dossier(GatewayStage.dossierNumber()),
                "Idempotency-Key", UUID.randomUUID().toString());
        if (reply.status() == 202) {
            promised.add(reply.text("transactionId"));
        }
        return reply;
    }

    private static int probe(String name) {
        return new OneStopClient(stage.opsUrl(), "none").get("/actuator/health/" + name).status();
    }

    private record Timed(Reply reply, Duration took) {
        static Timed of(Supplier<Reply> call) {
            var began = System.nanoTime();
            var reply = call.get();
            return new Timed(reply, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    /** Forty requests at once, of every kind. */
    private List<Timed> burst() {
        var calls = new ArrayList<Supplier<Timed>>();
        for (int i = 0; i < 10; i++) {
            var number = GatewayStage.dossierNumber();
            calls.add(() -> Timed.of(this::dossier));
            calls.add(() -> Timed.of(() -> client.get("/api/dvcqg/v1/dossiers/" + number)));
            calls.add(() -> Timed.of(() -> client.post("/api/payment/v1/payments", Samples.payment(number, 1000),
                    "Idempotency-Key", number)));
            calls.add(() -> Timed.of(() -> client.get("/api/transactions?businessKey=" + number)));
        }
        return Parallel.all(calls);
    }

    private static void refusedAtOnce(List<Timed> burst) {
        assertThat(burst).allSatisfy(one -> {
            assertThat(one.reply().status()).as(one.toString()).isEqualTo(503);
            assertThat(one.reply().header("Retry-After")).isNotNull();
            assertThat(one.took()).isLessThan(AT_ONCE);
        });
    }

    private static void notReadyButAlive() {
        var began = System.nanoTime();
        assertThat(probe("readiness")).isEqualTo(503);
        assertThat(probe("liveness")).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE.multipliedBy(2));
    }

    @Test
    void killed_and_started_again_under_load() {
        well();
        for (int i = 0; i < 2; i++) {
            var load = Thread.startVirtualThread(() -> {
                for (int n = 0; n < 100; n++) {
                    assertThat(dossier().status()).isIn(202, 503);
                }
            });
            var before = promised.size();
            await().atMost(Duration.ofSeconds(20)).until(() -> promised.size() > before + 10);

            server.kill();
            refusedAtOnce(burst());
            notReadyButAlive();
            server.start();

            await().atMost(Duration.ofSeconds(200)).until(() -> !load.isAlive());
            well();
        }
    }

    /** The gap there was: on a connection that was used a moment ago the driver waits for its socket's time-out. */
    @Test
    void frozen_in_the_middle_of_everything() {
        well();
        // all connections were in use a moment ago
        burst();

        server.freeze();
        refusedAtOnce(burst());
        refusedAtOnce(burst());
        notReadyButAlive();
        server.thaw();
    }

    @Test
    void out_of_connections_after_a_restart() throws SQLException {
        server.kill();
        server.start();
        try (var greedy = new Greedy()) {
            await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5)).until(greedy::hasThemAll);

            refusedAtOnce(burst());
            notReadyButAlive();
        }
    }

    /** A program that takes every connection there is, the gateway's too. */
    private static final class Greedy implements AutoCloseable {
        private final List<Connection> taken = new CopyOnWriteArrayList<>();

        boolean hasThemAll() throws SQLException {
            var full = false;
            while (!full) {
                try {
                    taken.add(DriverManager.getConnection(server.url() + "?ApplicationName=greedy", "postgres", ""));
                    others();
                } catch (SQLException e) {
                    full = true;
                }
            }
            return others() == 0;
        }

        /** Ends the others' connections, and says how many there were. */
        private int others() throws SQLException {
            try (var rows = taken.getFirst().createStatement().executeQuery("""
                    select count(pg_terminate_backend(pid)) from pg_stat_activity
                    where backend_type = 'client backend' and application_name <> 'greedy'""")) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }

        @Override
        public void close() throws SQLException {
            for (var one : taken) {
                one.close();
            }
        }
    }
}
