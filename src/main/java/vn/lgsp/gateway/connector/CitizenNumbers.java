package vn.lgsp.gateway.connector;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Finds citizens' numbers wherever a provider or caller may have put them; a dossier's number is none. */
public final class CitizenNumbers {
    /** CCCD (12 digits), CMND (9 digits) and phone numbers (10 digits, with +84, in groups) standing alone. */
    private static final Pattern CITIZEN = Pattern.compile("(?<![\\p{L}\\d.\\-/_])"
            + "(?:\\d{12}|\\d{9}|0\\d{9}|(?:\\+84[ .]?|0)\\d{2,3}[ .]?\\d{3}[ .]?\\d{3,4})(?![\\p{L}\\d\\-/_]|\\.\\d)");
    private static final int SHOWN = 3;

    private CitizenNumbers() {}

    /** The text with all but the last digits of such numbers hidden. */
    public static String hidden(String text) {
        return replaced(text, number -> "•".repeat(number.length() - SHOWN) + number.substring(number.length()
                - SHOWN));
    }

    /** The text with others in their place. */
    public static String replaced(String text, UnaryOperator<String> other) {
        return CITIZEN.matcher(text).replaceAll(number -> other.apply(number.group()));
    }
}
