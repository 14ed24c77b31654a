package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class GatheringTest {
    private final LinkedBlockingQueue<Integer> queue = new LinkedBlockingQueue<>();
    private int pauses;
    private int comesMeanwhile;
    private final Gathering<Integer> gathering = new Gathering<>(queue, 30, this::pause);

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
        var small = new Gathering<>(queue, 4, this::pause);
        come(9);
        assertThat(small.next()).hasSize(4);
        assertThat(small.next()).hasSize(4);
        assertThat(pauses).isZero();
    }
}
