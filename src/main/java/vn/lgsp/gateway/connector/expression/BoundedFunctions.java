package vn.lgsp.gateway.connector.expression;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.Jsonata;

/**
 * JSONata's own functions that can work for ever, or fill the memory, inside one step. Each regular expression is first
 * run over a text that knows the time: when it comes to its end, the engine's own run does as well.
 */
final class BoundedFunctions {
    /** A short text and at most one repetition end soon, whatever they hold. */
    private static final int SHORT = 256;
    private static final int LOOK_EVERY = 4096;

    private BoundedFunctions() {}

    static void into(Jsonata expression) {
        register(expression, "contains", "<s-(sf):b>", arguments -> Functions.contains(text(arguments), at(arguments,
                1)));
        register(expression, "match", "<s-f<s:o>n?:a<o>>", BoundedFunctions::match);
        register(expression, "replace", "<s-(sf)(sf)n?:s>", BoundedFunctions::replace);
        register(expression, "split", "<s-(sf)n?:a<s>>", arguments -> Functions.split(text(arguments), at(arguments,
                1), (Number) at(arguments, 2)));
        register(expression, "pad", "<s-ns?:s>", arguments -> {
            Bounds.willMake(Math.abs(at(arguments, 1) instanceof Number width ? width.longValue() : 0));
            return Functions.pad(text(arguments), (Number) at(arguments, 1), (String) at(arguments, 2));
        });
    }

    private interface OfArguments {
        @Nullable
        Object apply(List<?> arguments);
    }

    private static void register(Jsonata expression, String name, String signature, OfArguments function) {
        expression.registerFunction(name, new Jsonata.JFunction((input, arguments) -> {
            if (at(arguments, 1) instanceof Pattern pattern && at(arguments, 0) instanceof String text) {
                rehearse(pattern, text);
            }
            return function.apply(arguments);
        }, signature));
    }

    /** The engine gives one match more than it is asked for. */
    private static @Nullable Object match(List<?> arguments) {
        var limit = whole(at(arguments, 2));
        if (limit != null && limit == 0) {
            return List.of();
        }
        return Functions.match(text(arguments), (Pattern) at(arguments, 1), limit == null || limit < 0
                ? limit
                : Integer.valueOf(limit - 1));
    }

    /** The engine takes a text for a regular expression once there is a limit. */
    private static @Nullable Object replace(List<?> arguments) {
        var limit = whole(at(arguments, 3));
        return limit != null && at(arguments, 0) instanceof String text && at(arguments, 1) instanceof String what
                && at(arguments, 2) instanceof String by && !what.isEmpty() && limit >= 0
                        ? replaced(text, what, by, limit)
                        : Functions.replace(text(arguments), at(arguments, 1), at(arguments, 2), limit);
    }

    private static String replaced(String text, String what, String by, int limit) {
        var result = new StringBuilder();
        var from = 0;
        for (int i = 0, at = text.indexOf(what); i < limit && at >= 0; i++, at = text.indexOf(what, from)) {
            result.append(text, from, at).append(by);
            from = at + what.length();
        }
        return result.append(text.substring(from)).toString();
    }

    private static @Nullable Object at(List<?> arguments, int place) {
        return place < arguments.size() ? arguments.get(place) : null;
    }

    private static @Nullable String text(List<?> arguments) {
        return (String) at(arguments, 0);
    }

    private static @Nullable Integer whole(@Nullable Object number) {
        return number instanceof Number value ? value.intValue() : null;
    }

    private static void rehearse(Pattern pattern, String text) {
        if (text.length() > SHORT || repetitions(pattern.pattern()) > 1) {
            var matcher = pattern.matcher(new Timed(text, 0, text.length()));
            while (matcher.find()) {
                Bounds.look();
            }
        }
    }

    private static long repetitions(String pattern) {
        return pattern.chars().filter(c -> c == '*' || c == '+' || c == '{').count();
    }

    /** A text that looks at the clock now and then while it is read. */
    private static final class Timed implements CharSequence {
        private final String text;
        private final int from;
        private final int to;
        private int reads;

        Timed(String text, int from, int to) {
            this.text = text;
            this.from = from;
            this.to = to;
        }

        @Override
        public char charAt(int index) {
            if (++reads % LOOK_EVERY == 0) {
                Bounds.look();
            }
            return text.charAt(from + index);
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Timed(text, from + start, from + end);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
