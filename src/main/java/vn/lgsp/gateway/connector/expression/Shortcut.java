package vn.lgsp.gateway.connector.expression;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An expression, or a part of one, without the engine. The engine takes a microsecond and a kilobyte for the simplest of
 * rules; most of what rules and mappings hold are fields, constants, comparisons and objects made of them.
 */
@FunctionalInterface
interface Shortcut {
    /** This document is not so simple after all: ask the engine. */
    Object ASK = new Object();

    /** The value, nothing, or {@link #ASK}. */
    @Nullable
    Object of(View view);

    /** A text, a whole number or a truth value: what looks the same to everybody. */
    static boolean isSimple(@Nullable Object value) {
        return value instanceof String || value instanceof Integer || value instanceof Long || value instanceof Boolean;
    }

    /** Nothing and what is simple, as it is. */
    static @Nullable Object simple(@Nullable Object value) {
        return value == null || isSimple(value) ? value : ASK;
    }

    /** What a path may lead to without more ado: nothing, what is simple, and an object. */
    static @Nullable Object leaf(@Nullable Object value) {
        return value instanceof Map<?, ?> ? value : simple(value);
    }

    /** A member of an object. JSON's null is not nothing, and left to the engine. */
    static @Nullable Object member(@Nullable Object object, String name) {
        if (!(object instanceof Map<?, ?> map)) {
            return object == null ? null : ASK;
        }
        var value = map.get(name);
        return value == null && map.containsKey(name) ? ASK : value;
    }

    /** As the engine's conditions take it: true, false, or {@link #ASK}. */
    static Object truth(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case String text -> !text.isEmpty();
            case Integer number -> number != 0;
            default -> ASK;
        };
    }

    /** {@code =}, also of a list's items; nothing is like nothing. */
    static Object equal(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return false;
        }
        return isSimple(one) && isSimple(other) ? same(one, other) : ASK;
    }

    private static boolean same(Object one, Object other) {
        return one instanceof Number number && other instanceof Number second
                ? number.doubleValue() == second.doubleValue()
                : one.equals(other);
    }

    /** {@code in} */
    static Object among(@Nullable Object value, @Nullable Object list) {
        if (value == ASK || list == ASK) {
            return ASK;
        }
        if (!(list instanceof List<?> items)) {
            return equal(value, list);
        }
        var found = false;
        for (var item : items) {
            var same = isSimple(item) ? equal(value, item) : ASK;
            if (same == ASK) {
                return same;
            }
            found |= same.equals(true);
        }
        return found;
    }

    /** As {@code $string} writes it; nothing stays nothing. */
    static @Nullable Object text(@Nullable Object value) {
        return value == null || value instanceof String
                ? value
                : value instanceof Integer || value instanceof Boolean ? value.toString() : ASK;
    }
}
