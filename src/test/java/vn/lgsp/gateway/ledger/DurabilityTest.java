package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A database that forgets is named. */
class DurabilityTest {
    private final LedgerBench bench = new LedgerBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void a_server_without_fsync_is_told_of() {
        // the tests' own server is one: what it holds is thrown away
        assertThat(new Durability(bench.source()).off()).contains("fsync").doesNotContain("synchronous_commit");
    }
}
