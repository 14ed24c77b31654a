package vn.lgsp.gateway.ledger;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final int NOT_AT_ALL = 0;
    private static final int FOR_EVER = Integer.MAX_VALUE;

    private final LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    private int pauses;
    private int comesMeanwhile;
    private final Gathering<Integer> gathering = new Gathering<>(queue, 30, this::pause, NOT_AT_ALL);

    private void pause() {
        pauses++;
        come(comesMeanwhile);
    }

    private void come(int items) {
        IntStream.range(0, items).forEach(queue::add);
    }

    @Test
    void one_that_comes_alone_waits_for_nobody() throws Exception {
        for (int i = 0; i < 3; i++) {
            come(1);
            assertThat(gathering.next()).hasSize(1);
        }
        assertThat(pauses).isZero();
    }

    @Test
    void while_many_come_a_group_waits_until_it_is_worth_its_commit() throws Exception {
        come(4);
        assertThat(gathering.next()).hasSize(4);
        assertThat(pauses).isZero();

        comesMeanwhile = 5;
        come(1);
        assertThat(gathering.next()).hasSize(21);
        assertThat(pauses).isEqualTo(4);
    }

    @Test
    void what_stops_coming_is_waited_for_eight_times_and_then_not_again() throws Exception {
        come(4);
        gathering.next();

        come(2);
        assertThat(gathering.next()).hasSize(2);
        assertThat(pauses).isEqualTo(8);

        come(2);
        assertThat(gathering.next()).hasSize(2);
        assertThat(pauses).isEqualTo(8);
    }

    @Test
    void a_group_is_never_larger_than_allowed() throws Exception {
        come(40);
        assertThat(gathering.next()).hasSize(30);
        comesMeanwhile = 40;
        assertThat(gathering.next()).hasSize(30);
        assertThat(pauses).isEqualTo(1);
    }

    @Test
    void a_group_that_may_not_be_larger_waits_for_no_more() throws Exception {
        var small = new Gathering<>(queue, 4, this::pause, NOT_AT_ALL);
        come(9);
        assertThat(small.next()).hasSize(4);
        assertThat(small.next()).hasSize(4);
        assertThat(pauses).isZero();
    }

    @Test
    void while_groups_are_worth_their_commit_no_other_writer_takes_one() throws Exception {
        var patient = new Gathering<>(queue, 30, this::pause, FOR_EVER);
        many(patient);
        var other = CompletableFuture.supplyAsync(() -> size(patient));
        many(patient);
        come(4);
        await().during(ofMillis(50)).until(() -> !other.isDone());

        patient.written();
        assertThat(other).succeedsWithin(ofSeconds(5)).isEqualTo(4);
    }

    @Test
    void a_group_that_is_not_written_in_time_is_not_waited_for() throws Exception {
        var hasty = new Gathering<>(queue, 30, this::pause, 1);
        many(hasty);
        come(1);
        assertThat(CompletableFuture.supplyAsync(() -> size(hasty))).succeedsWithin(ofSeconds(5)).isEqualTo(1);
    }

    @Test
    void what_is_worth_two_commits_is_written_side_by_side() throws Exception {
        var patient = new Gathering<>(queue, 30, this::pause, FOR_EVER);
        many(patient);
        come(1 + Gathering.TWO_GROUPS);
        assertThat(CompletableFuture.supplyAsync(() -> size(patient))).succeedsWithin(ofSeconds(5)).isEqualTo(30);
    }

    @Test
    void after_a_small_group_the_next_does_not_wait_for_its_commit() throws Exception {
        var patient = new Gathering<>(queue, 30, this::pause, FOR_EVER);
        come(19);
        assertThat(patient.next()).hasSize(19);
        come(1);
        assertThat(CompletableFuture.supplyAsync(() -> size(patient))).succeedsWithin(ofSeconds(5)).isEqualTo(1);
    }

    /** A group that is worth its commit is being written. */
    private void many(Gathering<Integer> gathering) throws InterruptedException {
        come(20);
        assertThat(gathering.next()).hasSize(20);
    }

    private static int size(Gathering<Integer> gathering) {
        try {
            return gathering.next().size();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
