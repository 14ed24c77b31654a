package vn.lgsp.gateway.connector.expression;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser;

import vn.lgsp.gateway.connector.BadExpression;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Suggestion;

/**
 * Looks whether each function an expression calls exists. The engine notices a wrong name only when it gets there,
 * which may be a branch that no case takes.
 */
final class Calls {
    private static final List<Field> PARTS = Stream.of(Parser.Symbol.class.getDeclaredFields()).filter(
            field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()).map(Calls::opened).toList();

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> bound = new HashSet<>();
    private final List<Object> called = new ArrayList<>();

    private Calls() {}

    /** @throws BadExpression where it calls what is no function */
    static void check(String file, String source, Jsonata expression) {
        var calls = new Calls();
        calls.walk(part(expression, "ast"));
        var known = known(expression);
        for (var procedure : calls.called) {
            var name = named(procedure);
            if (name != null && !calls.bound.contains(name) && !known.contains(name)) {
                throw new BadExpression(place(file, source, procedure, name.length() + 1),
                        "T1006 there is no function `$"
                                + name + "`"
                                + Suggestion.of("$" + name, known.stream().map(one -> "$" + one).toList()));
            }
            var field = field(procedure);
            if (field != null && part(field, "value") instanceof String word && known.contains(word)) {
                throw new BadExpression(place(file, source, field, word.length()), "T1005 `" + word
                        + "` is a field here and no function (did you mean `$" + word + "`?)");
            }
        }
    }

    /** The engine knows where a name ends. */
    private static Place place(String file, String source, Object procedure, int length) {
        return Place.of(file, source, part(procedure, "position") instanceof Integer end
                ? Math.max(0, end - length)
                : 0);
    }

    private void walk(@Nullable Object node) {
        switch (node) {
            case List<?> list -> list.forEach(this::walk);
            case Object[] list -> Stream.of(list).forEach(this::walk);
            case Parser.Symbol symbol when seen.add(symbol) -> {
                note(symbol);
                PARTS.forEach(field -> walk(value(field, symbol)));
            }
            case null, default -> {
            }
        }
    }

    private void note(Parser.Symbol symbol) {
        switch (String.valueOf(part(symbol, "type"))) {
            case "function", "partial" -> add(part(symbol, "procedure"));
            case "apply" -> add(part(symbol, "rhs"));
            case "bind" -> binds(part(symbol, "lhs"));
            case "lambda" -> {
                if (part(symbol, "arguments") instanceof List<?> arguments) {
                    arguments.forEach(this::binds);
                }
            }
            default -> {
            }
        }
    }

    private void add(@Nullable Object procedure) {
        if (procedure != null) {
            called.add(procedure);
        }
    }

    private void binds(@Nullable Object variable) {
        var name = variable == null ? null : named(variable);
        if (name != null) {
            bound.add(name);
        }
    }

    /** A variable's name without its dollar sign; null for anything else. */
    private static @Nullable String named(Object symbol) {
        return "variable".equals(part(symbol, "type")) && part(symbol, "value") instanceof String name ? name : null;
    }

    /** A field that is called as if it were a function; null for anything else. */
    private static Parser.@Nullable Symbol field(Object symbol) {
        return "path".equals(part(symbol, "type")) && part(symbol, "steps") instanceof List<?> steps && steps
                .size() == 1 && steps.getFirst() instanceof Parser.Symbol step && "name".equals(part(step, "type"))
                        ? step
                        : null;
    }

    /** The engine's functions and ours. */
    private static Set<String> known(Jsonata expression) {
        var known = new HashSet<String>();
        for (var frame = part(expression, "environment"); frame != null; frame = part(frame, "parent")) {
            if (part(frame, "bindings") instanceof Map<?, ?> bindings) {
                bindings.keySet().forEach(name -> known.add(String.valueOf(name)));
            }
        }
        return known;
    }

    private static @Nullable Object part(Object whole, String name) {
        try {
            return value(opened((whole instanceof Parser.Symbol ? Parser.Symbol.class : whole.getClass())
                    .getDeclaredField(name)), whole);
        } catch (NoSuchFieldException other) {
            throw new IllegalStateException("another version of JSONata than the one this was written for", other);
        }
    }

    private static Field opened(Field field) {
        field.setAccessible(true);
        return field;
    }

    private static @Nullable Object value(Field field, Object whole) {
        try {
            return field.get(whole);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
