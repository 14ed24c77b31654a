package vn.lgsp.gateway.connector.expression;

import java.lang.invoke.MethodHandles;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser;

/**
 * Lends each evaluation the engine's per-thread state. The engine builds that state, a whole parser, anew for each
 * thread it meets: 5 µs on each virtual thread, where a rule takes 1. Here a seat is used by one thread at a time and
 * then by the next.
 */
final class JsonataSeats {
    private static final ThreadLocal<@Nullable Jsonata> CURRENT = threadLocal("current");
    private static final ThreadLocal<@Nullable Parser> PARSER = threadLocal("_parser");
    private static final ConcurrentLinkedQueue<Seat> FREE = new ConcurrentLinkedQueue<>();

    private JsonataSeats() {}

    static <T extends @Nullable Object> T with(Supplier<T> evaluation) {
        var outerCurrent = CURRENT.get();
        var outerParser = PARSER.get();
        var free = FREE.poll();
        var seat = free == null ? Seat.create() : free;
        CURRENT.set(seat.engine);
        PARSER.set(seat.parser);
        try {
            var result = evaluation.get();
            FREE.offer(seat); // after a failure its state is unknown: another is made
            return result;
        } finally {
            restore(CURRENT, outerCurrent);
            restore(PARSER, outerParser);
        }
    }

    private static <T> void restore(ThreadLocal<@Nullable T> variable, @Nullable T value) {
        if (value == null) {
            variable.remove();
        } else {
            variable.set(value);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> ThreadLocal<@Nullable T> threadLocal(String name) {
        try {
            var field = MethodHandles.privateLookupIn(Jsonata.class, MethodHandles.lookup())
                    .findStaticVarHandle(Jsonata.class, name, ThreadLocal.class);
            return (ThreadLocal<@Nullable T>) field.get();
        } catch (ReflectiveOperationException other) {
            throw new IllegalStateException("another version of JSONata than the one this was written for", other);
        }
    }

    private record Seat(Jsonata engine, Parser parser) {

        static Seat create() {
            PARSER.remove();
            var engine = Jsonata.jsonata("$");
            var parser = PARSER.get();
            if (parser == null) {
                throw new IllegalStateException("another version of JSONata than the one this was written for");
            }
            return new Seat(engine, parser);
        }
    }
}
