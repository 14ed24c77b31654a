package vn.lgsp.gateway.connector.folder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Pointers;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;

/** Puts values in place of {@code ${NAME}} and {@code ${NAME:default}} in a declaration, but not in its rules. */
record Placeholders(Yaml file, Function<String, @Nullable String> values, Faults faults) {
    private static final Pattern PLACEHOLDER = Pattern
            .compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]*)(?::([^{}]*))?\\}");

    /** What these keys hold is JSONata, where {@code ${…}} means something else. */
    private static final Set<String> RULES = Set.of("key", "success", "rejected", "unavailable", "again", "expired",
            "code", "reason", "reference", "idempotency", "given", "expected", "when", "known", "items", "id",
            "cursor", "each");

    private static final List<String> HOLDERS = List.of("/services/", "/provider/auth/session");

    /** What of a signature's declaration is JSONata; its {@code key} is a file. */
    private static final Set<String> COMPUTED = Set.of("computed", "payload");

    /** Each key below is a header's name. */
    private static final String SIGNED = "/provider/auth/signed/headers";

    @Nullable
    Object resolved(@Nullable Object value, String pointer) {
        return switch (value) {
            case String text -> resolved(text, pointer);
            case Map<?, ?> map -> map(map, pointer);
            case List<?> list -> list(list, pointer);
            case null, default -> value;
        };
    }

    private Map<String, @Nullable Object> map(Map<?, ?> map, String pointer) {
        var result = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((name, value) -> {
            var key = String.valueOf(name);
            result.put(key, rule(key, pointer) ? value : resolved(value, pointer + "/" + Pointers.escape(key)));
        });
        return result;
    }

    private static boolean rule(String key, String pointer) {
        return pointer.contains("/sign/")
                ? pointer.endsWith("/sign/jws") && COMPUTED.contains(key)
                : pointer.equals(SIGNED) || RULES.contains(key) && HOLDERS.stream().anyMatch(pointer::startsWith);
    }

    private List<@Nullable Object> list(List<?> list, String pointer) {
        var result = new ArrayList<@Nullable Object>();
        list.forEach(item -> result.add(resolved(item, pointer + "/" + result.size())));
        return result;
    }

    private String resolved(String text, String pointer) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            var value = values.apply(match.group(1));
            var chosen = value == null || value.isEmpty() ? match.group(2) : value;
            if (chosen == null) {
                faults.add(file.at(pointer),
                        Text.same("`" + Pointers.last(pointer) + "`: ${" + match.group(1) + "} ").and(
                                new Text("chưa có giá trị, cũng không có giá trị mặc định: hãy đặt biến môi trường",
                                        "has no value and no default: set it in the environment")));
                return "";
            }
            return Matcher.quoteReplacement(chosen);
        });
    }
}
