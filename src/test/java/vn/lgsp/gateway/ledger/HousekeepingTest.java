package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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

    /** A backup reads all tables in one transaction. */
    @Test
    void while_the_ledger_is_read_by_a_backup_nobody_waits_for_a_month_to_come() throws Exception {
        try (var bench = new LedgerBench();
                var backup = bench.source().getConnection();
                var read = backup
                        .createStatement()) {
            var now = OffsetDateTime.ofInstant(bench.clock.instant(), ZoneOffset.UTC);
            bench.clock.pass(Duration.between(now, now.plusMonths(1).withDayOfMonth(1)));
            backup.setAutoCommit(false);
            read.execute("select count(*) from transaction");

            new Housekeeping(bench.source(), bench.clock);

            assertThat(bench.ledger.write(bench.opening("service.a", "K-1"))).isInstanceOf(Entry.Written.Yes.class);
            assertThat(partitions(bench)).as("the two ahead and this one").isEqualTo(3);
            backup.rollback();
            new Housekeeping(bench.source(), bench.clock).addMonths();
            assertThat(partitions(bench)).isEqualTo(4);
        }
    }

    private static int partitions(LedgerBench bench) {
        return bench.sql.sql("select count(*) from pg_tables where tablename like 'transaction\\_2%'").query(
                Integer.class).single();
    }

    /** A clock that was wrong for a moment. */
    @Test
    void rows_that_came_before_their_month_keep_no_gateway_from_starting() {
        try (var bench = new LedgerBench()) {
            bench.clock.pass(Duration.ofDays(120));
            bench.ledger.write(bench.opening("service.a", "K-1"));

            assertThat(new Housekeeping(bench.source(), bench.clock)).isNotNull();

            assertThat(bench.ledger.write(bench.opening("service.a", "K-2"))).isInstanceOf(Entry.Written.Yes.class);
        }
    }
}
