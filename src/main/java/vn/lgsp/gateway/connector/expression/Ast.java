package vn.lgsp.gateway.connector.expression;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser;

/** An expression as the engine parsed it; the engine does not show it by itself. */
final class Ast {
    private static final List<Field> PARTS = Stream.of(Parser.Symbol.class.getDeclaredFields()).filter(
            field -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()).map(Ast::opened).toList();

    private Ast() {}

    static @Nullable Object of(Jsonata expression) {
        return part(expression, "ast");
    }

    /** A part of a symbol, or of the engine, by the engine's own name for it. */
    static @Nullable Object part(Object whole, String name) {
        try {
            return value(opened((whole instanceof Parser.Symbol ? Parser.Symbol.class : whole.getClass())
                    .getDeclaredField(name)), whole);
        } catch (NoSuchFieldException other) {
            throw new IllegalStateException("another version of JSONata than the one this was written for", other);
        }
    }

    static String type(Object symbol) {
        return String.valueOf(part(symbol, "type"));
    }

    /** A variable's name without its dollar sign; null for anything else. */
    static @Nullable String variable(@Nullable Object symbol) {
        return symbol != null && "variable".equals(type(symbol)) && part(symbol, "value") instanceof String name
                ? name
                : null;
    }

    static void parts(Parser.Symbol symbol, Consumer<@Nullable Object> visitor) {
        PARTS.forEach(field -> visitor.accept(value(field, symbol)));
    }

    private static Field opened(Field field) {
        field.setAccessible(true);
        return field;
    }

    private static @Nullable Object value(Field field, Object whole) {
        try {
            return field.get(whole);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
