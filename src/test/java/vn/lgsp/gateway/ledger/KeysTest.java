package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.ledger.Entry.Opening;
import vn.lgsp.gateway.ledger.Entry.Written;

/** Requests with idempotency keys that come one after the other: each is written with its key, or not at all. */
class KeysTest {
    private final LedgerBench bench = new LedgerBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private Opening opening(String number, Entry.Key key) {
        return bench.opening(bench.transaction("service.a", number), Optional.of(key));
    }

    private long rows(String table) {
        return bench.sql.sql("select count(*) from " + table).query(Long.class).single();
    }

    @Test
    void a_request_whose_key_is_known_leaves_nothing() {
        var first = opening("K-1", bench.key("the-same"));
        bench.ledger.write(first);

        var second = bench.ledger.write(opening("K-2", bench.key("the-same")));

        assertThat(((Written.Taken) second).earlier()).isEqualTo(first.transaction().id());
        assertThat(List.of("transaction", "payload", "delivery", "idempotency")).allSatisfy(table -> assertThat(rows(
                table)).isOne());
        bench.countersEqualRecount();
    }

    @ParameterizedTest
    @ValueSource(strings = { "a\u0000b", "a\ud800b" })
    void a_key_that_is_kept_as_another_keeps_nobody_waiting(String key) {
        var first = opening("K-1", bench.key(key));

        assertThat(bench.ledger.write(first)).isInstanceOf(Written.Yes.class);
        assertThat(bench.ledger.write(opening("K-2", bench.key(key)))).isInstanceOfSatisfying(Written.Taken.class,
                taken -> assertThat(taken.earlier()).isEqualTo(first.transaction().id()));
        assertThat(rows("transaction")).isOne();
    }

    @Test
    void a_key_whose_time_is_over_serves_once_more() {
        bench.ledger.write(opening("K-1", bench.key("the-same")));
        bench.clock.pass(Duration.ofDays(8));

        var second = opening("K-2", bench.key("the-same"));
        assertThat(bench.ledger.write(second)).isInstanceOf(Written.Yes.class);

        var third = bench.ledger.write(opening("K-3", bench.key("the-same")));
        assertThat(((Written.Taken) third).earlier()).isEqualTo(second.transaction().id());
        assertThat(rows("transaction")).isEqualTo(2);
        bench.countersEqualRecount();
    }
}
