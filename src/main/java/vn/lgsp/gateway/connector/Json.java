package vn.lgsp.gateway.connector;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import vn.lgsp.gateway.attachment.Attachment;
import vn.lgsp.gateway.attachment.Parted;

/**
 * Reads and writes JSON as plain values (see {@link Expression}); strict with what strangers send.
 *
 * <p>Numbers are kept by value: {@code Integer}, {@code Long} or {@code BigInteger} when whole (75000.00 is 75000),
 * {@code Double} when it holds the decimal exactly as it would be printed, else {@code BigDecimal}. Where the text of a
 * number matters, see {@link #scalars}.
 */
public final class Json {
    private static final int DEEPEST = 100;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).maxNumberLength(400)
                    .maxNameLength(1_000).maxStringLength(64 << 20).build())
            .build();

    private final JsonParser parser;
    private final boolean escapes;
    private final Map<Long, Attachment> attachments;
    private int found;

    private Json(JsonParser parser, boolean escapes, Map<Long, Attachment> attachments) {
        this.parser = parser;
        this.escapes = escapes;
        this.attachments = attachments;
    }

    /**
     * Reads one JSON document from a stranger.
     *
     * @throws MalformedJson for invalid UTF-8, duplicate keys, NUL, lone surrogates, nesting deeper than 100, trailing
     *         text or anything else that is not JSON; the message never quotes the document
     */
    public static @Nullable Object read(byte[] bytes) {
        return read(bytes, Map.of());
    }

    /**
     * Reads a body as the gateway keeps it, with its attachments where they stood in it.
     *
     * @throws MalformedJson as {@link #read(byte[])}
     */
    public static @Nullable Object kept(byte[] body) {
        return Parted.is(body) ? read(Parted.of(body)) : read(body);
    }

    /**
     * Reads what a stranger sent, without its attachments.
     *
     * @throws MalformedJson as {@link #read(byte[])}
     */
    public static @Nullable Object read(Parted parted) {
        return read(parted.skeleton(), parted.holes().stream().collect(Collectors.toMap(hole -> (long) hole.at(),
                Parted.Hole::attachment)));
    }

    private static @Nullable Object read(byte[] bytes, Map<Long, Attachment> attachments) {
        var escapes = Utf8.check(bytes);
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() == null) {
                throw MalformedJson.because("Nội dung trống; cần một tài liệu JSON",
                        "The body is empty; a JSON document is needed");
            }
            var reader = new Json(parser, escapes, attachments);
            var document = reader.value();
            if (parser.nextToken() != null) {
                throw malformed(parser, "Còn nội dung sau tài liệu JSON", "There is text after the JSON document");
            }
            if (reader.found != attachments.size()) {
                throw MalformedJson.because("JSON có tên trường quá dài", "The JSON holds a name that is too long");
            }
            return document;
        } catch (StreamConstraintsException tooMuch) {
            throw beyondLimits(tooMuch);
        } catch (JacksonException broken) {
            throw malformed(broken);
        }
    }

    /**
     * The top-level scalar fields of a document that {@link #read} accepts, as their original text: a number keeps the
     * digits it was sent with ({@code 75000.00}), a text is itself. Fields that are null, objects or arrays are absent.
     */
    public static Map<String, String> scalars(byte[] bytes) {
        var scalars = new LinkedHashMap<String, String>();
        try (var parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return scalars;
            }
            for (var name = parser.nextName(); name != null; name = parser.nextName()) {
                var token = parser.nextToken();
                if (token.isStructStart()) {
                    parser.skipChildren();
                } else if (token != JsonToken.VALUE_NULL) {
                    scalars.put(name, parser.getString());
                }
            }
            return scalars;
        } catch (JacksonException broken) {
            throw malformed(broken);
        }
    }

    /** Writes compact UTF-8 JSON; texts keep their code points. */
    public static byte[] write(@Nullable Object document) {
        return JsonText.of(document);
    }

    /** Writes a document as the gateway keeps it: its attachments stay where they are. */
    public static byte[] keep(@Nullable Object document) {
        return JsonText.kept(document);
    }

    /** A number as {@link #write} writes it. */
    public static String text(Number number) {
        return JsonText.text(number);
    }

    private @Nullable Object value() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> attachments.isEmpty() ? text(parser.getString()) : textOrAttachment();
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> decimal(parser.getString());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case null, default -> throw malformed(parser, "Không phải JSON hợp lệ", "Not valid JSON");
        };
    }

    private Object textOrAttachment() {
        // it begins with a quotation mark
        var attachment = attachments.get(parser.currentTokenLocation().getByteOffset() + 1);
        if (attachment == null) {
            return text(parser.getString());
        }
        found++;
        return attachment;
    }

    private Map<String, @Nullable Object> object() {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var size = object.size();
            parser.nextToken();
            object.put(text(name), value());
            if (object.size() == size) {
                throw malformed(parser, "Một trường xuất hiện hai lần trong cùng một đối tượng",
                        "A field appears twice in the same object");
            }
        }
        return object;
    }

    private List<@Nullable Object> array() {
        var array = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private String text(String text) {
        if (!escapes) {
            return text;
        }
        for (int i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == 0) {
                throw malformed(parser, "Có ký tự NUL (\\u0000)", "There is a NUL character (\\u0000)");
            }
            if (Character.isSurrogate(c)) {
                var paired = Character.isHighSurrogate(c) && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!paired) {
                    throw malformed(parser, "Có nửa ký tự Unicode (surrogate lẻ)", "There is a lone surrogate");
                }
                i++;
            }
        }
        return text;
    }

    private Number decimal(String text) {
        var exact = exact(text);
        var whole = exact.stripTrailingZeros();
        if (whole.scale() <= 0 && whole.precision() - whole.scale() <= 18) {
            var number = whole.longValue();
            return (int) number == number ? (Number) (int) number : (Number) number;
        }
        var approximate = exact.doubleValue();
        return new BigDecimal(Double.toString(approximate)).compareTo(exact) == 0 ? (Number) approximate : exact;
    }

    private BigDecimal exact(String text) {
        try {
            var exact = new BigDecimal(text);
            if (exact.signum() == 0 || Math.abs((long) exact.precision() - exact.scale()) <= 300) {
                return exact;
            }
        } catch (NumberFormatException _) {
            // an exponent beyond all bounds: refused like any that is too large
        }
        throw malformed(parser, "Số quá lớn hoặc quá nhỏ", "A number is too large or too small");
    }

    private static MalformedJson beyondLimits(StreamConstraintsException tooMuch) {
        return String.valueOf(tooMuch.getOriginalMessage()).contains("nesting")
                ? MalformedJson.because("JSON lồng sâu quá " + DEEPEST + " mức",
                        "The JSON is nested deeper than " + DEEPEST + " levels")
                : MalformedJson.because("JSON có số, tên hoặc văn bản quá dài",
                        "The JSON holds a number, name or text that is too long");
    }

    private static MalformedJson malformed(JacksonException broken) {
        var at = broken.getLocation();
        return at == null
                ? MalformedJson.because("Không phải JSON hợp lệ", "Not valid JSON")
                : MalformedJson.at(at.getLineNr(), at.getColumnNr(), "Không phải JSON hợp lệ", "Not valid JSON");
    }

    private static MalformedJson malformed(JsonParser parser, String vi, String en) {
        var at = parser.currentLocation();
        return MalformedJson.at(at.getLineNr(), at.getColumnNr(), vi, en);
    }
}
