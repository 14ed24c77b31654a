package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;

/**
 * Whatever happens to PostgreSQL itself, callers learn within about a second that nothing was recorded, no 202 is a false
 * one, and the gateway comes back by itself.
 */
@Aside
class SickDatabaseTest {
    private static SickWorld world;

    @BeforeAll
    static void start() {
        world = new SickWorld(SickServer.fresh());
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @AfterEach
    void it_comes_back_by_itself_and_every_promise_was_kept() {
        world.everyPromiseWasKept();
    }

    @Test
    void killed_and_started_again_under_load() {
        world.well();
        for (int i = 0; i < 2; i++) {
            var said = new CopyOnWriteArrayList<Integer>();
            var load = Thread.startVirtualThread(() -> {
                for (int n = 0; n < 100; n++) {
                    said.add(world.dossier().status());
                }
            });
            var before = world.promised();
            await().atMost(Duration.ofSeconds(20)).until(() -> world.promised() > before + 10);

            world.server().kill();
            world.allAreRefusedAtOnce();
            world.notReadyButAlive();
            world.server().start();

            await().atMost(Duration.ofSeconds(200)).until(() -> !load.isAlive());
            assertThat(said).hasSize(100).allMatch(status -> status == 202 || status == 503);
            world.well();
        }
    }

    /** The gap there was: on a connection that was used a moment ago the driver waits for its socket's time-out. */
    @Test
    void frozen_in_the_middle_of_everything() {
        world.well();
        // all connections were in use a moment ago
        world.burst();

        world.server().freeze();
        world.allAreRefusedAtOnce();
        world.allAreRefusedAtOnce();
        world.notReadyButAlive();
        world.server().thaw();
    }

    @Test
    void out_of_connections_after_a_restart() throws SQLException {
        world.server().kill();
        world.server().start();
        try (var greedy = new Greedy()) {
            await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5)).until(greedy::hasThemAll);

            world.allAreRefusedAtOnce();
            world.notReadyButAlive();
        }
    }

    /** A program that takes every connection there is, the gateway's too. */
    private static final class Greedy implements AutoCloseable {
        private final List<Connection> taken = new CopyOnWriteArrayList<>();

        boolean hasThemAll() throws SQLException {
            var full = false;
            while (!full) {
                try {
                    taken.add(DriverManager.getConnection(world.server().url() + "?ApplicationName=greedy", "postgres",
                            ""));
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
