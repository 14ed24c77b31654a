package vn.lgsp.gateway.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.CitizenNumbers;

/** Puts invented persons in the place of real ones: the same one for the same, of the same shape, so that it still fits schemas. */
final class Masking {
    private static final Pattern NAMES = Pattern.compile(
            ".*(hoten|hovaten|fullname|tennguoi|tencongdan|applicantname|receivername|sendername|chuhoso$|nguoinop$).*");
    private static final Pattern ADDRESSES = Pattern.compile(".*(diachi|address|thuongtru|tamtru|noiohientai).*");
    private static final Pattern BIRTHS = Pattern.compile(".*(ngaysinh|namsinh|birth|dob$).*");
    private static final Pattern SECRETS = Pattern.compile(".*(token|session|password|matkhau|secret|apikey).*");

    private final List<String> more;

    /** @param more names of further fields whose texts are hidden */
    Masking(List<String> more) {
        this.more = more;
    }

    @Nullable
    Object document(@Nullable Object value) {
        return value("", value);
    }

    private @Nullable Object value(String name, @Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                var masked = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, below) -> masked.put(String.valueOf(key), value(String.valueOf(key), below)));
                yield masked;
            }
            case List<?> list -> {
                var masked = new ArrayList<@Nullable Object>();
                list.forEach(item -> masked.add(value(name, item)));
                yield masked;
            }
            case String text -> text(name, text);
            case Number number when CitizenNumbers.hidden(number.toString()).contains("•") -> Long.valueOf(number(number
                    .toString()));
            case null, default -> value;
        };
    }

    private String text(String name, String text) {
        var plain = name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        if (text.isBlank()) {
            return text;
        }
        if (more.contains(name)) {
            return "•".repeat(3);
        }
        if (SECRETS.matcher(plain).matches()) {
            return "masked";
        }
        if (plain.contains("email")) {
            return "nguoi.dan@example.vn";
        }
        if (BIRTHS.matcher(plain).matches()) {
            return text.replaceFirst("^\\d{4}-\\d{2}-\\d{2}", "1990-01-01").replaceFirst("^\\d{2}/\\d{2}/\\d{4}",
                    "01/01/1990").replaceFirst("^(\\d{8}|\\d{14})$", "19900101").replaceFirst("^\\d{4}$", "1990");
        }
        if (NAMES.matcher(plain).matches()) {
            return text.equals(text.toUpperCase(Locale.ROOT)) ? "NGUYỄN VĂN MẪU" : "Nguyễn Văn Mẫu";
        }
        return ADDRESSES.matcher(plain).matches()
                ? "Số 1 đường Mẫu"
                : CitizenNumbers.replaced(text, Masking::number);
    }

    /** Digits of the same length that begin as numbers of their kind do. */
    private static String number(String real) {
        var sum = new CRC32();
        sum.update(real.getBytes(StandardCharsets.UTF_8));
        var digits = String.format("%012d", sum.getValue());
        return real.charAt(0) + digits.substring(digits.length() - real.length() + 1);
    }
}
