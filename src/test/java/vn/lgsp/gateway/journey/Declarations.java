package vn.lgsp.gateway.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The shipped connectors with something else declared, for a stage of a test's own. */
public final class Declarations {
    private static final Path SHIPPED = Path.of("config/connectors");

    private final Map<String, UnaryOperator<String>> changes = new LinkedHashMap<>();

    /** Lines under a connector's {@code provider:}; a key that is there already is replaced. */
    public Declarations provider(String connector, String... lines) {
        return file(connector + "/connector.yaml", text -> {
            var changed = text;
            for (var line : lines) {
                var key = line.substring(0, line.indexOf(':') + 1);
                changed = changed.replaceFirst("(?m)^  " + key + ".*\\n", "").replaceFirst("(?m)^provider:\\n",
                        "provider:\n  " + line.replace("\\", "\\\\").replace("$", "\\$") + "\n");
            }
            return changed;
        });
    }

    /** @param path below the connectors' directory */
    public Declarations file(String path, UnaryOperator<String> change) {
        changes.merge(path, change, (first, second) -> text -> second.apply(first.apply(text)));
        return this;
    }

    /** A file that is not shipped; @param path below the connectors' directory */
    public Declarations added(String path, String text) {
        return file(path, _ -> text);
    }

    /** The setting that makes a gateway use them. */
    public String setting() {
        try {
            var copy = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "declared");
            try (var files = Files.walk(SHIPPED)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var name = SHIPPED.relativize(file);
                    var to = copy.resolve(name);
                    Files.createDirectories(to.getParent());
                    Files.writeString(to, changes.getOrDefault(name.toString(), UnaryOperator.identity()).apply(Files
                            .readString(file)));
                }
            }
            for (var change : changes.entrySet()) {
                var to = copy.resolve(change.getKey());
                if (!Files.exists(to)) {
                    Files.writeString(to, change.getValue().apply(""));
                }
            }
            return "--gateway.connectors.directory=" + copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
