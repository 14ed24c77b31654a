package vn.lgsp.gateway.connector.expression;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** What an expression's text alone says of its result. */
final class Shape {
    private Shape() {}

    /** The names its result can have at the top; empty where only an evaluation could tell. */
    static Optional<Set<String>> fields(@Nullable Object symbol) {
        return symbol == null ? Optional.empty() : switch (Ast.type(symbol)) {
            case "unary" -> is(symbol, "{") ? written(symbol) : Optional.empty();
            case "block" -> Ast.part(symbol, "expressions") instanceof List<?> steps && !steps.isEmpty()
                    ? fields(steps.getLast())
                    : Optional.empty();
            case "condition" -> either(symbol);
            case "function" -> "merge".equals(Ast.variable(Ast.part(symbol, "procedure"))) && Ast.part(symbol,
                    "arguments") instanceof List<?> arguments && arguments.size() == 1
                            ? merged(arguments.getFirst())
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** The engine has texts and characters for it. */
    private static boolean is(Object symbol, String sign) {
        return sign.equals(String.valueOf(Ast.part(symbol, "value")));
    }

    /** {@code { "name": … }} */
    private static Optional<Set<String>> written(Object symbol) {
        var names = new TreeSet<String>();
        if (Ast.part(symbol, "lhsObject") instanceof List<?> pairs) {
            for (var pair : pairs) {
                if (!(pair instanceof Object[] both && "string".equals(Ast.type(both[0])))) {
                    return Optional.empty();
                }
                names.add(String.valueOf(Ast.part(both[0], "value")));
            }
        }
        return Optional.of(names);
    }

    /** {@code a ? { … } : { … }}; without the second it may be nothing, which has no names. */
    private static Optional<Set<String>> either(Object condition) {
        var otherwise = Ast.part(condition, "_else");
        return together(Stream.of(fields(Ast.part(condition, "then")), otherwise == null
                ? Optional.of(Set.<String>of())
                : fields(otherwise)));
    }

    /** {@code $merge([{ … }, { … }])} */
    private static Optional<Set<String>> merged(@Nullable Object list) {
        return list != null && "unary".equals(Ast.type(list)) && is(list, "[") && Ast.part(list,
                "expressions") instanceof List<?> items
                        ? together(items.stream().map(Shape::fields))
                        : Optional.empty();
    }

    private static Optional<Set<String>> together(Stream<Optional<Set<String>>> parts) {
        return parts.reduce(Optional.of(Set.of()), (one, other) -> one.flatMap(names -> other.map(more -> {
            var all = new TreeSet<>(names);
            all.addAll(more);
            return all;
        })));
    }
}
