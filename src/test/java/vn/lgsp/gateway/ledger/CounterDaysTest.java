package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counts of a year can be read at once, and are still those that a recount gives. */
class CounterDaysTest {
    private static final List<String> SERVICES = List.of("a", "b");
    private static final LocalDate LONG_AGO = LocalDate.of(2020, 1, 1);
    private static final LocalDate LATER = LocalDate.of(2100, 1, 1);

    private final LedgerBench bench = new LedgerBench();
    private final LedgerSearch search = new LedgerSearch(bench.pool);
    private final Housekeeping housekeeping = new Housekeeping(bench.pool, bench.clock);

    @AfterEach
    void close() {
        bench.close();
    }

    private Books recount() {
        return new Reconciliation(new LedgerDatabase(bench.pool.getJdbcUrl(), "postgres", "")).books(Optional.empty(),
                Optional
                        .empty());
    }

    /** Some every seven hours, for five days: one in three fails. */
    private void fiveDays() {
        for (int i = 0; i < 18; i++) {
            bench.ledger.write(bench.opening(SERVICES.get(i % 2), "k" + i));
            bench.ledger.write(bench.ends(bench.claimOne(), i % 3 == 0 ? State.REJECTED : State.DELIVERED));
            bench.clock.pass(Duration.ofHours(7));
        }
    }

    @Test
    void counts_that_moved_to_their_days_are_counted_as_before() {
        fiveDays();
        var totals = search.totals();
        var days = search.days(LONG_AGO, LATER);

        assertThat(housekeeping.rollUp()).isPositive();

        assertThat(search.totals()).containsExactlyInAnyOrderElementsOf(totals);
        assertThat(search.days(LONG_AGO, LATER)).isEqualTo(days);
        assertThat(housekeeping.rollUp()).as("moved again").isZero();
        assertThat(bench.sql.sql("select count(*) from counter where minute < :before").param("before", LedgerRows
                .timestamp(bench.clock.instant().minus(Duration.ofDays(2)))).query(Long.class).single()).isZero();
    }

    @Test
    void each_day_equals_a_recount_of_the_transactions() {
        fiveDays();
        housekeeping.rollUp();

        assertThat(search.days(LONG_AGO, LATER)).containsExactlyInAnyOrderElementsOf(bench.sql
                .sql("""
                select vietnam_day(received_at) as day, service, caller, 'RECEIVED' as state, count(*) as n
                  from transaction group by 1, 2, 3
                union all
                select vietnam_day(settled_at), service, caller, state, count(*) from transaction group by 1, 2, 3, 4""")
                .query(LedgerRows::dayCount).list());
    }

    @Test
    void a_recount_finds_no_difference_in_what_moved_and_finds_a_day_that_is_wrong() {
        fiveDays();
        housekeeping.rollUp();

        assertThat(recount().exact()).isTrue();
        bench.sql.sql("update counter_day set n = n + 1 where ctid in (select ctid from counter_day limit 1)").update();
        assertThat(recount().exact()).isFalse();
    }

    @Test
    void a_period_that_begins_within_a_day_is_counted_to_the_minute() {
        fiveDays();
        housekeeping.rollUp();

        for (int hours = 1; hours < 130; hours += 5) {
            var since = bench.clock.instant().minus(Duration.ofHours(hours));
            var counted = search.services(SERVICES, since).stream().mapToLong(row -> row.delivered() + row.failed())
                    .sum();
            assertThat(counted).as("since %d hours", hours).isEqualTo(bench.sql.sql("""
                    select count(*) from transaction where settled_at >= date_trunc('minute', :since::timestamptz)""")
                    .param("since", LedgerRows.timestamp(since)).query(Long.class).single());
        }
    }

    @Test
    void a_count_that_comes_late_is_added_to_its_day() {
        fiveDays();
        housekeeping.rollUp();
        var before = search.totals();

        bench.sql.sql(
                "insert into counter select service, minute, caller, state, 3, 5 from counter_past where n > 0 limit 1")
                .update();
        var after = search.totals();
        housekeeping.rollUp();

        assertThat(after).isNotEqualTo(before);
        assertThat(search.totals()).containsExactlyInAnyOrderElementsOf(after);
        assertThat(bench.sql.sql("select sum(n) from counter_past").query(Long.class).single()).isEqualTo(bench.sql.sql(
                "select sum(n) from counter_day").query(Long.class).single());
    }
}
