package vn.lgsp.gateway.connector.xml;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Json;

/** One document's way from plain values to XML; what it writes is well-formed, or it writes nothing. */
final class XmlWriter {
    private static final String LETTERS = "[\\p{L}_][\\p{L}\\p{M}\\p{N}_.-]*";
    private static final Pattern NAME = Pattern.compile("(?:(" + LETTERS + "):)?" + LETTERS);

    private final StringBuilder out = new StringBuilder(512);
    private final ArrayDeque<Set<String>> declared = new ArrayDeque<>(List.of(Set.of("xml")));

    String document(Map<?, ?> document) {
        document.forEach((name, value) -> {
            if (value instanceof List<?> list && list.size() != 1) {
                throw new IllegalArgumentException("an XML document has one root element, not " + list.size());
            }
            elements(String.valueOf(name), value);
        });
        return out.toString();
    }

    private void elements(String name, @Nullable Object value) {
        if (value instanceof List<?> list) {
            list.forEach(item -> element(name, item));
        } else {
            element(name, value);
        }
    }

    private void element(String name, @Nullable Object value) {
        if (value instanceof List<?>) {
            throw new IllegalArgumentException("`" + name + "` is a list within a list");
        }
        declared.push(value instanceof Map<?, ?> map ? prefixes(map) : declared.getFirst());
        checked(name, name);
        out.append('<').append(name);
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, content) -> attribute(String.valueOf(key), content));
        }
        var begun = out.length();
        out.append('>');
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, content) -> child(String.valueOf(key), content));
        } else {
            text(name, value);
        }
        if (out.length() == begun + 1) {
            out.setLength(begun);
            out.append("/>");
        } else {
            out.append("</").append(name).append('>');
        }
        declared.pop();
    }

    private Set<String> prefixes(Map<?, ?> element) {
        var prefixes = new HashSet<>(declared.getFirst());
        for (var key : element.keySet()) {
            if (String.valueOf(key).startsWith("@xmlns:")) {
                prefixes.add(String.valueOf(key).substring("@xmlns:".length()));
            }
        }
        return prefixes;
    }

    private void attribute(String key, @Nullable Object value) {
        if (!key.startsWith("@") || value == null) {
            return;
        }
        var name = key.substring(1);
        if (!name.startsWith("xmlns:")) {
            checked(name, key);
        } else if (!NAME.matcher(name).matches() || "".equals(value)) {
            throw new IllegalArgumentException("`" + key + "` declares no namespace");
        }
        out.append(' ').append(name).append("=\"");
        text(key, value);
        out.append('"');
    }

    private void child(String key, @Nullable Object value) {
        if (key.equals("#text")) {
            text(key, value);
        } else if (!key.startsWith("@")) {
            elements(key, value);
        }
    }

    private void checked(String name, String key) {
        var parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("`" + key + "` is no name of XML");
        }
        if (parts.group(1) != null && !declared.getFirst().contains(parts.group(1))) {
            throw new IllegalArgumentException("the prefix of `" + key + "` is not declared: say \"@xmlns:" + parts
                    .group(1) + "\" there or above");
        }
    }

    private void text(String key, @Nullable Object value) {
        switch (value) {
            case null -> {
                // null is an empty element
            }
            case String text -> escaped(key, text);
            case Number number -> out.append(Json.text(number));
            case Boolean flag -> out.append((boolean) flag);
            default -> throw new IllegalArgumentException("`" + key + "` holds neither text nor elements");
        }
    }

    private void escaped(String key, String text) {
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                case '\n', '\t' -> out.append(key.startsWith("@") ? "&#" + (int) c + ";" : String.valueOf(c));
                default -> out.append(allowed(key, c));
            }
        }
    }

    private static char allowed(String key, char c) {
        if (c < ' ' || c > '\uFFFD') {
            throw new IllegalArgumentException("`" + key + "` holds a character that XML cannot");
        }
        return c;
    }
}
