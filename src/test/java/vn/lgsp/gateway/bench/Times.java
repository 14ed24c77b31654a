package vn.lgsp.gateway.bench;

import java.util.Arrays;

/** How long requests took. */
final class Times {
    private long[] nanos = new long[1 << 16];
    private int done;
    private long failed;

    void done(long took) {
        if (done == nanos.length) {
            nanos = Arrays.copyOf(nanos, done * 2);
        }
        nanos[done++] = took;
    }

    /** @param how what came instead of the answer expected; the first is shown, so that nobody must guess */
    void failed(String how) {
        if (failed++ == 0) {
            Report.say("first failure", how);
        }
    }

    /** Nanoseconds of all that are done. */
    long sum() {
        return Arrays.stream(nanos, 0, done).sum();
    }

    /** @param unanswered requests that never got an answer: failed */
    Figures figures(long took, long unanswered) {
        var sorted = Arrays.copyOf(nanos, done);
        Arrays.sort(sorted);
        return new Figures(done, failed + unanswered, done * 1e9 / took, at(sorted, 0.50), at(sorted, 0.95), at(sorted,
                0.99), at(sorted, 1));
    }

    /** In milliseconds. */
    private static double at(long[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, (long) (sorted.length
                        * share))] / 1e6;
    }
}
