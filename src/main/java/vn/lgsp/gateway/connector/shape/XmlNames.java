package vn.lgsp.gateway.connector.shape;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Members' names as names of XML: what a name cannot hold is {@code _xHHHH_} (as .NET and ISO 9075-14 write it). */
final class XmlNames {
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private XmlNames() {}

    static String of(String name) {
        var text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            var fits = Character.isLetter(c) || c == '_' && !ESCAPED.matcher(name).region(i, name.length()).lookingAt()
                    || i > 0 && (Character.isDigit(c) || c == '.' || c == '-');
            text.append(fits ? String.valueOf(c) : "_x%04X_".formatted((int) c));
        }
        return text.isEmpty() ? "_x_" : text.toString();
    }

    /** What means a character that no name should hold stays as it is written. */
    static String read(String name) {
        return name.contains("_x") ? ESCAPED.matcher(name).replaceAll(XmlNames::meant) : name;
    }

    private static String meant(MatchResult escaped) {
        var c = (char) Integer.parseInt(escaped.group(1), 16);
        return Matcher.quoteReplacement(Character.isISOControl(c) || Character.isSurrogate(c)
                ? escaped.group()
                : String
                        .valueOf(c));
    }
}
