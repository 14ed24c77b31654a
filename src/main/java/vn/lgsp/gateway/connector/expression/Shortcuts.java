package vn.lgsp.gateway.connector.expression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds the way around the engine for an expression as the engine parsed it. Whatever is not plainly known here has none;
 * the rest of an {@code and}, {@code or} or condition has one nevertheless, which asks the engine when it gets there.
 */
final class Shortcuts {
    /** What makes a symbol more than it seems: filters, grouping, bindings of positions and parents. */
    private static final List<String> EXTRAS = List.of("predicate", "stages", "group", "focus", "index", "tuple",
            "ancestor", "seekingParent", "nextFunction", "signature");

    private final Scope scope;
    private final ShortLists lists;
    private final ShortCalls calls;

    Shortcuts(Scope scope) {
        this.scope = scope;
        this.lists = new ShortLists(this, scope);
        this.calls = new ShortCalls(this, scope, lists);
    }

    /** The way around the engine, where there is one. */
    static Optional<Shortcut> of(@Nullable Object ast) {
        return new Shortcuts(Scope.EMPTY).way(ast);
    }

    Optional<Shortcut> way(@Nullable Object symbol) {
        if (symbol == null || !isBare(symbol)) {
            return Optional.empty();
        }
        return switch (Ast.type(symbol)) {
            case "string", "number", "value" -> constant(symbol).map(value -> view -> value);
            case "path", "variable" -> raw(symbol).map(path -> view -> Shortcut.leaf(path.of(view)));
            case "binary" -> binary(sign(symbol), Ast.part(symbol, "lhs"), Ast.part(symbol, "rhs"));
            case "unary" -> switch (sign(symbol)) {
                case "{" -> object(symbol);
                case "[" -> lists.list(symbol);
                default -> Optional.empty();
            };
            case "condition" -> condition(symbol);
            case "function" -> calls.call(symbol);
            case "block" -> ShortBlocks.of(parts(symbol, "expressions"), scope);
            // how the engine keeps a call at the end of a function
            case "lambda" -> Boolean.TRUE.equals(Ast.part(symbol, "thunk"))
                    ? way(Ast.part(symbol, "body"))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Where there is none, the engine is asked when it comes to that. */
    private Shortcut wayOrAsk(@Nullable Object symbol) {
        return way(symbol).orElse(view -> Shortcut.ASK);
    }

    static boolean isBare(Object symbol) {
        return isBareBut("", symbol);
    }

    static boolean isBareBut(String extra, Object symbol) {
        return EXTRAS.stream().allMatch(name -> name.equals(extra) || Ast.part(symbol, name) == null) && Stream
                .of("keepArray",
                        "keepSingletonArray", "consarray")
                .allMatch(name -> Boolean.FALSE.equals(Ast.part(symbol, name)));
    }

    static String sign(Object symbol) {
        return String.valueOf(Ast.part(symbol, "value"));
    }

    static List<?> parts(Object symbol, String name) {
        return Ast.part(symbol, name) instanceof List<?> parts ? parts : List.of();
    }

    private static Optional<Object> constant(Object symbol) {
        return Optional.ofNullable(Ast.part(symbol, "value")).filter(Shortcut::isSimple);
    }

    /** A path of names from here or from a variable, whatever it leads to. */
    Optional<Shortcut> raw(Object symbol) {
        var steps = steps(symbol);
        return steps.stream().allMatch(Shortcuts::isBare) ? raw(steps) : Optional.empty();
    }

    static List<?> steps(Object symbol) {
        return !isBare(symbol) ? List.of() : "path".equals(Ast.type(symbol)) ? parts(symbol, "steps") : List.of(symbol);
    }

    Optional<Shortcut> raw(List<?> steps) {
        var variable = steps.isEmpty() ? null : Ast.variable(steps.getFirst());
        var names = steps.stream().skip(variable == null ? 0 : 1).map(Shortcuts::name).toList();
        if (steps.isEmpty() || names.contains("") || !scope.mayRead(variable)) {
            return Optional.empty();
        }
        Shortcut start = variable == null || variable.isEmpty() ? View::here : view -> view.variable(variable);
        return Optional.of(view -> {
            var value = start.of(view);
            for (var name : names) {
                value = Shortcut.member(value, name);
            }
            return value;
        });
    }

    private static String name(Object step) {
        return "name".equals(Ast.type(step)) ? sign(step) : "";
    }

    private Optional<Shortcut> binary(String sign, @Nullable Object lhs, @Nullable Object rhs) {
        return switch (sign) {
            case "and" -> way(lhs).map(one -> either(false, one, wayOrAsk(rhs)));
            case "or" -> way(lhs).map(one -> either(true, one, wayOrAsk(rhs)));
            case "in" ->
                way(lhs).flatMap(value -> items(rhs).map(list -> view -> Shortcut.among(value.of(view), list.of(
                        view))));
            case "=" -> isNull(rhs) ? isThere(lhs, false) : both(sign, lhs, rhs);
            case "!=" -> isNull(rhs) ? isThere(lhs, true) : both(sign, lhs, rhs);
            default -> both(sign, lhs, rhs);
        };
    }

    private static boolean isNull(@Nullable Object symbol) {
        return symbol != null && "value".equals(Ast.type(symbol)) && Ast.part(symbol, "value") == null;
    }

    /** Compared with null: what is nothing is neither the same nor another, and a null of a document is nothing. */
    private Optional<Shortcut> isThere(@Nullable Object symbol, boolean there) {
        return symbol == null ? Optional.empty() : raw(symbol).map(path -> view -> {
            var value = path.of(view);
            return value == Shortcut.ASK ? value : (Object) (value != null && there);
        });
    }

    /** The second is asked only where the first leaves it open. */
    private static Shortcut either(boolean decides, Shortcut one, Shortcut other) {
        return view -> {
            var first = Shortcut.truth(one.of(view));
            return first == Shortcut.ASK || first.equals(decides) ? first : Shortcut.truth(other.of(view));
        };
    }

    private Optional<Shortcut> both(String sign, @Nullable Object lhs, @Nullable Object rhs) {
        return Operators.of(sign).flatMap(work -> way(lhs).flatMap(one -> way(rhs).map(other -> view -> {
            var first = one.of(view);
            var second = first == Shortcut.ASK ? Shortcut.ASK : other.of(view);
            return second == Shortcut.ASK ? Shortcut.ASK : work.apply(first, second);
        })));
    }

    /** What stands to the right of {@code in}: constants, or a path to a list. */
    private Optional<Shortcut> items(@Nullable Object symbol) {
        if (symbol == null || !isBare(symbol)) {
            return Optional.empty();
        }
        if (!"unary".equals(Ast.type(symbol))) {
            return raw(symbol);
        }
        var constants = parts(symbol, "expressions").stream().map(item -> isBare(item) && Set.of("string", "number")
                .contains(Ast.type(item)) ? constant(item) : Optional.empty()).toList();
        if (!sign(symbol).equals("[") || constants.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        var list = constants.stream().map(Optional::get).toList();
        return Optional.of(view -> list);
    }

    private Optional<Shortcut> condition(Object symbol) {
        var otherwise = Ast.part(symbol, "_else");
        var then = wayOrAsk(Ast.part(symbol, "then"));
        Shortcut last = otherwise == null ? view -> null : wayOrAsk(otherwise);
        return way(Ast.part(symbol, "condition")).map(test -> view -> {
            var truth = Shortcut.truth(test.of(view));
            return truth == Shortcut.ASK ? truth : (truth.equals(true) ? then : last).of(view);
        });
    }

    /** {@code { "name": … }}, in the order it is written; what is nothing is left out. */
    private Optional<Shortcut> object(Object symbol) {
        var members = new LinkedHashMap<String, Shortcut>();
        for (var pair : parts(symbol, "lhsObject")) {
            var name = pair instanceof Object[] both && "string".equals(Ast.type(both[0])) ? sign(both[0]) : null;
            var value = name == null ? Optional.<Shortcut>empty() : way(((Object[]) pair)[1]);
            if (value.isEmpty() || members.put(String.valueOf(name), value.get()) != null) {
                return Optional.empty();
            }
        }
        var names = members.keySet().toArray(String[]::new);
        var values = members.values().toArray(Shortcut[]::new);
        return Optional.of(view -> view.here() instanceof List<?> ? Shortcut.ASK : made(names, values, view));
    }

    private static Object made(String[] names, Shortcut[] values, View view) {
        var object = LinkedHashMap.<String, Object>newLinkedHashMap(names.length);
        for (int i = 0; i < names.length; i++) {
            var value = values[i].of(view);
            if (value == Shortcut.ASK) {
                return value;
            }
            if (value != null) {
                object.put(names[i], value);
            }
        }
        return object;
    }
}
