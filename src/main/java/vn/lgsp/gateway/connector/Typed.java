package vn.lgsp.gateway.connector;

import java.math.BigDecimal;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** A parameter's texts as a value of the type its contract states. */
public final class Typed {
    private static final int LONGEST_NUMBER = 30;

    private Typed() {}

    /** What is not of that type stays the text it is. */
    public static Object value(@Nullable String type, List<String> texts) {
        if (texts.size() != 1) {
            return texts;
        }
        var text = texts.getFirst();
        return switch (type) {
            case "integer", "number" -> number(text);
            case "boolean" -> switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> text;
            };
            case "array" -> texts;
            case null, default -> text;
        };
    }

    private static Object number(String text) {
        if (text.length() > LONGEST_NUMBER || !text.matches("-?[0-9]+(\\.[0-9]+)?")) {
            return text;
        }
        var exact = new BigDecimal(text);
        return exact.stripTrailingZeros().scale() <= 0 && exact.abs().compareTo(BigDecimal.valueOf(1L << 53)) < 0
                ? (Object) exact.longValue()
                : exact;
    }
}
