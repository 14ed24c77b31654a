package vn.lgsp.gateway.connector.expression;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.dashjoin.jsonata.JException;

/**
 * Finds the way around the engine for an expression as the engine parsed it. Whatever is not plainly known here has none;
 * the rest of an {@code and}, {@code or} or condition has one nevertheless, which asks the engine when it gets there.
 */
final class Shortcuts {
    /** How deep functions may call each other; a function that calls itself is the engine's. */
    private static final int DEEP = 3;
    /** What makes a symbol more than it seems: filters, grouping, bindings of positions and parents. */
    private static final List<String> EXTRAS = List.of("predicate", "stages", "group", "focus", "index", "tuple",
            "ancestor", "seekingParent", "nextFunction", "signature");

    /** Functions the expression defines, by name. */
    private final Map<String, Object> functions;
    /** Where only these variables may be read, and no names: in a function's body. */
    private final @Nullable Set<String> parameters;
    private final int depth;
    private final ShortLists lists = new ShortLists(this);

    private Shortcuts(Map<String, Object> functions, @Nullable Set<String> parameters, int depth) {
        this.functions = functions;
        this.parameters = parameters;
        this.depth = depth;
    }

    /** The way around the engine, where there is one. */
    static Optional<Shortcut> of(@Nullable Object ast) {
        return new Shortcuts(Map.of(), null, 0).way(ast);
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
            case "function" -> call(symbol);
            case "block" -> block(parts(symbol, "expressions"));
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
    private Optional<Shortcut> raw(Object symbol) {
        var steps = steps(symbol);
        return steps.stream().allMatch(Shortcuts::isBare) ? raw(steps) : Optional.empty();
    }

    static List<?> steps(Object symbol) {
        return !isBare(symbol) ? List.of() : "path".equals(Ast.type(symbol)) ? parts(symbol, "steps") : List.of(symbol);
    }

    Optional<Shortcut> raw(List<?> steps) {
        var variable = steps.isEmpty() ? null : Ast.variable(steps.getFirst());
        var names = steps.stream().skip(variable == null ? 0 : 1).map(Shortcuts::name).toList();
        if (steps.isEmpty() || names.contains("") || (variable == null ? parameters != null : !mayRead(variable))) {
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

    /** {@code $$} is the document, which a shortcut may have left behind. */
    private boolean mayRead(String variable) {
        return parameters == null
                ? !variable.equals("$") && !functions.containsKey(variable)
                : parameters.contains(variable);
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

    /** Bound values and functions, and what comes of them. */
    private Optional<Shortcut> block(List<?> expressions) {
        var inner = new HashMap<>(functions);
        var bound = new LinkedHashMap<String, Shortcut>();
        var seen = new HashSet<String>();
        var within = new Shortcuts(inner, parameters, depth);
        for (var expression : expressions.subList(0, Math.max(0, expressions.size() - 1))) {
            var name = "bind".equals(Ast.type(expression)) && isBare(expression)
                    ? Ast.variable(Ast.part(expression, "lhs"))
                    : null;
            var value = Ast.part(expression, "rhs");
            if (name == null || value == null || parameters != null || within.isTaken(name) || !seen.add(name)) {
                return Optional.empty();
            }
            if ("lambda".equals(Ast.type(value)) && isBare(value)) {
                inner.put(name, value);
            } else {
                var way = within.way(value);
                if (way.isEmpty()) {
                    return Optional.empty();
                }
                bound.put(name, way.get());
            }
        }
        return expressions.isEmpty()
                ? Optional.empty()
                : within.way(expressions.getLast()).map(last -> bound.isEmpty() ? last : after(bound, last));
    }

    /** A variable with a function's name might be called. */
    private boolean isTaken(String name) {
        return functions.containsKey(name) || Set.of("exists", "count").contains(name) || function(name)
                .isPresent();
    }

    private static Shortcut after(Map<String, Shortcut> bound, Shortcut last) {
        return view -> {
            var now = view;
            for (var each : bound.entrySet()) {
                var value = each.getValue().of(now);
                if (value == Shortcut.ASK) {
                    return value;
                }
                now = now.with(each.getKey(), value);
            }
            return last.of(now);
        };
    }

    /** The function of that name which the expression defines, if it defines one. */
    @Nullable
    Object defined(String name) {
        return functions.get(name);
    }

    private Optional<Shortcut> call(Object symbol) {
        var name = Ast.variable(Ast.part(symbol, "procedure"));
        var arguments = parts(symbol, "arguments");
        if (name == null || !arguments.stream().allMatch(Shortcuts::isBare)) {
            return Optional.empty();
        }
        var own = functions.get(name);
        return own == null ? known(name, arguments) : inlined(own, arguments);
    }

    /** One the expression defines: its body sees its parameters and nothing else. */
    private Optional<Shortcut> inlined(Object function, List<?> arguments) {
        var names = parts(function, "arguments").stream().map(Ast::variable).toList();
        var values = arguments.stream().map(argument -> Set.of("path", "variable").contains(Ast.type(argument))
                ? raw(argument)
                : way(argument)).toList();
        if (depth == DEEP || names.size() != values.size()
                || names.stream().anyMatch(name -> name == null || isTaken(name))
                || values.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        var ways = values.stream().map(Optional::get).toList();
        return new Shortcuts(functions, new HashSet<>(names), depth + 1).way(Ast.part(function, "body"))
                .map(body -> view -> {
                    var inside = new View(null, Map.of(), null);
                    for (int i = 0; i < names.size(); i++) {
                        var value = ways.get(i).of(view);
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
            return raw(arguments.getFirst()).map(path -> view -> switch (path.of(view)) {
                case null -> false;
                case List<?> _ -> Shortcut.ASK;
                case Object value -> value == Shortcut.ASK ? value : true;
            });
        }
        if (name.equals("count")) {
            return lists.source(steps(arguments.getFirst())).map(source -> view -> {
                var items = source.of(view);
                return items == null ? Shortcut.ASK : (Object) items.size();
            });
        }
        return function(name).flatMap(function -> way(arguments.getFirst()).map(argument -> view -> {
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
