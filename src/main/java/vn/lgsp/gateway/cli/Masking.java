package vn.lgsp.gateway.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.CitizenNumbers;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;

/**
 * Puts invented persons in the place of real ones: the same one for the same, of the same shape, so that it still fits
 * schemas. A field's name gives away what it holds; what was found so is hidden wherever else it stands.
 */
final class Masking {
    private static final Pattern SECRETS = Pattern.compile(
            ".*(token|session|password|matkhau|secret|apikey|accesskey|authorization|cookie|signature|maxacthuc).*");
    private static final Pattern NAMES = Pattern.compile(
            ".*(hoten|hovaten|fullname|tennguoi|tencongdan|applicantname|receivername|sendername|customername|contactname).*"
                    + "|chuhoso|chuho|chong|vo|cha|me|canboxuly|(ten)?nguoi(nop|nhan|gui|ky|khai|xuly|yeucau|daidien|uyquyen|chet"
                    + "|traloi|tiepnhan|duoc.*|vipham).*");
    private static final Pattern NUMBERS = Pattern.compile(
            ".*(sodinhdanh|cccd|cmnd|sogiayto|hochieu|passport|dienthoai|phone|mobile|bhxh|bhyt|masothue|dinhdanhchs).*"
                    + "|sdt.*|madinhdanh|(so)?taikhoan|fax");
    private static final Pattern ADDRESSES = Pattern.compile(
            ".*(diachi|address|thuongtru|tamtru|noiohientai|noicutru|quequan|noisinh|sonha|hokhau).*");
    private static final Pattern BIRTHS = Pattern.compile(".*(ngaysinh|namsinh|birth|dob$).*");

    private static final Pattern TOKEN = Pattern.compile(
            "eyJ[\\w-]{6,}\\.[\\w-]+(?:\\.[\\w-]*)?|(?i:(?<=bearer |basic ))[A-Za-z0-9+/=._~-]{8,}");
    private static final Pattern EMAIL = Pattern.compile("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");
    private static final Pattern ELEMENT = Pattern.compile("<(?:\\w+:)?(\\w+)(?:\\s[^<>]*)?>([^<>]+)(?=</)");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s(\\w+)=\"([^\"<>]+)\"");
    private static final String NOBODYS_EMAIL = "nguoi.dan@example.vn";
    /** Shorter texts stand in others by chance. */
    private static final int TELLING = 5;

    private final List<String> more;
    /** What stands for what was found by its field's name, the longest first. */
    private final Map<String, String> found = new TreeMap<>(
            Comparator.comparing(String::length).reversed().thenComparing(
                    Comparator.naturalOrder()));

    /** @param more names of further fields whose texts are hidden */
    Masking(List<String> more) {
        this.more = more;
    }

    /** Finds what is a person's in it, to hide it in other documents too. */
    Masking knowing(@Nullable Object document) {
        document(document);
        return this;
    }

    @Nullable
    Object document(@Nullable Object value) {
        return value("", value);
    }

    private @Nullable Object value(String name, @Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var masked = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, below) -> masked.put(free(String.valueOf(key)), value(String.valueOf(key), below)));
                yield masked;
            }
            case List<?> list -> {
                var masked = new ArrayList<@Nullable Object>();
                list.forEach(item -> masked.add(value(name, item)));
                yield masked;
            }
            case String text -> text(name, text);
            case Number number when hidden(name, number.toString()) -> Long.valueOf(shaped(number.toString()));
            case null, default -> value;
        };
    }

    private static boolean hidden(String name, String digits) {
        return digits.matches("\\d{5,18}") && (NUMBERS.matcher(plain(name)).matches() || CitizenNumbers.hidden(digits)
                .contains("•"));
    }

    private String text(String name, String text) {
        if (text.isBlank()) {
            return text;
        }
        var named = named(name, text);
        if (named == null) {
            return within(text);
        }
        if (text.length() >= TELLING && !named.equals(text)) {
            found.put(text, named);
            found.put(text.toUpperCase(Locale.ROOT), named.toUpperCase(Locale.ROOT));
        }
        return named;
    }

    /** What its field's name says it is, hidden; null where the name says nothing. */
    private @Nullable String named(String name, String text) {
        var plain = plain(name);
        if (more.contains(name)) {
            return "•".repeat(3);
        }
        if (SECRETS.matcher(plain).matches()) {
            return "masked";
        }
        if (plain.contains("email")) {
            return NOBODYS_EMAIL;
        }
        if (BIRTHS.matcher(plain).matches()) {
            return text.replaceFirst("^\\d{4}-\\d{2}-\\d{2}", "1990-01-01").replaceFirst("^\\d{2}/\\d{2}/\\d{4}",
                    "01/01/1990").replaceFirst("^(\\d{8}|\\d{14})$", "19900101").replaceFirst("^\\d{4}$", "1990");
        }
        if (NUMBERS.matcher(plain).matches()) {
            return text.length() < TELLING ? text : shaped(text);
        }
        if (ADDRESSES.matcher(plain).matches()) {
            return "Số 1 đường Mẫu";
        }
        if (NAMES.matcher(plain).matches()) {
            return text.equals(text.toUpperCase(Locale.ROOT)) ? "NGUYỄN VĂN MẪU" : "Nguyễn Văn Mẫu";
        }
        return null;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** A text may be a document again. */
    private String within(String text) {
        var first = text.strip().charAt(0);
        if (first == '<') {
            return free(fields(ATTRIBUTE, fields(ELEMENT, text)));
        }
        if (first == '{' || first == '[') {
            try {
                return new String(Json.write(document(Json.read(text.getBytes(StandardCharsets.UTF_8)))),
                        StandardCharsets.UTF_8);
            } catch (MalformedJson _) {
                // words in brackets
            }
        }
        return free(text);
    }

    private String fields(Pattern field, String markup) {
        return field.matcher(markup).replaceAll(match -> Matcher.quoteReplacement(markup.substring(match.start(), match
                .start(2)) + text(match.group(1), match.group(2)) + markup.substring(match.end(2), match.end())));
    }

    private String free(String text) {
        var masked = CitizenNumbers.replaced(text, Masking::shaped);
        for (var one : found.entrySet()) {
            masked = masked.replace(one.getKey(), one.getValue());
        }
        return EMAIL.matcher(tokens(masked, "masked")).replaceAll(NOBODYS_EMAIL);
    }

    /** The text without what opens doors. */
    static String tokens(String text, String instead) {
        return TOKEN.matcher(text).replaceAll(instead);
    }

    /** Other digits in the same places, but for the first, which tells of what kind a number is. */
    private static String shaped(String real) {
        var sum = new CRC32();
        sum.update(real.getBytes(StandardCharsets.UTF_8));
        var digits = String.format("%010d", sum.getValue()).repeat(1 + real.length() / 10);
        var shaped = new StringBuilder(real);
        for (int i = 1; i < real.length(); i++) {
            if (Character.isDigit(real.charAt(i))) {
                shaped.setCharAt(i, digits.charAt(i));
            }
        }
        return shaped.toString();
    }
}
