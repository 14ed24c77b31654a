package vn.lgsp.gateway.connector;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.ByteArrayBuilder;
import vn.lgsp.gateway.attachment.Attachment;
import vn.lgsp.gateway.attachment.Parted;

/** The writing half of {@link Json}. */
final class JsonText {
    private static final JsonFactory FACTORY = JsonFactory.builder().disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();

    private final ByteArrayBuilder bytes;
    private final JsonGenerator out;
    private final @Nullable List<Parted.Hole> holes;

    private JsonText(ByteArrayBuilder bytes, JsonGenerator out, @Nullable List<Parted.Hole> holes) {
        this.bytes = bytes;
        this.out = out;
        this.holes = holes;
    }

    static byte[] of(@Nullable Object document) {
        return of(document, null);
    }

    /** The same of a document that may hold attachments. */
    static byte[] kept(@Nullable Object document) {
        var holes = new ArrayList<Parted.Hole>();
        var skeleton = of(document, holes);
        return holes.isEmpty() ? skeleton : new Parted(skeleton, holes).bytes();
    }

    private static byte[] of(@Nullable Object document, @Nullable List<Parted.Hole> holes) {
        try (var bytes = new ByteArrayBuilder(256)) {
            try (var generator = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
                new JsonText(bytes, generator, holes).write(document);
            }
            return bytes.toByteArray();
        }
    }

    private void write(@Nullable Object value) {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Map<?, ?> map -> object(map);
            case List<?> list -> array(list);
            case Boolean flag -> out.writeBoolean(flag);
            case Number number -> number(out, number);
            case Attachment attachment when holes != null -> hole(attachment, holes);
            default -> throw new IllegalArgumentException("no plain value: " + value.getClass().getName());
        }
    }

    /** An empty text, whose place is known once it is written. */
    private void hole(Attachment attachment, List<Parted.Hole> places) {
        out.writeString("");
        out.flush();
        places.add(new Parted.Hole(bytes.size() - 1, attachment));
    }

    private void object(Map<?, ?> map) {
        out.writeStartObject();
        for (var entry : map.entrySet()) {
            out.writeName(String.valueOf(entry.getKey()));
            write(entry.getValue());
        }
        out.writeEndObject();
    }

    private void array(List<?> list) {
        out.writeStartArray();
        for (var item : list) {
            write(item);
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
