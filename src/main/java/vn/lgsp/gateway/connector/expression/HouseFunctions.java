package vn.lgsp.gateway.connector.expression;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;

import vn.lgsp.gateway.attachment.Attachment;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.Window;
import vn.lgsp.gateway.connector.xml.MalformedXml;
import vn.lgsp.gateway.connector.xml.Xml;

/**
 * The functions every rule and mapping may use beside JSONata's own. Nothing in, nothing out; anything but a text in is
 * a fault.
 */
final class HouseFunctions {
    /** What the national systems write: 24 hours, no zone. */
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    /** Those of one argument, of any kind or absent. */
    private static final Map<String, OfOne> OF_ONE = Map.ofEntries(
            ofText("localTime", text -> LOCAL.format(instant(text).atZone(Window.VIETNAM))),
            ofText("isoTime", text -> ISO.format(LocalDateTime.parse(text, LOCAL).atZone(Window.VIETNAM))),
            ofText("instant", text -> instant(text).toEpochMilli()), ofText("sha256", DigestUtils::sha256Hex),
            ofText("ascii", HouseFunctions::ascii), ofText("json", HouseFunctions::json),
            ofText("xml", HouseFunctions::xml), ofText("hexToBase64", HouseFunctions::base64),
            Map.entry("toXml", HouseFunctions::toXml), Map.entry("size", HouseFunctions::size),
            Map.entry("text", HouseFunctions::text));

    /** A function of one argument, of any kind or absent. */
    interface OfOne {
        @Nullable
        Object apply(@Nullable Object argument);
    }

    private interface OfText {
        @Nullable
        Object apply(String text);
    }

    private HouseFunctions() {}

    /** One of those of one argument; null for any other. */
    static @Nullable OfOne named(String name) {
        return OF_ONE.get(name);
    }

    static void into(Jsonata expression) {
        BoundedFunctions.into(expression);
        OF_ONE.forEach((name, function) -> expression.registerFunction(name, new OfAny(function)));
        Jsonata.Fn2<@Nullable String, @Nullable String, @Nullable String> hmac = HouseFunctions::hmac;
        expression.registerFunction("hmacSha256", Jsonata.function("hmacSha256", hmac, "<ss:s>"));
        // the engine keeps one time stamp per thread and never renews it
        expression.registerFunction("millis", Jsonata.function("millis", Bounds::now, "<:n>"));
        Jsonata.Fn2<@Nullable String, @Nullable String, String> now = (picture, zone) -> Functions
                .dateTimeFromMillis(Bounds.now(), picture, zone);
        expression.registerFunction("now", Jsonata.function("now", now, "<s?s?:s>"));
    }

    private static Map.Entry<String, OfOne> ofText(String name,
            OfText function) {
        return Map.entry(name, argument -> apply(name, function, argument));
    }

    /** Its argument may be of any kind or absent: the engine's check of it, by regular expressions, is left out. */
    private static final class OfAny extends Jsonata.JFunction {
        OfAny(OfOne function) {
            super((input, arguments) -> function.apply(arguments.isEmpty() ? null : arguments.get(0)), "<x?:x>");
        }

        @Override
        public @Nullable Object validate(@Nullable Object arguments, @Nullable Object context) {
            return arguments;
        }
    }

    /** What is absent or null is an empty text; other values as {@code $string} writes them. */
    private static Object text(@Nullable Object value) {
        return value == null || value == Jsonata.NULL_VALUE
                ? ""
                : value instanceof String || value instanceof Integer || value instanceof Boolean
                        ? value.toString()
                        : Objects.requireNonNullElse(Functions.string(value, false), "");
    }

    /** Characters of a text, also of an attachment, which only this function looks at. */
    private static @Nullable Object size(@Nullable Object value) {
        return value instanceof Attachment attachment
                ? (Object) attachment.length()
                : apply("size", text -> text.codePointCount(0, text.length()), value);
    }

    private static @Nullable Object apply(String name, OfText function,
            @Nullable Object argument) {
        if (argument == null || argument == Jsonata.NULL_VALUE) {
            return null;
        }
        if (!(argument instanceof String text)) {
            throw new JException("$" + name + " takes a text", -1);
        }
        try {
            return function.apply(text);
        } catch (DateTimeException _) {
            throw new JException("$" + name + " was given a text that is not such a time", -1);
        }
    }

    /** JSON that came as a text, read and never run (as {@code $eval} would); nothing where it is no JSON. */
    private static @Nullable Object json(String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJson _) {
            return null;
        }
    }

    /** XML that came as a text; nothing where it is no XML, or none that is safe to read. */
    private static @Nullable Object xml(String text) {
        try {
            return Xml.read(text);
        } catch (MalformedXml _) {
            return null;
        }
    }

    private static @Nullable Object toXml(@Nullable Object value) {
        if (value == null || value == Jsonata.NULL_VALUE) {
            return null;
        }
        if (!(Plain.result(value) instanceof Map<?, ?> document)) {
            throw new JException("$toXml takes an object of one root element", -1);
        }
        try {
            return Xml.write(document);
        } catch (IllegalArgumentException no) {
            throw new JException("$toXml: " + no.getMessage(), -1);
        }
    }

    private static @Nullable String hmac(@Nullable String key, @Nullable String text) {
        if (key == null || text == null) {
            return null;
        }
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new JException("$hmacSha256 takes a key and a text", -1);
        }
    }

    private static String base64(String hex) {
        try {
            return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
        } catch (IllegalArgumentException _) {
            throw new JException("$hexToBase64 takes hexadecimal digits", -1);
        }
    }

    private static Instant instant(String iso) {
        return iso.length() > 10 && (iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10)
                ? OffsetDateTime.parse(iso).toInstant()
                : local(iso).atZone(Window.VIETNAM).toInstant();
    }

    /** A date alone is its first moment; a time without zone is local time. */
    private static LocalDateTime local(String iso) {
        return iso.length() == 10 ? LocalDate.parse(iso).atStartOfDay() : LocalDateTime.parse(iso);
    }

    private static String ascii(String text) {
        var bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
        return bare.replace('đ', 'd').replace('Đ', 'D');
    }
}
