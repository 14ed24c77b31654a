package vn.lgsp.gateway.bench;

import java.time.Duration;
import java.util.List;

/** How long and how often to measure, as asked for by {@code -Dbench.…=…}. */
final class Plan {
    /** One measurement. */
    static final Duration TIME = Duration.ofSeconds(Integer.getInteger("bench.seconds", quick() ? 5 : 8));
    /** Before the first measurement of a Java process: its compiler needs this long on two cores. */
    static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("bench.warmup", quick() ? 10 : 25));
    /** Of which medians are taken. */
    static final int RUNS = Integer.getInteger("bench.runs", quick() ? 1 : 3);
    /** Turns of saturation, each of {@link #TURN}: what the machine does beside changes within minutes, so many and short ones. */
    static final int TURNS = 2 * RUNS + 1;
    static final Duration TURN = TIME.dividedBy(2);
    /** Before each turn, unmeasured: connections are made and, where they rested too long, made anew. */
    static final Duration LEAD_IN = Duration.ofSeconds(1);
    private static final List<String> ONLY = List.of(System.getProperty("bench.only", "").split(","));

    private Plan() {}

    static boolean quick() {
        return Boolean.getBoolean("bench.quick");
    }

    /** True when the case of this name is to be measured. */
    static boolean wants(String name) {
        return ONLY.equals(List.of("")) || ONLY.contains(name);
    }
}
