package vn.lgsp.gateway.connector.expression;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.dashjoin.jsonata.Jsonata;

import vn.lgsp.gateway.connector.MappingLimits;

/** Ends one evaluation that nests too deep, takes too long or grows too large. */
final class Bounds {
    private static final int STEPS_BETWEEN_LOOKS = 64;
    private static final ThreadLocal<@Nullable Bounds> CURRENT = new ThreadLocal<>();

    private final MappingLimits limits = MappingLimits.current();
    private final long end = System.nanoTime() + limits.time().toNanos();
    private long now;
    private int depth;
    private int steps;

    /** An evaluation. */
    interface Evaluation {
        @Nullable
        Object get();
    }

    void guard(Jsonata.Frame frame) {
        frame.setEvaluateEntryCallback((_, _, _) -> enter());
        frame.setEvaluateExitCallback((_, _, _, result) -> leave(result));
    }

    /** Runs it so that {@link #look} knows what time is left. */
    @Nullable
    Object during(Evaluation evaluation) {
        var outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return evaluation.get();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    private void enter() {
        if (++depth > limits.depth()) {
            throw new Exceeded(
                    "nests deeper than " + limits.depth() + " steps (gateway.mapping.depth): does a function "
                            + "call itself for ever?");
        }
        if (++steps % STEPS_BETWEEN_LOOKS == 0) {
            inTime();
        }
    }

    private void leave(@Nullable Object result) {
        depth--;
        switch (result) {
            case String text -> inSize(text.length());
            case List<?> list -> inNumber(list.size());
            case Map<?, ?> map -> inNumber(map.size());
            case null, default -> {
            }
        }
    }

    private void inTime() {
        if (System.nanoTime() - end > 0) {
            throw new Exceeded("ran for more than " + seconds() + " s (gateway.mapping.time) and was "
                    + "stopped");
        }
    }

    private String seconds() {
        return BigDecimal.valueOf(limits.time().toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    private void inNumber(int values) {
        if (values > limits.items()) {
            throw new Exceeded("made a list of more than " + limits.items() + " items (gateway.mapping.items)");
        }
    }

    private void inSize(long characters) {
        if (characters > limits.text().toBytes()) {
            throw new Exceeded("made a text of more than " + limits.text().toBytes()
                    + " characters (gateway.mapping.text)");
        }
    }

    /** The evaluation's one point in time, in milliseconds since 1970: that of its first question for it. */
    static long now() {
        var current = CURRENT.get();
        if (current == null) {
            return System.currentTimeMillis();
        }
        if (current.now == 0) {
            current.now = System.currentTimeMillis();
        }
        return current.now;
    }

    /** For what works long inside one step: ends it when the evaluation's time is over. */
    static void look() {
        var current = CURRENT.get();
        if (current != null) {
            current.inTime();
        }
    }

    /** For what makes a large text in one step: ends it before. */
    static void willMake(long characters) {
        var current = CURRENT.get();
        if (current != null) {
            current.inSize(characters);
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
