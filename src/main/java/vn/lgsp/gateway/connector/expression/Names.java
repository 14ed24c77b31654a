package vn.lgsp.gateway.connector.expression;

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
import vn.lgsp.gateway.connector.faults.Text;

/**
 * Looks whether each function and each variable an expression names exists. The engine notices a wrong function only when
 * it gets there, which may be a branch that no case takes, and takes a wrong variable for one without a value.
 */
final class Names {
    private final String file;
    private final String source;
    private final Set<String> functions;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> bound = new HashSet<>();
    private final List<Object> called = new ArrayList<>();
    private final List<Object> variables = new ArrayList<>();

    Names(String file, String source, Jsonata expression) {
        this.file = file;
        this.source = source;
        this.functions = functions(expression);
        walk(Ast.of(expression));
    }

    /** @throws BadExpression where what is called is no function */
    void checkFunctions() {
        for (var procedure : called) {
            var name = Ast.variable(procedure);
            if (name != null && !bound.contains(name) && !functions.contains(name)) {
                throw new BadExpression(place(procedure, name.length() + 1), new Text("T1006 không có hàm `$",
                        "T1006 there is no function `$").and(name + "`").and(Suggestion.text("$" + name,
                                dollars(
                                        functions).toList())));
            }
            var field = field(procedure);
            if (field != null && Ast.part(field, "value") instanceof String word && functions.contains(word)) {
                throw new BadExpression(place(field, word.length()), Text.same("T1005 `" + word + "` ").and(new Text(
                        "ở đây là một trường, không phải hàm (ý bạn là `$",
                        "is a field here and no function (did you mean `$")).and(word + "`?)"));
            }
        }
    }

    /**
     * @param given what is bound where the expression stands, besides what it binds itself
     * @throws BadExpression where another variable is read
     */
    void checkVariables(Set<String> given) {
        for (var variable : variables) {
            var name = String.valueOf(Ast.variable(variable));
            if (!bound.contains(name) && !given.contains(name) && !functions.contains(name)) {
                throw BadExpression.unbound(place(variable, name.length() + 1), name, given);
            }
        }
    }

    private static Stream<String> dollars(Set<String> names) {
        return names.stream().map(name -> "$" + name);
    }

    /** The engine knows where a name ends. */
    private Place place(Object named, int length) {
        return Place.of(file, source, Ast.part(named, "position") instanceof Integer end
                ? Math.max(0, end - length)
                : 0);
    }

    private void walk(@Nullable Object node) {
        switch (node) {
            case List<?> list -> list.forEach(this::walk);
            case Object[] list -> Stream.of(list).forEach(this::walk);
            case Parser.Symbol symbol when seen.add(symbol) -> {
                note(symbol);
                Ast.parts(symbol, this::walk);
            }
            case null, default -> {
            }
        }
    }

    private void note(Parser.Symbol symbol) {
        switch (Ast.type(symbol)) {
            case "variable" -> variables.add(symbol);
            case "function", "partial" -> add(Ast.part(symbol, "procedure"));
            case "apply" -> add(Ast.part(symbol, "rhs"));
            case "bind" -> binds(Ast.part(symbol, "lhs"));
            case "lambda" -> {
                if (Ast.part(symbol, "arguments") instanceof List<?> arguments) {
                    arguments.forEach(this::binds);
                }
            }
            default -> {
            }
        }
        // items@$item#$index
        Stream.of("focus", "index").map(part -> Ast.part(symbol, part)).filter(String.class::isInstance).forEach(
                name -> bound.add((String) name));
    }

    private void add(@Nullable Object procedure) {
        if (procedure != null) {
            called.add(procedure);
        }
    }

    private void binds(@Nullable Object variable) {
        var name = Ast.variable(variable);
        if (name != null) {
            bound.add(name);
        }
    }

    /** A field that is called as if it were a function; null for anything else. */
    private static Parser.@Nullable Symbol field(Object symbol) {
        return "path".equals(Ast.type(symbol)) && Ast.part(symbol, "steps") instanceof List<?> steps && steps
                .size() == 1 && steps.getFirst() instanceof Parser.Symbol step && "name".equals(Ast.type(step))
                        ? step
                        : null;
    }

    /** The engine's and ours; {@code $} and {@code $$} are always there, too. */
    private static Set<String> functions(Jsonata expression) {
        var known = new HashSet<>(Set.of("", "$"));
        for (var frame = Ast.part(expression, "environment"); frame != null; frame = Ast.part(frame, "parent")) {
            if (Ast.part(frame, "bindings") instanceof Map<?, ?> bindings) {
                bindings.keySet().forEach(name -> known.add(String.valueOf(name)));
            }
        }
        return known;
    }
}
