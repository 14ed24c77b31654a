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
    void oneThatComesAloneWaitsForNobody() throws Exception {
        for (int i = 0; i < 3; i++) {
            come(1);
            assertThat(gathering.next()).hasSize(1);
        }
        assertThat(pauses).isZero();
    }

    @Test
    void whileManyComeAGroupWaitsUntilItIsWorthItsCommit() throws Exception {
        come(4);
        assertThat(gathering.next()).hasSize(4);
        assertThat(pauses).isZero();

        comesMeanwhile = 5;
        come(1);
        assertThat(gathering.next()).hasSize(21);
        assertThat(pauses).isEqualTo(4);
    }

    @Test
    void whatStopsComingIsWaitedForEightTimesAndThenNotAgain() throws Exception {
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
    void aGroupIsNeverLargerThanAllowed() throws Exception {
        come(40);
        assertThat(gathering.next()).hasSize(30);
        comesMeanwhile = 40;
        assertThat(gathering.next()).hasSize(30);
        assertThat(pauses).isEqualTo(1);
    }

    @Test
    void aGroupThatMayNotBeLargerWaitsForNoMore() throws Exception {
        var small = new Gathering<>(queue, 4, this::pause);
        come(9);
        assertThat(small.next()).hasSize(4);
        assertThat(small.next()).hasSize(4);
        assertThat(pauses).isZero();
    }
}
