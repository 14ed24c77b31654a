package vn.lgsp.gateway.connector.faults;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what was meant by a name that does not exist. */
public final class Suggestion {
    private Suggestion() {}

    /** The same in both languages. */
    public static Text text(String unknown, Collection<String> known) {
        return nearest(unknown, known).map(name -> new Text(" (ý bạn là `" + name + "`?)", " (did you mean `" + name
                + "`?)")).orElse(Text.same(""));
    }

    /** {@code " (did you mean `x`?)"}, or nothing where no known name is near. */
    public static String of(String unknown, Collection<String> known) {
        return text(unknown, known).en();
    }

    public static Optional<String> nearest(String unknown, Collection<String> known) {
        return known.stream().min(Comparator.comparingInt(name -> distance(unknown, name)))
                .filter(name -> distance(unknown, name) <= Math.max(2, unknown.length() / 3));
    }

    /** Number of letters to insert, remove or exchange. */
    static int distance(String from, String to) {
        var row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                var above = row[j];
                var same = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + same);
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
