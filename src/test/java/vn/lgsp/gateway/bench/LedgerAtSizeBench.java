package vn.lgsp.gateway.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Test;
import com.zaxxer.hikari.HikariDataSource;

import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionQuery;

/**
 * The ledger after nine months of a province: how long people wait for what they look for, and callers for their 202 while a
 * million wait in the queue. {@code -Dbench.ledger=50000000} for the size asked of it; 50 million want 35 GB of disk.
 */
@Part(value = "the ledger at size", seconds = 230)
class LedgerAtSizeBench {
    private static final int ROWS = Integer.getInteger("bench.ledger", Plan.quick() ? 500_000 : 2_000_000);
    private static final int QUEUED = Integer.getInteger("bench.queued", Plan.quick() ? 100_000 : 1_000_000);
    private static final int MONTHS = 9;
    private static final int ASKED = 200;
    private static final int REPORTED = 20;
    private static final List<String> SERVICES = List.of("dvcqg.sync-dossier", "dvcqg.sync-progress",
            "dvcqg.find-dossier", "payment.init", "postal.create-order");

    private final List<List<String>> rows = new ArrayList<>();
    private final Random random = new Random(2026);

    @Test
    void what_nine_months_of_transactions_cost_who_searches_and_who_calls() {
        try (var backend = new Backend();
                var subject = new Subject(backend.url(), 500);
                var pool = new HikariDataSource()) {
            pool.setJdbcUrl(subject.database());
            pool.setUsername("postgres");
            var filler = new LedgerFiller(pool, SERVICES, MONTHS);
            filler.fill(ROWS);
            var search = new LedgerSearch(pool);
            searches(filler, search);
            accepting(filler, backend, subject, search);
            Report.section("8 The ledger at %,d transactions".formatted(ROWS), List.of("what", "p50 ms", "p95 ms",
                    "most ms"), rows,
                    "Nine months, %,d transactions (%s on disk with indexes, %s a row), each search %d times with "
                            .formatted(ROWS, filler.size(), filler.bytesARow(), ASKED)
                            + "values of its own (report, totals and services %d times), ".formatted(REPORTED)
                            + "on PostgreSQL as the gateway sets it up (256 MB of shared buffers). `202` is accepted at 200/s in an open loop; the queue holds what waits for "
                            + "another destination, which is held.");
        }
    }

    private void searches(LedgerFiller filler, LedgerSearch search) {
        time("by id", ASKED, i -> search.transaction(filler.id(random.nextInt(ROWS))));
        time("by exact business key", ASKED, i -> search.transactions(key(filler.key(random.nextInt(ROWS)))));
        time("by beginning of a business key, a month", ASKED, i -> {
            var at = random.nextInt(ROWS);
            var key = filler.key(at);
            var from = filler.at(at).minus(Duration.ofDays(15));
            return search.transactions(new TransactionQuery(null, null, key.substring(0, key.length() - 2) + "*", null,
                    null, Set.of(), null, from, from.plus(Duration.ofDays(30)), null, 50));
        });
        for (var state : List.of(State.DELIVERED, State.REJECTED, State.EXHAUSTED, State.RECEIVED)) {
            time("by service, " + state + " and a month", ASKED, i -> search.transactions(state(service(), state, filler
                    .at(random.nextInt(ROWS)), Duration.ofDays(30))));
        }
        time("by service, EXHAUSTED and nine months", ASKED, i -> search.transactions(state(service(), State.EXHAUSTED,
                filler.at(0), Duration.ofDays(31 * MONTHS))));
        var today = LocalDate.now(ZoneOffset.ofHours(7));
        time("report of nine months: day, service, caller, state", REPORTED, i -> search.days(today.minusMonths(MONTHS),
                today));
        time("everything ever counted (metrics)", REPORTED, i -> search.totals());
        time("services of the last 24 hours (console)", REPORTED,
                i -> search.services(SERVICES, Instant.now().minus(Duration
                        .ofHours(24))));
        time("services of the last 31 days", REPORTED,
                i -> search.services(SERVICES, Instant.now().minus(Duration.ofDays(
                        31))));
    }

    private String service() {
        return SERVICES.get(random.nextInt(SERVICES.size()));
    }

    private static TransactionQuery key(String key) {
        return new TransactionQuery(null, null, key, null, null, Set.of(), null, null, null, null, 50);
    }

    private static TransactionQuery state(String service, State state, Instant around, Duration period) {
        var from = period.toDays() > 31 ? around : around.minus(period.dividedBy(2));
        return new TransactionQuery(null, null, null, null, service, Set.of(state), null, from, from.plus(period),
                (UUID) null,
                50);
    }

    private void time(String what, int times, IntFunction<Object> ask) {
        ask.apply(0);
        var took = new Times();
        var first = System.nanoTime();
        for (int i = 0; i < times; i++) {
            var began = System.nanoTime();
            ask.apply(i);
            took.done(System.nanoTime() - began);
        }
        row(what, took.figures(System.nanoTime() - first, 0));
    }

    private void row(String what, Figures figures) {
        Report.say(what, figures);
        rows.add(List.of(what, ThroughputTable.times(figures.p50()), ThroughputTable.times(figures.p95()),
                ThroughputTable.times(figures.most())));
    }

    /** A 202, before and while many wait; the queue's own figures while they do. */
    private void accepting(LedgerFiller filler, Backend backend, Subject subject, LedgerSearch search) {
        var load = new Load(subject.peer().address(), subject.writeLater(), 202);
        load.closed(64, Plan.WARM_UP);
        subject.drained(Duration.ofMinutes(10));
        accept("`202`, empty queue", load);
        filler.queue(QUEUED);
        time("services of the last 24 hours, %,d queued in one go".formatted(QUEUED), REPORTED,
                i -> search.services(SERVICES, Instant
                        .now().minus(Duration.ofHours(24))));
        filler.tidied();
        accept("`202`, %,d queued".formatted(QUEUED), load);
    }

    private void accept(String what, Load load) {
        Machine.writeOut();
        var figures = load.open(200, Plan.TIME.multipliedBy(2));
        Report.say(what, figures);
        rows.add(List.of(what + ", **p99** %.1f".formatted(figures.p99()), ThroughputTable.times(figures.p50()),
                ThroughputTable.times(figures.p95()), ThroughputTable.times(figures.most())));
    }
}
