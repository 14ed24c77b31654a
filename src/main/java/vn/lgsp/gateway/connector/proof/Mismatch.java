package vn.lgsp.gateway.connector.proof;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.Schema;

/** A case that does not hold: what was looked at, what the case says and what came instead. */
public final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String what;
    private final transient @Nullable Object expected;
    private final transient @Nullable Object actual;

    Mismatch(String what, @Nullable Object expected, @Nullable Object actual) {
        super(what + "\n  expected: " + shown(expected) + "\n  but was:  " + shown(actual));
        this.what = what;
        this.expected = expected;
        this.actual = actual;
    }

    private static String shown(@Nullable Object value) {
        return new String(Json.write(value), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** What was looked at: {@code sends}, {@code status}, {@code reply} … */
    public String what() {
        return what;
    }

    public @Nullable Object expected() {
        return expected;
    }

    public @Nullable Object actual() {
        return actual;
    }

    /** A fault in one line, in both languages. */
    static String told(Schema.Fault fault) {
        return fault.pointer() + ": " + fault.detail().en() + " · " + fault.detail().vi();
    }

    static void same(String what, @Nullable Object actual, @Nullable Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new Mismatch(what, expected, actual);
        }
    }

    static void none(String what, Collection<?> found) {
        if (!found.isEmpty()) {
            throw new Mismatch(what, List.of(), found.stream().map(String::valueOf).toList());
        }
    }

    static void holds(String what, boolean holds, @Nullable Object actual) {
        if (!holds) {
            throw new Mismatch(what, null, actual);
        }
    }
}
