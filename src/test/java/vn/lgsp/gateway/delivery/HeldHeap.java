package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is held in between and no longer at the end. Other tests of this JVM come to hold more meanwhile, or less: so it is
 * compared with the larger of what is held before and after.
 */
final class HeldHeap {
    private final long before = live();
    private final Map<String, Long> moments = new ConcurrentHashMap<>();

    void look(String moment) {
        moments.put(moment, live());
    }

    /** At every moment that was looked at, and at least at one. */
    void staysBelow(int megabytes) {
        var without = Math.max(before, live());
        assertThat(moments).isNotEmpty().allSatisfy((moment, held) -> assertThat(held - without).as(
                "live heap " + moment).isLessThan((long) megabytes << 20));
    }

    /** What is still held after a collection. */
    private static long live() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
