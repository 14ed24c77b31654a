package vn.lgsp.gateway.connector;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.expression.JsonataExpression;

/**
 * A compiled rule or mapping over a JSON document, safe to share between threads.
 *
 * <p>Documents are plain values: {@code Map}, {@code List}, {@code String}, {@code Number}, {@code Boolean} and
 * {@code null}.
 */
public interface Expression {

    /**
     * Compiles a JSONata expression.
     *
     * @param file where it stands, to name it by
     * @throws BadExpression where it does not compile
     */
    static Expression of(String file, String source) {
        return JsonataExpression.compile(file, source);
    }

    /**
     * The same, and it may read no other variables than those that are bound where it stands.
     *
     * @param variables their names without the dollar sign
     */
    static Expression of(String file, String source, Set<String> variables) {
        return JsonataExpression.compile(file, source, variables);
    }

    /** The names its result can have at the top, where its text alone says them all. */
    default Optional<Set<String>> fields() {
        return Optional.empty();
    }

    /**
     * Evaluates it.
     *
     * @param document what the expression reads as {@code $}
     * @param bindings variables, named without the dollar sign
     * @return the value, or null where the expression selects nothing
     * @throws MappingFailed when the expression itself fails or runs for too long; the message names file and cause and
     *         never quotes the document
     */
    @Nullable
    Object evaluate(@Nullable Object document, Map<String, ? extends @Nullable Object> bindings);

    /** True when the expression's value is the boolean true; any other value, and none, is false. */
    default boolean holds(@Nullable Object document, Map<String, ? extends @Nullable Object> bindings) {
        return Boolean.TRUE.equals(evaluate(document, bindings));
    }

    /** The expression's value as text, or null where it selects nothing or an empty text. */
    default @Nullable String text(@Nullable Object document, Map<String, ? extends @Nullable Object> bindings) {
        var value = evaluate(document, bindings);
        if (value instanceof Number number) {
            return JsonText.text(number);
        }
        return value == null || "".equals(value) ? null : String.valueOf(value);
    }
}
