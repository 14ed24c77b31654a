package vn.lgsp.gateway.connector.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Values for the placeholders of declarations that are only checked: nobody needs the secrets for that. */
public final class StandIns {
    private static final Pattern WITHOUT_DEFAULT = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]*)}");

    private StandIns() {}

    /** One for every placeholder that has no default; the others keep it. */
    public static Map<String, @Nullable String> of(Collection<Path> folders) {
        var values = new HashMap<String, @Nullable String>();
        folders.forEach(folder -> WITHOUT_DEFAULT.matcher(text(folder.resolve("connector.yaml"))).results()
                .map(match -> match.group(1)).forEach(name -> values.put(name, name.endsWith("_URL")
                        ? "http://" + name.toLowerCase(Locale.ROOT).replace('_', '-') + ".example.vn"
                        : "test-" + name)));
        return values;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
