package vn.lgsp.gateway.connector.expression;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import com.dashjoin.jsonata.JException;

/** The way around the engine for calls of functions. */
final class ShortCalls {
    /** How deep functions may call each other; a function that calls itself is the engine's. */
    private static final int DEEP = 3;

    private final Shortcuts ways;
    private final Scope scope;
    private final ShortLists lists;

    ShortCalls(Shortcuts ways, Scope scope, ShortLists lists) {
        this.ways = ways;
        this.scope = scope;
        this.lists = lists;
    }

    /** True when a call of that name would be one of these, whoever defines a variable with it. */
    static boolean isKnown(String name) {
        return Set.of("exists", "count").contains(name) || function(name).isPresent();
    }

    Optional<Shortcut> call(Object symbol) {
        var name = Ast.variable(Ast.part(symbol, "procedure"));
        var arguments = Shortcuts.parts(symbol, "arguments");
        if (name == null || !arguments.stream().allMatch(Shortcuts::isBare)) {
            return Optional.empty();
        }
        var own = scope.functions().get(name);
        return own == null ? known(name, arguments) : inlined(own, arguments);
    }

    /** One the expression defines: its body sees its parameters and nothing else. */
    private Optional<Shortcut> inlined(Object function, List<?> arguments) {
        var names = Shortcuts.parts(function, "arguments").stream().map(Ast::variable).toList();
        var values = arguments.stream().map(argument -> Set.of("path", "variable").contains(Ast.type(argument))
                ? ways.raw(argument)
                : ways.way(argument)).toList();
        if (scope.depth() == DEEP || names.size() != values.size()
                || names.stream().anyMatch(name -> name == null || scope.isTaken(name))
                || values.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        var given = values.stream().map(Optional::get).toList();
        return new Shortcuts(scope.inside(new HashSet<>(names))).way(Ast.part(function, "body"))
                .map(body -> view -> {
                    var inside = new View(null, Map.of(), null);
                    for (int i = 0; i < names.size(); i++) {
                        var value = given.get(i).of(view);
                        if (value == Shortcut.ASK || value instanceof List<?>) {
                            return Shortcut.ASK;
                        }
                        inside = inside.with(String.valueOf(names.get(i)), value);
                    }
                    return body.of(inside);
                });
    }

    private Optional<Shortcut> known(String name, List<?> arguments) {
        if (arguments.size() != 1) {
            return Optional.empty();
        }
        if (name.equals("exists")) {
            return ways.raw(arguments.getFirst()).map(path -> view -> switch (path.of(view)) {
                case null -> false;
                case List<?> _ -> Shortcut.ASK;
                case Object value -> value == Shortcut.ASK ? value : true;
            });
        }
        if (name.equals("count")) {
            return lists.source(Shortcuts.steps(arguments.getFirst())).map(source -> view -> {
                var items = source.of(view);
                return items == null ? Shortcut.ASK : (Object) items.size();
            });
        }
        return function(name).flatMap(function -> ways.way(arguments.getFirst()).map(argument -> view -> {
            var value = argument.of(view);
            return value == Shortcut.ASK ? value : applied(function, value);
        }));
    }

    private static Optional<HouseFunctions.OfOne> function(String name) {
        return Optional.ofNullable(switch (name) {
            case "string" -> Shortcut::text;
            case "not" ->
                value -> value != null && Shortcut.truth(value) instanceof Boolean flag ? !flag : Shortcut.ASK;
            case "length" ->
                value -> value instanceof String text ? text.codePointCount(0, text.length()) : Shortcut.ASK;
            // what they read is never simple: the engine would read it once more
            case "json", "xml" -> null;
            default -> HouseFunctions.named(name);
        });
    }

    /** What goes wrong is said by the engine, which knows where. */
    private static @Nullable Object applied(HouseFunctions.OfOne function,
            @Nullable Object value) {
        try {
            return Shortcut.simple(function.apply(value));
        } catch (JException _) {
            return Shortcut.ASK;
        }
    }
}
