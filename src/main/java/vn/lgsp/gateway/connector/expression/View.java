package vn.lgsp.gateway.connector.expression;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link Shortcut} sees.
 *
 * @param here what names are read of
 * @param given the variables bound before the evaluation
 * @param own those the expression bound itself, the innermost first
 */
record View(@Nullable Object here, Map<String, ? extends @Nullable Object> given, @Nullable Own own) {

    /** A variable, and those bound before it. */
    record Own(String name, @Nullable Object value, @Nullable Own outer) {}

    View at(@Nullable Object item) {
        return new View(item, given, own);
    }

    View with(String name, @Nullable Object value) {
        return new View(here, given, new Own(name, value, own));
    }

    /** {@link Shortcut#ASK} for one that only the engine knows. */
    @Nullable
    Object variable(String name) {
        for (var bound = own; bound != null; bound = bound.outer()) {
            if (bound.name().equals(name)) {
                return bound.value();
            }
        }
        return given.containsKey(name) ? given.get(name) : Shortcut.ASK;
    }
}
