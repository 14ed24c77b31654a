package vn.lgsp.gateway.connector.shape;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.Typed;
import vn.lgsp.gateway.connector.shape.Shape.Kind;

/**
 * Documents of a shape between JSON's values and XML's (see {@link vn.lgsp.gateway.connector.xml.Xml}): a list is its
 * elements, one for each item; a list without a name of its own has {@code item}s; null is {@code xsi:nil}. What is not of
 * its shape stays as it was, so that the schema refuses it by its name.
 */
public final class XmlValues {
    /** Where members stand that the contract does not name. */
    public static final String UNNAMED = "urn:lgsp:unnamed";
    static final String ITEM = "item";
    private static final String TEXT = "#text";
    private static final Map<String, Object> NIL = Map.of("@xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance",
            "@xsi:nil", "true");

    private XmlValues() {}

    /**
     * A document as it would have come in JSON.
     *
     * @param said an element's value
     */
    public static @Nullable Object read(Shape shape, @Nullable Object said) {
        if (said == null) {
            return null;
        }
        if (said instanceof List<?> several) {
            return several.stream().map(one -> read(shape, one)).toList();
        }
        return switch (shape.kind()) {
            case OBJECT -> object(shape, said);
            case LIST -> list(shape, said);
            case TEXT, ANY -> plain(said);
            case INTEGER, NUMBER -> plain(said) instanceof String text
                    ? Typed.value("number", List.of(text.strip().replaceFirst("^\\+", "")))
                    : plain(said);
            case BOOLEAN -> plain(said) instanceof String text ? flag(text) : plain(said);
        };
    }

    /** The four ways XML Schema writes it. */
    private static Object flag(String text) {
        return switch (text.strip()) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> text;
        };
    }

    private static Object object(Shape shape, Object said) {
        if (!(said instanceof Map<?, ?> map)) {
            return said.equals("") ? withEmptyLists(shape, new LinkedHashMap<>()) : said;
        }
        var object = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, value) -> {
            if (!String.valueOf(key).startsWith("@")) {
                var name = XmlNames.read(String.valueOf(key));
                var member = shape.members().get(name);
                object.put(name, member(member == null ? shape.others() : member, value));
            }
        });
        return withEmptyLists(shape, object);
    }

    /** A list that must be there and has no elements is an empty one. */
    private static Object withEmptyLists(Shape shape, Map<String, @Nullable Object> object) {
        shape.required().forEach(name -> {
            var member = shape.members().get(name);
            if (member != null && member.kind() == Kind.LIST) {
                object.putIfAbsent(name, List.of());
            }
        });
        return object;
    }

    private static @Nullable Object member(Shape shape, @Nullable Object said) {
        if (shape.kind() != Kind.LIST || said == null && shape.nullable()) {
            return read(shape, said);
        }
        var items = new ArrayList<@Nullable Object>();
        if (said instanceof List<?> several) {
            several.forEach(one -> items.add(read(shape.items(), one)));
        } else {
            items.add(read(shape.items(), said));
        }
        return items;
    }

    private static @Nullable Object list(Shape shape, Object said) {
        return said.equals("")
                ? List.of()
                : said instanceof Map<?, ?> map && map.keySet().stream().allMatch(key -> ITEM.equals(key) || String
                        .valueOf(key).startsWith("@")) ? member(shape, map.get(ITEM)) : plain(said);
    }

    private static @Nullable Object plain(@Nullable Object said) {
        return switch (said) {
            case Map<?, ?> map -> {
                var object = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, value) -> {
                    if (!String.valueOf(key).startsWith("@")) {
                        object.put(XmlNames.read(String.valueOf(key)), plain(value));
                    }
                });
                yield object.isEmpty()
                        ? ""
                        : object.size() == 1 && object.containsKey(TEXT) ? object.get(TEXT) : object;
            }
            case List<?> list -> list.stream().map(XmlValues::plain).toList();
            case null, default -> said;
        };
    }

    /**
     * What an element of that shape holds.
     *
     * @param document plain values of JSON
     */
    public static Object write(Shape shape, @Nullable Object document) {
        return switch (document) {
            case null -> NIL;
            case Map<?, ?> map when shape.kind() == Kind.OBJECT -> object(shape, map);
            case List<?> list when shape.kind() == Kind.LIST ->
                Map.of(ITEM, list.stream().map(one -> write(shape.items(),
                        one)).toList());
            case Map<?, ?> map -> unnamed(map);
            case List<?> list -> unnamed(Map.of(ITEM, list));
            default -> scalar(document);
        };
    }

    private static Map<String, Object> object(Shape shape, Map<?, ?> document) {
        var element = new LinkedHashMap<String, Object>();
        shape.members().forEach((name, member) -> {
            var value = document.get(name);
            if (value instanceof List<?> list && member.kind() == Kind.LIST) {
                element.put(XmlNames.of(name), list.stream().map(one -> write(member.items(), one)).toList());
            } else if (value != null || document.containsKey(name) && member.nullable()) {
                element.put(XmlNames.of(name), write(member, value));
            }
        });
        document.forEach((name, value) -> {
            if (!shape.members().containsKey(String.valueOf(name))) {
                element.put(XmlNames.of(String.valueOf(name)), apart(value));
            }
        });
        return element;
    }

    private static Map<String, Object> unnamed(Map<?, ?> document) {
        var element = new LinkedHashMap<String, Object>();
        document.forEach((name, value) -> element.put(XmlNames.of(String.valueOf(name)), apart(value)));
        return element;
    }

    /** One or more elements of their own name space. */
    private static Object apart(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(one -> apart(one instanceof List<?> inner ? Map.of(ITEM, inner) : one)).toList();
        }
        var element = new LinkedHashMap<String, Object>();
        element.put("@xmlns", UNNAMED);
        switch (value) {
            case null -> element.putAll(NIL);
            case Map<?, ?> map -> element.putAll(unnamed(map));
            default -> element.put(TEXT, scalar(value));
        }
        return element;
    }

    /** Numbers as xs:decimal has them; a character that XML cannot hold is U+FFFD. */
    private static Object scalar(Object value) {
        return switch (value) {
            case Number number -> new BigDecimal(Json.text(number)).toPlainString();
            case String text -> text(text);
            default -> value;
        };
    }

    /** The same, with U+FFFD for each character that XML cannot hold. */
    public static String text(String text) {
        return text.chars().anyMatch(XmlValues::foreign)
                ? text.chars().map(c -> foreign(c) ? 0xFFFD : c).collect(StringBuilder::new,
                        StringBuilder::appendCodePoint, StringBuilder::append).toString()
                : text;
    }

    private static boolean foreign(int c) {
        return c < ' ' && c != '\n' && c != '\t' && c != '\r' || c > 0xFFFD;
    }
}
