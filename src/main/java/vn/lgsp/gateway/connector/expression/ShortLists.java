package vn.lgsp.gateway.connector.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.MappingLimits;

/** The lists among {@link Shortcuts}: those that are written, and what paths lead to. */
final class ShortLists {
    /** Larger lists are left to the engine, which counts. */
    private static final int FEW = 1000;

    private final Shortcuts shortcuts;
    private final Scope scope;

    ShortLists(Shortcuts shortcuts, Scope scope) {
        this.shortcuts = shortcuts;
        this.scope = scope;
    }

    /** Items that come one by one; null where the engine must be asked. */
    interface Items {
        @Nullable
        List<?> of(View view);
    }

    /** {@code [ … ]} of what is simple, of objects, and of objects for each item of a list. */
    Optional<Shortcut> list(Object symbol) {
        var items = Shortcuts.parts(symbol, "expressions").stream()
                .map(item -> each(item).or(() -> source(Shortcuts.steps(item))).or(
                        () -> one(item)))
                .toList();
        if (items.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        var all = items.stream().map(Optional::get).toList();
        return Optional.of(view -> {
            var list = new ArrayList<Object>();
            var most = Math.min(FEW, MappingLimits.current().items());
            for (var some : all) {
                var more = some.of(view);
                if (more == null || list.size() + more.size() > most) {
                    return Shortcut.ASK;
                }
                list.addAll(more);
            }
            return list;
        });
    }

    private Optional<Items> one(Object item) {
        var nested = Shortcuts.sign(item).equals("[");
        return shortcuts.way(item).map(way -> view -> {
            var value = way.of(view);
            return value == null
                    ? List.of()
                    : value == Shortcut.ASK || value instanceof List<?> && !nested
                            ? null
                            : List.of(value);
        });
    }

    /** What a path leads to, one or several, without what a condition in brackets leaves out. */
    Optional<Items> source(List<?> steps) {
        if (steps.isEmpty() || !steps.subList(0, steps.size() - 1).stream().allMatch(Shortcuts::isBare)) {
            return Optional.empty();
        }
        var last = steps.getLast();
        if (Shortcuts.isBare(last)) {
            return shortcuts.raw(steps).map(path -> view -> listed(path.of(view), item -> item != null));
        }
        var filters = Shortcuts.parts(last, "stages");
        return !Shortcuts.isBareBut("stages", last) || filters.size() != 1
                || !"filter".equals(Ast.type(filters.getFirst()))
                        ? Optional.empty()
                        : shortcuts.raw(steps).flatMap(path -> shortcuts.way(Ast.part(filters.getFirst(), "expr")).map(
                                test -> view -> kept(path.of(view), test, view)));
    }

    private static @Nullable List<?> listed(@Nullable Object value, Predicate<@Nullable Object> fits) {
        if (!(value instanceof List<?> items)) {
            return value == Shortcut.ASK ? null : value == null ? List.of() : List.of(value);
        }
        for (var item : items) {
            if (item instanceof List<?> || !fits.test(item)) {
                return null;
            }
        }
        return items;
    }

    private static @Nullable List<?> kept(@Nullable Object value, Shortcut test, View view) {
        // of nothing, the engine asks the condition about nothing
        var items = value == null ? Collections.singletonList(null) : listed(value, item -> true);
        if (items == null) {
            return null;
        }
        var kept = new ArrayList<Object>();
        for (var item : items) {
            // a number would be a position
            if (!(test.of(view.at(item)) instanceof Boolean holds) || holds && item == null) {
                return null;
            }
            if (holds && item != null) {
                kept.add(item);
            }
        }
        return kept;
    }

    /** {@code path.{ … }} or {@code path.$function($)}, once for each object the path leads to. */
    private Optional<Items> each(Object item) {
        var steps = Shortcuts.steps(item);
        return steps.size() < 2 || !Shortcuts.isBare(steps.getLast()) || !isObject(steps.getLast())
                ? Optional.empty()
                : source(steps.subList(0, steps.size() - 1)).flatMap(source -> shortcuts.way(steps.getLast()).map(
                        work -> view -> eachOf(source.of(view), work, view)));
    }

    /** Whether it makes an object of every item, so that nothing is left out or drawn together. */
    private boolean isObject(@Nullable Object symbol) {
        if (symbol == null) {
            return false;
        }
        return switch (Ast.type(symbol)) {
            case "unary" -> Shortcuts.sign(symbol).equals("{");
            case "function" -> {
                var function = scope.functions().get(String.valueOf(Ast.variable(Ast.part(symbol, "procedure"))));
                yield function != null && isObject(Ast.part(function, "body"));
            }
            case "block" ->
                Shortcuts.parts(symbol, "expressions").size() == 1
                        && isObject(Shortcuts.parts(symbol, "expressions").getFirst());
            default -> false;
        };
    }

    private static @Nullable List<?> eachOf(@Nullable List<?> items, Shortcut work, View view) {
        if (items == null) {
            return null;
        }
        var made = new ArrayList<Object>(items.size());
        for (var item : items) {
            if (!(item instanceof Map<?, ?>) || !(work.of(view.at(item)) instanceof Map<?, ?> object)) {
                return null;
            }
            made.add(object);
        }
        return made;
    }
}
