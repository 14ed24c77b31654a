package vn.lgsp.gateway.connector.expression;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What names mean at a place of an expression.
 *
 * @param functions the ones the expression defines, by name
 * @param parameters where only these variables may be read, and no names: in a function's body
 * @param depth how many functions the place lies in
 */
record Scope(Map<String, Object> functions, @Nullable Set<String> parameters, int depth) {
    static final Scope EMPTY = new Scope(Map.of(), null, 0);

    Scope with(Map<String, Object> more) {
        return new Scope(more, parameters, depth);
    }

    Scope inside(Set<String> parametersOfFunction) {
        return new Scope(functions, parametersOfFunction, depth + 1);
    }

    /**
     * {@code $$} is the document, which a shortcut may have left behind.
     *
     * @param variable null for a name without one
     */
    boolean mayRead(@Nullable String variable) {
        if (parameters != null) {
            return variable != null && parameters.contains(variable);
        }
        return variable == null || !variable.equals("$") && !functions.containsKey(variable);
    }

    /** A variable with a function's name might be called. */
    boolean isTaken(String name) {
        return functions.containsKey(name) || ShortCalls.isKnown(name);
    }
}
