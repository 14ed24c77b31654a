package vn.lgsp.gateway.connector.folder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.BadExpression;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Pointers;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;

/**
 * One map of a declaration, read key by key. What is of the wrong type reads as absent: the JSON Schema has complained
 * about it already.
 */
record Section(Yaml file, String pointer, Map<?, ?> values, Faults faults) {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9})(B|KB|MB|GB)");

    static Section of(Yaml file, @Nullable Object document, Faults faults) {
        return new Section(file, "", document instanceof Map<?, ?> map ? map : Map.of(), faults);
    }

    String name() {
        return Pointers.last(pointer);
    }

    boolean has(String key) {
        return values.get(key) != null;
    }

    Optional<String> text(String key) {
        return switch (values.get(key)) {
            case String text -> Optional.of(text);
            case Number number -> Optional.of(number.toString());
            case null, default -> Optional.empty();
        };
    }

    String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return values.get(key) instanceof Boolean flag ? flag : otherwise;
    }

    int number(String key, int otherwise) {
        return text(key).map(text -> parsed(key, text, "")).orElse(otherwise);
    }

    /** A number with a unit that is always the same: {@code 50%}, {@code 50/s}. */
    int number(String key, String unit, int otherwise) {
        return text(key).map(text -> parsed(key, text, unit))
                .orElse(otherwise);
    }

    private int parsed(String key, String text, String unit) {
        var number = text.endsWith(unit) ? text.substring(0, text.length() - unit.length()) : "";
        if (number.matches("[0-9]{1,9}")) {
            return Integer.parseInt(number);
        }
        fault(key, new Text("cần một số như ", "takes a number like ").and("50" + unit));
        return 1;
    }

    Optional<Duration> duration(String key) {
        return text(key).map(text -> duration(key, text));
    }

    Optional<List<Duration>> durations(String key) {
        return values.get(key) instanceof List<?> list
                ? Optional.of(list.stream().map(item -> duration(key, String.valueOf(item))).toList())
                : Optional.empty();
    }

    /** The texts of a list; none when there is no list. */
    List<String> list(String key) {
        return values.get(key) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    private Duration duration(String key, String text) {
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            fault(key,
                    new Text("cần một khoảng thời gian như 5s, 2m, 1h hoặc 3d", "takes a time like 5s, 2m, 1h or 3d"));
            return Duration.ofSeconds(1);
        }
        var amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    long bytes(String key, long otherwise) {
        return text(key).map(text -> bytesOf(key, text)).orElse(otherwise);
    }

    private long bytesOf(String key, String text) {
        var matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            fault(key, new Text("cần một kích thước như 500KB hoặc 20MB", "takes a size like 500KB or 20MB"));
            return 1;
        }
        return Long.parseLong(matcher.group(1)) << switch (matcher.group(2)) {
            case "B" -> 0;
            case "KB" -> 10;
            case "MB" -> 20;
            default -> 30;
        };
    }

    Text twoLanguages(String key) {
        var title = section(key);
        return new Text(title.flatMap(t -> t.text("vi")).orElse(""), title.flatMap(t -> t.text("en")).orElse(""));
    }

    Optional<Section> section(String key) {
        return values.get(key) instanceof Map<?, ?> map ? Optional.of(below(key, map)) : Optional.empty();
    }

    /** All maps in the map of that name. */
    List<Section> sections(String key) {
        var sections = new ArrayList<Section>();
        section(key).ifPresent(
                all -> all.values.keySet().forEach(name -> all.section(String.valueOf(name)).ifPresent(sections::add)));
        return sections;
    }

    /** All scalars in the map of that name, as texts. */
    Map<String, String> texts(String key) {
        var texts = new LinkedHashMap<String, String>();
        section(key).ifPresent(all -> all.values.keySet().forEach(
                name -> all.text(String.valueOf(name)).ifPresent(text -> texts.put(String.valueOf(name), text))));
        return texts;
    }

    /** @param variables those it may read, see {@link Variables} */
    Optional<Expression> rule(String key, Set<String> variables) {
        return values.get(key) instanceof String source ? compiled(key, source, variables) : Optional.empty();
    }

    /** A rule without which its section means nothing; where it is missing, one that is never true stands in. */
    Expression ruleOf(String key, Set<String> variables) {
        return rule(key, variables).orElse((_, _) -> null);
    }

    private Optional<Expression> compiled(String key, String source, Set<String> variables) {
        var start = file.valueAt(pointer + "/" + Pointers.escape(key));
        try {
            return Optional.of(Expression.of(file.file() + ":" + start.line() + " " + key, source, variables));
        } catch (BadExpression bad) {
            var at = bad.place();
            var column = at.line() == 1 ? start.column() + at.column() - 1 : at.column();
            faults.add(new Place(file.file(), start.line() + at.line() - 1, column),
                    Text.same("`" + key + "` ").and(uncompiled(bad)));
            return Optional.empty();
        }
    }

    static Text uncompiled(BadExpression bad) {
        return new Text("không biên dịch được: ", "does not compile: ").and(bad.cause());
    }

    void fault(String key, Text message) {
        faults.add(at(key), Text.same("`" + key + "` ").and(message));
    }

    Place at(String key) {
        return file.at(pointer + "/" + Pointers.escape(key));
    }

    private Section below(String key, Map<?, ?> map) {
        return new Section(file, pointer + "/" + Pointers.escape(key), map, faults);
    }
}
