package vn.lgsp.gateway.connector.folder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.BadExpression;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Pointers;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;

/** What several connectors share, with places that each fills by a parameter of a declared type. */
record Template(String name, Yaml file, Faults faults) {
    private static final Pattern PARAMETER = Pattern.compile("\\$\\(([A-Za-z][A-Za-z0-9]*)\\)");
    private static final Pattern DURATION = Pattern.compile("[0-9]{1,9}(ms|s|m|h|d)|\\$\\{.+}");

    /** Who fills a template, and where that stands. */
    record Filler(Yaml file, String pointer, Map<?, ?> given, Faults faults) {}

    Map<?, ?> shapes() {
        return map(root(), "services");
    }

    /** What is laid under a connector's own declaration. */
    Map<String, @Nullable Object> connector(Map<String, Object> arguments) {
        return filled(map(root(), "connector"), "/connector", arguments);
    }

    /** What is laid under a service that is like this. */
    Map<String, @Nullable Object> shape(String shape, Map<String, Object> arguments) {
        var rest = new LinkedHashMap<Object, @Nullable Object>(map(shapes(), shape));
        rest.remove("parameters");
        return filled(rest, "/services/" + shape, arguments);
    }

    /** The template's own arguments; what is missing, unknown or of another type goes to the filler's faults. */
    Map<String, Object> arguments(Filler filler) {
        return arguments(map(root(), "parameters"), filler);
    }

    /** The arguments of one of its shapes. */
    Map<String, Object> arguments(String shape, Filler filler) {
        return arguments(map(map(shapes(), shape), "parameters"), filler);
    }

    private Map<String, Object> arguments(Map<?, ?> parameters, Filler filler) {
        var known = parameters.keySet().stream().map(String::valueOf).toList();
        filler.given.keySet().stream().map(String::valueOf).filter(one -> !known.contains(one)).forEach(
                one -> fault(filler, one,
                        new Text("không phải tham số của khuôn mẫu `", "is no parameter of template `")
                                .and(name + "`").and(Suggestion.text(one, known))));
        var arguments = new LinkedHashMap<String, Object>();
        for (var parameter : known) {
            var declared = map(parameters, parameter);
            var said = filler.given.get(parameter);
            var value = said == null ? declared.get("default") : said;
            if (value == null) {
                fault(filler, parameter,
                        new Text("còn thiếu: khuôn mẫu cần đến: `", "is missing; it is needed by template `")
                                .and(name + "`"));
            } else {
                typed(parameter, String.valueOf(declared.get("type")), value, filler);
                // within another rule it stays one operand, whatever it is made of
                arguments.put(parameter, "rule".equals(declared.get("type")) ? "(" + value + ")" : value);
            }
        }
        return arguments;
    }

    private static void typed(String parameter, String type, Object value, Filler filler) {
        switch (type) {
            case "integer" ->
                expect(value instanceof Integer, parameter, new Text("số nguyên", "a whole number"), filler);
            case "flag" ->
                expect(value instanceof Boolean, parameter, new Text("true hoặc false", "true or false"), filler);
            case "duration" -> expect(value instanceof String text && DURATION.matcher(text).matches(), parameter,
                    new Text("thời gian như 5s, 2m, 1h hoặc 3d", "a time like 5s, 2m, 1h or 3d"), filler);
            case "rule" -> rule(parameter, value, filler);
            default -> expect(value instanceof String, parameter, new Text("văn bản", "a text"), filler);
        }
    }

    private static void rule(String parameter, Object value, Filler filler) {
        try {
            Expression.of(parameter, String.valueOf(value));
        } catch (BadExpression bad) {
            fault(filler, parameter, Section.uncompiled(bad));
        }
    }

    private static void expect(boolean right, String parameter, Text what, Filler filler) {
        if (!right) {
            fault(filler, parameter, new Text("phải là ", "must be ").and(what));
        }
    }

    private static void fault(Filler filler, String parameter, Text message) {
        filler.faults.add(filler.file.at(filler.pointer + "/" + Pointers.escape(parameter)),
                Text.same("`" + parameter + "` ")
                        .and(message));
    }

    private Map<String, @Nullable Object> filled(Map<?, ?> map, String pointer, Map<String, Object> arguments) {
        var filled = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, value) -> filled.put(String.valueOf(key), filled(value, pointer + "/" + Pointers.escape(String
                .valueOf(key)), arguments)));
        return filled;
    }

    private @Nullable Object filled(@Nullable Object value, String pointer, Map<String, Object> arguments) {
        return switch (value) {
            case Map<?, ?> map -> filled(map, pointer, arguments);
            case List<?> list -> list.stream().map(item -> filled(item, pointer, arguments)).toList();
            case String text -> filled(text, pointer, arguments);
            case null, default -> value;
        };
    }

    private Object filled(String text, String pointer, Map<String, Object> arguments) {
        var whole = PARAMETER.matcher(text);
        return whole.matches()
                ? argument(whole, pointer, arguments)
                : whole.reset().replaceAll(match -> Matcher.quoteReplacement(String.valueOf(argument(match, pointer,
                        arguments))));
    }

    private Object argument(MatchResult match, String pointer, Map<String, Object> arguments) {
        var argument = arguments.get(match.group(1));
        if (argument == null) {
            faults.add(file.at(pointer), Text.same("`$(" + match.group(1) + ")` ").and(new Text("chưa có giá trị",
                    "has no value")).and(Suggestion.text(match.group(1), arguments.keySet())));
        }
        return argument == null ? "" : argument;
    }

    private Map<?, ?> root() {
        return file.value() instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Map<?, ?> map(Map<?, ?> parent, String key) {
        return parent.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }
}
