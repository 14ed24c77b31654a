package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import com.zaxxer.hikari.HikariDataSource;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.MovableClock;

/** Partitions are there before they are needed. */
class HousekeepingTest {

    @Test
    void gateways_that_start_at_the_same_moment_on_a_new_database_all_start() throws Exception {
        try (var pool = new HikariDataSource(); var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            pool.setJdbcUrl(GatewayStage.database());
            pool.setUsername("postgres");
            Flyway.configure().dataSource(pool).load().migrate();
            var together = new CyclicBarrier(6);
            var clock = new MovableClock();

            var starts = new ArrayList<Future<Housekeeping>>();
            for (int i = 0; i < 6; i++) {
                starts.add(threads.submit(() -> {
                    together.await();
                    return new Housekeeping(pool, clock);
                }));
            }

            for (var start : starts) {
                assertThat(start.get()).isNotNull();
            }
        }
    }
}
