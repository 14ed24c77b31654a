package vn.lgsp.gateway.connector.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Utils;

import vn.lgsp.gateway.attachment.Attachment;

/** Keeps the engine's own types inside the engine. What is plain already is not copied. */
final class Plain {
    private Plain() {}

    /** A result as plain values: the engine's null, its sequences and ranges are replaced, whole doubles are whole. */
    static @Nullable Object result(@Nullable Object value) {
        if (value == Jsonata.NULL_VALUE) {
            return null;
        }
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Map<?, ?> map -> eachValue(map, Plain::result);
            case List<?> list -> list.getClass() == ArrayList.class
                    ? eachItem(list, Plain::result)
                    : copied(list, Plain::result);
            case Double number -> number(number);
            case Number number -> number;
            case Boolean flag -> flag;
            case Attachment attachment -> attachment;
            // a function, which no document can hold
            default -> throw new JException("T1006", -1);
        };
    }

    /** The same value, with new lists in place of empty ones. */
    static @Nullable Object withOwnEmptyLists(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> eachValue(map, Plain::withOwnEmptyLists);
            case List<?> list -> list.isEmpty() ? new ArrayList<>() : eachItem(list, Plain::withOwnEmptyLists);
            case null, default -> value;
        };
    }

    private static Number number(Double number) {
        if (!Double.isFinite(number)) {
            throw new JException("D1001", -1);
        }
        return Math.abs(number) < 1e15 ? Utils.convertNumber(number) : number;
    }

    private static Map<?, ?> eachValue(Map<?, ?> map, UnaryOperator<@Nullable Object> change) {
        Map<Object, @Nullable Object> changed = null;
        for (var entry : map.entrySet()) {
            var value = change.apply(entry.getValue());
            if (value != entry.getValue()) {
                changed = changed == null ? new LinkedHashMap<>(map) : changed;
                changed.put(entry.getKey(), value);
            }
        }
        return changed == null ? map : changed;
    }

    private static List<?> eachItem(List<?> list, UnaryOperator<@Nullable Object> change) {
        for (int i = 0; i < list.size(); i++) {
            if (change.apply(list.get(i)) != list.get(i)) {
                return copied(list, change);
            }
        }
        return list;
    }

    private static List<?> copied(List<?> list, UnaryOperator<@Nullable Object> change) {
        var copy = new ArrayList<@Nullable Object>(list.size());
        for (var item : list) {
            copy.add(change.apply(item));
        }
        return copy;
    }
}
