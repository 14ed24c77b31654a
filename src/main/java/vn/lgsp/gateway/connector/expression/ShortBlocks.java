package vn.lgsp.gateway.connector.expression;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way around the engine for a block: {@code ( $a := …; $f := function($x) {…}; … )}. */
final class ShortBlocks {

    private ShortBlocks() {}

    /** Bound values and functions, and what comes of them. */
    static Optional<Shortcut> of(List<?> expressions, Scope scope) {
        var inner = new HashMap<>(scope.functions());
        var bound = new LinkedHashMap<String, Shortcut>();
        var seen = new HashSet<String>();
        var within = scope.with(inner);
        var ways = new Shortcuts(within);
        for (var expression : expressions.subList(0, Math.max(0, expressions.size() - 1))) {
            var name = "bind".equals(Ast.type(expression)) && Shortcuts.isBare(expression)
                    ? Ast.variable(Ast.part(expression, "lhs"))
                    : null;
            var value = Ast.part(expression, "rhs");
            if (name == null || value == null || scope.parameters() != null || within.isTaken(name)
                    || !seen.add(name)) {
                return Optional.empty();
            }
            if ("lambda".equals(Ast.type(value)) && Shortcuts.isBare(value)) {
                inner.put(name, value);
            } else {
                var way = ways.way(value);
                if (way.isEmpty()) {
                    return Optional.empty();
                }
                bound.put(name, way.get());
            }
        }
        return expressions.isEmpty()
                ? Optional.empty()
                : ways.way(expressions.getLast()).map(last -> bound.isEmpty() ? last : after(bound, last));
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
}
