package vn.lgsp.gateway.cli.scaffold;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Json;

/** Writes documents as YAML a person would write: blocks of members, texts quoted as JSON quotes them. */
public final class YamlText {
    /** Begins a case in its connector's folder, for editors. */
    public static final String CASE = "# yaml-language-server: $schema=../../../case.schema.json\n";

    private YamlText() {}

    public static String of(Map<String, ? extends @Nullable Object> document) {
        var text = new StringBuilder();
        members(document, 0, text);
        return text.toString();
    }

    private static void members(Map<?, ?> map, int depth, StringBuilder text) {
        map.forEach((name, value) -> {
            text.append("  ".repeat(depth)).append(key(String.valueOf(name))).append(':');
            below(value, depth, text);
        });
    }

    private static void below(@Nullable Object value, int depth, StringBuilder text) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() && flat(map).length() > 100 -> {
                text.append('\n');
                members(map, depth + 1, text);
            }
            case List<?> list when !list.isEmpty() && flat(list).length() > 100 -> {
                text.append('\n');
                list.forEach(item -> text.append("  ".repeat(depth + 1)).append("- ").append(flat(item)).append('\n'));
            }
            case null, default -> text.append(' ').append(flat(value)).append('\n');
        }
    }

    /** JSON is YAML, but for the space a colon needs. */
    private static String flat(@Nullable Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8);
    }

    private static String key(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_-]*") && !name.matches("true|false|null") ? name : flat(name);
    }
}
