package vn.lgsp.gateway.connector;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.ByteArrayBuilder;

/** The writing half of {@link Json}. */
final class JsonText {
    private static final JsonFactory FACTORY = JsonFactory.builder().disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();

    private JsonText() {}

    static byte[] of(@Nullable Object document) {
        try (var bytes = new ByteArrayBuilder(1024)) {
            try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
                write(generator, document);
            }
            return bytes.toByteArray();
        }
    }

    private static void write(JsonGenerator out, @Nullable Object value) {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Map<?, ?> map -> object(out, map);
            case List<?> list -> array(out, list);
            case Boolean flag -> out.writeBoolean(flag);
            case Number number -> number(out, number);
            default -> throw new IllegalArgumentException("no plain value: " + value.getClass().getName());
        }
    }

    private static void object(JsonGenerator out, Map<?, ?> map) {
        out.writeStartObject();
        for (var entry : map.entrySet()) {
            out.writeName(String.valueOf(entry.getKey()));
            write(out, entry.getValue());
        }
        out.writeEndObject();
    }

    private static void array(JsonGenerator out, List<?> list) {
        out.writeStartArray();
        for (var item : list) {
            write(out, item);
        }
        out.writeEndArray();
    }

    private static void number(JsonGenerator out, Number number) {
        switch (number) {
            case Integer whole -> out.writeNumber(whole);
            case Long whole -> out.writeNumber(whole);
            case BigInteger whole -> out.writeNumber(whole);
            case BigDecimal decimal -> out.writeNumber(text(decimal));
            case Double d when Double.isFinite(d) -> out.writeNumber(text(d));
            default -> throw new IllegalArgumentException("no JSON number: " + number.getClass().getName());
        }
    }

    /** A number as most programs read it: 12345678.9 and not 1.23456789E7, unless it is very large or small. */
    static String text(Number number) {
        return switch (number) {
            case Double d when Double.isFinite(d) -> text(BigDecimal.valueOf(d).stripTrailingZeros());
            case BigDecimal decimal when Math.abs(decimal.scale()) < 25 && decimal.precision() < 40 ->
                decimal.signum() == 0 ? "0" : whole(decimal).toPlainString();
            default -> number.toString();
        };
    }

    private static BigDecimal whole(BigDecimal decimal) {
        var stripped = decimal.stripTrailingZeros();
        return stripped.scale() <= 0 ? stripped : decimal;
    }
}
