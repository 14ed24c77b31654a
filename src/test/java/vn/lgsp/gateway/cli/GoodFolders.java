package vn.lgsp.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * An integrator's folders, without a fault until a test makes one.
 *
 * @param at where they lie, as the gateway's own do
 */
record GoodFolders(Path at) {
    private static final Path GOOD = Path.of("src/test/resources/connectors/good");

    static GoodFolders copied(Path to) throws IOException {
        try (var files = Files.walk(GOOD)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var below = GOOD.relativize(file).toString().replaceFirst("^config", "config/connectors");
                var copy = to.resolve(below);
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                if (below.startsWith("contracts")) {
                    Files.writeString(copy, Files.readString(copy).replace("../config/", "../config/connectors/"));
                }
            }
        }
        return new GoodFolders(to);
    }

    /** A command over them, in English. */
    Ran bench(String... arguments) {
        return Ran.gateway(Stream.concat(Stream.of(arguments), Stream.of("--config", at.resolve("config").toString(),
                "--contracts", at.resolve("contracts").toString(), "--lang", "en")).toArray(String[]::new));
    }

    /** Puts one text in the place of another in a file of alpha's. */
    void exchange(String file, String text, String other) throws IOException {
        var path = alpha(file);
        assertThat(Files.readString(path)).contains(text);
        Files.writeString(path, Files.readString(path).replace(text, other));
    }

    /** The one caller there is, with these lines. */
    void caller(String... lines) throws IOException {
        Files.writeString(at.resolve("config/callers.yaml"), """
                callers:
                  one:
                    title: { vi: Một, en: One }
                    keys: []
                """ + String.join("\n", lines) + "\n");
    }

    Path alpha(String file) {
        return at.resolve("config/connectors/alpha").resolve(file);
    }
}
