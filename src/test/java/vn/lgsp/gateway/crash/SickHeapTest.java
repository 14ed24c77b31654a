package vn.lgsp.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** A leak is told from the noise of the counts. */
class SickHeapTest {

    @Test
    void four_kilobytes_that_are_kept_of_each_request_are_found_in_the_noise_that_was_seen() {
        var noise = Stream.of(91_009L, 93_364L, 80_779L, 84_941L, 82_372L, 82_462L).map(kib -> kib * 1024).toList();
        var leak = new ArrayList<Long>();
        for (int round = 0; round < noise.size(); round++) {
            leak.add(noise.get(round) + 4_096L * SickHeap.ROUND * round);
        }

        assertThat(SickHeap.grown(noise)).isLessThan(SickHeap.GROWTH);
        assertThat(SickHeap.grown(leak)).isGreaterThan(SickHeap.GROWTH);
    }

    @Test
    void one_count_that_lies_beside_the_others_is_no_leak() {
        var counts = Stream.of(72L, 90L, 71L, 70L, 72L, 92L).map(mib -> mib << 20).toList();

        assertThat(SickHeap.grown(counts)).isLessThan(SickHeap.GROWTH);
    }
}
