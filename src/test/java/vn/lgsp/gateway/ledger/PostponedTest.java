package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.Entry.Recording;

/** Of each read that was answered before it was recorded it is known whether it ever was. */
class PostponedTest {
    private final LedgerBench bench = new LedgerBench();
    private final Postponed postponed = new Postponed(bench.ledger::write);

    @AfterEach
    void close() {
        postponed.close();
        bench.close();
    }

    private Recording read(String key) {
        return bench.recording("post.look", key);
    }

    private void recorded(Recording read) {
        await().until(() -> bench.sql.sql("select count(*) from transaction where id = :id").param("id", read
                .transaction().id()).query(Integer.class).single() == 1);
    }

    @Test
    void one_that_was_recorded_before_is_not_lost() {
        var first = read("k1");
        var last = read("k2");

        postponed.add(first);
        postponed.add(first);
        postponed.add(last);
        recorded(last);

        recorded(first);
        assertThat(postponed.lost()).isZero();
        bench.countersEqualRecount();
    }

    @Test
    void one_that_the_ledger_refuses_is_lost_and_counted_and_those_behind_it_are_recorded() {
        bench.sql.sql("alter table transaction add check (business_key <> 'refused')").update();
        var refused = read("refused");
        var last = read("k2");

        postponed.add(refused);
        postponed.add(last);
        recorded(last);

        assertThat(postponed.lost()).isEqualTo(1);
    }
}
