package vn.lgsp.gateway.cli.scaffold;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Json;

/** Shows documents line by line, alone or against each other. */
public final class Pretty {
    private Pretty() {}

    /** Indented JSON, in the order of its members. */
    public static String json(@Nullable Object value) {
        var lines = new ArrayList<String>();
        lines("", "", value, "", lines);
        return String.join("\n", lines);
    }

    private static void lines(String indent, String name, @Nullable Object value, String end, List<String> lines) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> {
                lines.add(indent + name + "{");
                var rest = map.size();
                for (var entry : map.entrySet()) {
                    rest--;
                    lines(indent + "  ", text(String.valueOf(entry.getKey())) + ": ", entry.getValue(), rest > 0
                            ? ","
                            : "", lines);
                }
                lines.add(indent + "}" + end);
            }
            case List<?> list when !list.isEmpty() -> {
                lines.add(indent + name + "[");
                for (int i = 0; i < list.size(); i++) {
                    lines(indent + "  ", "", list.get(i), i < list.size() - 1 ? "," : "", lines);
                }
                lines.add(indent + "]" + end);
            }
            case null, default -> lines.add(indent + name + text(value) + end);
        }
    }

    private static String text(@Nullable Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    /** What has to go (-) from, and to come (+) to, the first document that it becomes the second; members by name. */
    public static List<String> difference(@Nullable Object expected, @Nullable Object actual) {
        var from = json(sorted(expected)).lines().toList();
        var to = json(sorted(actual)).lines().toList();
        var common = new int[from.size() + 1][to.size() + 1];
        for (int i = from.size() - 1; i >= 0; i--) {
            for (int j = to.size() - 1; j >= 0; j--) {
                common[i][j] = from.get(i).equals(to.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        var lines = new ArrayList<String>();
        int i = 0;
        int j = 0;
        while (i < from.size() || j < to.size()) {
            if (i < from.size() && j < to.size() && from.get(i).equals(to.get(j))) {
                lines.add("  " + from.get(i++));
                j++;
            } else if (j >= to.size() || i < from.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add("- " + from.get(i++));
            } else {
                lines.add("+ " + to.get(j++));
            }
        }
        return lines;
    }

    private static @Nullable Object sorted(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var sorted = new TreeMap<String, @Nullable Object>();
                map.forEach((name, member) -> sorted.put(String.valueOf(name), sorted(member)));
                yield sorted;
            }
            case List<?> list -> {
                var items = new ArrayList<@Nullable Object>();
                list.forEach(item -> items.add(sorted(item)));
                yield items;
            }
            case null, default -> value;
        };
    }
}
