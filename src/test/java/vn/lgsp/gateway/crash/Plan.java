package vn.lgsp.gateway.crash;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What one run does.
 *
 * @param nodes gateways on one database
 * @param time how long it is disturbed under load
 * @param lives dossiers begun a second; each makes about six requests and as many callbacks and events
 * @param bound within which everything must have settled when nothing disturbs it any more
 * @param power whether the disk under PostgreSQL loses its power too, where the machine allows it
 */
record Plan(String name, long seed, int nodes, Duration time, int lives, Duration bound, boolean power) {

    /** The seed of {@code -Dcrash.seed}, or one nobody used before. */
    static long givenSeed() {
        return Long.getLong("crash.seed", System.nanoTime() & 0xffff_ffffL);
    }

    static Plan core(long seed) {
        return new Plan("core", seed, 2, Duration.ofSeconds(Long.getLong("crash.core.seconds", 50)), 5, Duration
                .ofSeconds(100), false);
    }

    /** {@code -Dcrash.minutes}, six of which leave room for start, settling and controls in a quarter of an hour. */
    static Plan full(long seed) {
        return new Plan("full", seed, 3, Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty(
                "crash.minutes", "6")))), 5, Duration.ofSeconds(120), true);
    }

    /** Everything a run leaves behind is here, under target. */
    Path place() {
        return Path.of("target", "crash", name + "-" + seed).toAbsolutePath();
    }
}
