package vn.lgsp.gateway.connector.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What needs no engine: a field, a field as text, a field among constants. Most rules are one of these, and the engine
 * takes a microsecond and a kilobyte for each. Whatever is not plainly one of them is left to the engine.
 */
final class Shortcut {
    /** This document is not so simple after all: ask the engine. */
    static final Object ASK = new Object();

    private static final String NAME = "([A-Za-z_]\\w*)";
    private static final Pattern FIELD = Pattern.compile(NAME);
    private static final Pattern TEXT = Pattern.compile("\\$string\\(" + NAME + "\\)");
    private static final Pattern AMONG = Pattern.compile(NAME
            + " in \\[((?:\\d{1,9}|\"[^\"\\\\]*\")(?:, ?(?:\\d{1,9}|\"[^\"\\\\]*\"))*)]");
    private static final Pattern CONSTANT = Pattern.compile("(\\d+)|\"([^\"]*)\"");
    private static final Set<String> WORDS = Set.of("and", "or", "in", "true", "false", "null", "function");

    private Shortcut() {}

    /** The way around the engine, where there is one: from the document to the value, or to {@link #ASK}. */
    static Optional<Function<@Nullable Object, @Nullable Object>> of(String source) {
        var trimmed = source.strip();
        var field = FIELD.matcher(trimmed);
        if (field.matches()) {
            return named(field.group(1)).map(name -> document -> field(document, name));
        }
        var text = TEXT.matcher(trimmed);
        if (text.matches()) {
            return named(text.group(1)).map(name -> document -> text(field(document, name)));
        }
        var among = AMONG.matcher(trimmed);
        if (among.matches()) {
            var constants = constants(among.group(2));
            return named(among.group(1)).map(name -> document -> among(field(document, name), constants));
        }
        return Optional.empty();
    }

    private static Optional<String> named(String name) {
        return WORDS.contains(name) ? Optional.empty() : Optional.of(name);
    }

    private static List<Object> constants(String list) {
        var constants = new ArrayList<Object>();
        var found = CONSTANT.matcher(list);
        while (found.find()) {
            constants.add(found.group(1) != null ? Integer.valueOf(found.group(1)) : found.group(2));
        }
        return constants;
    }

    private static @Nullable Object field(@Nullable Object document, String name) {
        if (!(document instanceof Map<?, ?> map)) {
            return document == null ? null : ASK;
        }
        var value = map.get(name);
        return value == null && !map.containsKey(name) || value instanceof String || value instanceof Integer
                || value instanceof Boolean ? value : ASK;
    }

    private static @Nullable Object text(@Nullable Object value) {
        return value instanceof Integer || value instanceof Boolean ? value.toString() : value;
    }

    private static @Nullable Object among(@Nullable Object value, List<Object> constants) {
        return value instanceof String || value instanceof Integer
                ? (Object) constants.contains(value)
                : value == null ? (Object) false : ASK;
    }
}
