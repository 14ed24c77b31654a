package vn.lgsp.gateway.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script beside the README, with a Java that only says what it was given. */
class ScriptTest {
    @TempDir
    private Path work;

    private List<String> gateway(Path from, String... arguments) throws IOException {
        var home = Files.createDirectories(work.resolve("home/target")).resolveSibling("gateway");
        Files.writeString(home.resolveSibling("target").resolve("gateway-1.jar"), "");
        Files.writeString(home, Files.readString(Path.of("gateway")));
        var java = Files.writeString(work.resolve("java"),
                "#!/bin/sh\ncase $1 in -version) echo 'openjdk version \"25\"';; *) printf '%s\\n' \"$@\";; esac\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        var words = new ArrayList<>(List.of("sh", home.toString()));
        words.addAll(List.of(arguments));
        var process = new ProcessBuilder(words).directory(from.toFile()).redirectErrorStream(true);
        requireNonNull(process.environment()).put("GATEWAY_JAVA", java.toString());
        try (var said = process.start().getInputStream()) {
            var all = new String(said.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            return all.subList(all.indexOf("-jar") + 2, all.size());
        }
    }

    @Test
    void files_are_found_from_where_the_command_is_given() throws IOException {
        var away = Files.createDirectories(work.resolve("away/config/smart")).getParent();
        Files.writeString(away.resolve("a b.json"), "{}");

        assertThat(gateway(away, "map", "one.two", "request", "a b.json")).containsExactly("map", "one.two", "request",
                away + "/a b.json");
        assertThat(gateway(away, "apply", "./smart", "--reason", "none")).containsExactly("apply", away + "/./smart",
                "--reason", "none");
        assertThat(gateway(away, "lint", "smart")).containsExactly("lint", "smart");
        assertThat(gateway(work.resolve("home"), "map", "request", "x.json")).containsExactly("map", "request",
                "x.json");
    }
}
