package vn.lgsp.gateway.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where the benchmark stands: what is left of it, and in the end what was measured and what was not. */
final class Progress implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
    private static final List<Class<?>> PARTS = List.of(ThroughputBench.class, StartBench.class, SlowBackendBench.class,
            PiecesBench.class, LedgerAtSizeBench.class, NeighbourBench.class, BacklogBench.class);
    /** A quick run's share of the time of a full one. */
    private static final double QUICK = 0.35;

    private static final Map<Class<?>, Instant> BEGAN = new ConcurrentHashMap<>();
    private static final Map<Class<?>, Duration> TOOK = new ConcurrentHashMap<>();

    /** About, for all parts that were asked for. */
    static Duration left() {
        var wanted = System.getProperty("test", "");
        return PARTS.stream().filter(part -> !TOOK.containsKey(part))
                .filter(part -> wanted.isEmpty() || wanted.contains(
                        part.getSimpleName()))
                .map(Progress::left).reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration left(Class<?> part) {
        var all = Duration.ofSeconds((long) (of(part).seconds() * (Plan.quick() ? QUICK : 1)));
        var began = BEGAN.get(part);
        var left = began == null ? all : all.minus(Duration.between(began, Instant.now()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static Part of(Class<?> part) {
        return part.getAnnotation(Part.class);
    }

    /** Goes on when it fails, and says so. @return true when it did not */
    static boolean attempt(String what, Runnable measuring) {
        try {
            measuring.run();
            return true;
        } catch (RuntimeException e) {
            Report.outcome(what, "**not measured**: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(
                    e.toString()));
            return false;
        }
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        var part = context.getRequiredTestClass();
        BEGAN.put(part, Instant.now());
        Report.say("begins", of(part).value());
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        var part = context.getRequiredTestClass();
        var took = Duration.between(BEGAN.getOrDefault(part, Instant.now()), Instant.now());
        TOOK.put(part, took);
        Report.outcome(of(part).value(), context.getExecutionException().map(failed -> "**failed**: " + failed).orElse(
                "measured in %d:%02d min".formatted(took.toMinutes(), took.toSecondsPart())));
        if (left().isZero()) {
            Report.all();
        }
    }
}
