package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an end did not set off is told for as long as its transaction is kept, and no longer. */
class SequelFaultsTest {
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyy_MM").withZone(ZoneOffset.UTC);

    private final LedgerBench bench = new LedgerBench();
    private final LedgerSearch search = new LedgerSearch(bench.pool);
    private final Housekeeping housekeeping = new Housekeeping(bench.pool, bench.clock);

    @AfterEach
    void close() {
        bench.close();
    }

    /** A transaction of this month whose next step was not opened. */
    private UUID told() {
        var opening = bench.opening("post.send", "k" + bench.clock.instant());
        bench.ledger.write(opening);
        bench.ledger.sequelFailed(opening.transaction().id(), "follow", "portal.tell", "a rule that fails");
        return opening.transaction().id();
    }

    private void dropMonth() {
        for (var table : List.of("transaction", "attempt", "payload", "attachment")) {
            bench.sql.sql("drop table " + table + "_" + MONTH.format(bench.clock.instant())).update();
        }
    }

    private void aDayAgo() {
        bench.sql.sql("update sequel_fault set at = at - interval '25 hours'").update();
    }

    @Test
    void faults_of_a_month_that_was_dropped_are_forgotten_and_those_of_the_next_stay() {
        var first = told();
        dropMonth();
        bench.clock.pass(Duration.ofDays(31));
        var second = told();
        aDayAgo();

        assertThat(housekeeping.forgetSequelFaults()).isEqualTo(1);

        assertThat(search.sequelFaults(first)).isEmpty();
        assertThat(search.sequelFaults(second)).singleElement().extracting(SequelFault::service).isEqualTo(
                "portal.tell");
        assertThat(housekeeping.forgetSequelFaults()).as("once more").isZero();
    }

    @Test
    void one_whose_transaction_is_still_on_its_way_into_the_ledger_is_kept() {
        var coming = bench.ids.next();
        bench.ledger.sequelFailed(coming, "follow", "portal.tell", "a rule that fails");

        assertThat(housekeeping.forgetSequelFaults()).isZero();

        assertThat(search.sequelFaults(coming)).hasSize(1);
    }
}
