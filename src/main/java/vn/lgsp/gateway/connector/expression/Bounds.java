package vn.lgsp.gateway.connector.expression;

import com.dashjoin.jsonata.Jsonata;

/** Ends one evaluation that nests too deep or takes too long. */
final class Bounds {
    private static final int DEEPEST = 500;
    private static final long LONGEST_NANOS = 2_000_000_000L;
    private static final int STEPS_BETWEEN_LOOKS = 64;

    private final long start = System.nanoTime();
    private int depth;
    private int steps;

    void guard(Jsonata.Frame frame) {
        frame.setEvaluateEntryCallback((_, _, _) -> enter());
        frame.setEvaluateExitCallback((_, _, _, _) -> depth--);
    }

    private void enter() {
        if (++depth > DEEPEST) {
            throw new Exceeded("nests deeper than " + DEEPEST + " steps: does a function call itself for ever?");
        }
        if (++steps % STEPS_BETWEEN_LOOKS == 0 && System.nanoTime() - start > LONGEST_NANOS) {
            throw new Exceeded("ran for more than 2 s and was stopped");
        }
    }

    /** An evaluation went beyond its bounds. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded(String message) {
            super(message, null, false, false);
        }
    }
}
