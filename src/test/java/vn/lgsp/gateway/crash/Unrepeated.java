package vn.lgsp.gateway.crash;

import org.jspecify.annotations.Nullable;

/** A run that found something is not run again until it finds nothing: what was seen once is so. */
final class Unrepeated {
    private static volatile @Nullable Throwable seen;

    private Unrepeated() {}

    static void once(Runnable run) {
        if (seen != null) {
            throw new AssertionError("seen before in this build, and not to be hidden by a second try", seen);
        }
        try {
            run.run();
        } catch (RuntimeException | Error e) {
            seen = e;
            throw e;
        }
    }
}
