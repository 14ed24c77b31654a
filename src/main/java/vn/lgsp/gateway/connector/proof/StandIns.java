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
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Values for the placeholders of declarations that are only checked: nobody needs the secrets for that. */
public final class StandIns {
    private static final Pattern WITHOUT_DEFAULT = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_.-]*)}");

    private StandIns() {}

    /**
     * One for every placeholder that has no default; the others keep it.
     *
     * @param templates what connectors share; it may be absent
     */
    public static Map<String, @Nullable String> of(Collection<Path> folders, Path templates) {
        var values = new HashMap<String, @Nullable String>();
        Stream.concat(declarations(templates), folders.stream().map(folder -> folder.resolve("connector.yaml"))
                .filter(Files::isRegularFile))
                .forEach(file -> WITHOUT_DEFAULT.matcher(text(file)).results().map(match -> match.group(1))
                        .forEach(name -> values.put(name, name.endsWith("_URL")
                                ? "http://" + name.toLowerCase(Locale.ROOT).replace('_', '-') + ".example.vn"
                                : "test-" + name)));
        return values;
    }

    private static Stream<Path> declarations(Path templates) {
        return CaseFile.files(templates, ".yaml").stream();
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
