package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replays are kept for as long as somebody may ask what came of them, and not for ever. */
class ReplayRetentionTest {
    private static final String SERVICE = "post.send";

    private final LedgerBench bench = new LedgerBench();
    private final ReplayJobs jobs = new ReplayJobs(bench.pool, LedgerBench.seal());
    private final ReplayWork work = new ReplayWork(bench.pool, LedgerBench.seal());
    private final ReplayRetention retention = new ReplayRetention(bench.pool, new RetentionSettings(Duration.ofDays(
            90)), bench.clock);

    @BeforeEach
    void three_were_refused() {
        for (int i = 0; i < 3; i++) {
            bench.ledger.write(bench.opening(SERVICE, "refused-" + i));
            bench.ledger.write(bench.ends(bench.claimOne(), State.REJECTED));
        }
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private UUID started() {
        var wish = new ReplayJob.Wish(bench.ids.next(), "operator", Optional.empty(), new byte[]{ 1 }, "it is back",
                "{}", false, true, false, 10, bench.clock.instant());
        var all = new TransactionQuery(null, null, null, null, SERVICE, Set.of(State.REJECTED), null, null, null, null,
                100);
        jobs.start(wish, all, List.of(SERVICE), Optional.empty());
        return wish.id();
    }

    private UUID done() {
        var job = started();
        work.note(job, work.due(job, 100).stream().<ReplayItem.Done>map(due -> new ReplayItem.Done.Sent(due.original(),
                bench.ids.next())).toList());
        work.finish(job, bench.clock.instant());
        return job;
    }

    private UUID cancelled() {
        var job = started();
        jobs.change(job, List.of(ReplayJob.State.RUNNING), ReplayJob.State.CANCELLED, "operator", bench.clock
                .instant());
        return job;
    }

    private UUID paused() {
        var job = started();
        jobs.change(job, List.of(ReplayJob.State.RUNNING), ReplayJob.State.PAUSED, "operator", bench.clock.instant());
        return job;
    }

    private long items(UUID job) {
        return bench.sql.sql("select count(*) from replay_item where job = :job").param("job", job).query(Long.class)
                .single();
    }

    @Test
    void replays_that_ended_long_ago_are_forgotten_with_their_items_and_no_transaction_is() {
        var old = List.of(done(), cancelled());
        bench.clock.pass(Duration.ofDays(91));
        var recent = done();

        assertThat(retention.forget()).isEqualTo(6);

        assertThat(old).allSatisfy(job -> {
            assertThat(jobs.job(job)).isEmpty();
            assertThat(items(job)).isZero();
        });
        assertThat(jobs.job(recent).orElseThrow().sent()).isEqualTo(3);
        assertThat(bench.sql.sql("select count(*) from transaction").query(Long.class).single()).isEqualTo(3);
        assertThat(retention.forget()).as("once more").isZero();
    }

    @Test
    void a_replay_that_is_not_at_its_end_is_kept_however_old() {
        var open = List.of(started(), paused());
        bench.clock.pass(Duration.ofDays(1000));

        assertThat(retention.forget()).isZero();

        assertThat(open).allSatisfy(job -> assertThat(jobs.job(job).orElseThrow().waiting()).isEqualTo(3));
    }
}
