package vn.lgsp.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorPasswordTest {
    @TempDir
    private Path directory;
    private final List<String> shown = new ArrayList<>();

    private OperatorPassword password(@Nullable String given) {
        return new OperatorPassword(settings(given), shown::add);
    }

    private OpsSettings settings(@Nullable String given) {
        return new OpsSettings("operator", given, directory.resolve("new/operator.password"), 5);
    }

    @Test
    void a_password_is_generated_once_and_outlives_a_restart() {
        var first = password(null);
        var second = password(null);

        assertThat(shown).hasSize(1);
        assertThat(shown.getFirst()).matches("([a-z2-9]{5}-){3}[a-z2-9]{5}");
        assertThat(first.matches(shown.getFirst())).isTrue();
        assertThat(second.matches(shown.getFirst())).isTrue();
        assertThat(second.matches("another")).isFalse();
    }

    @Test
    void what_has_matched_is_known_again_and_nothing_else() {
        var password = password("right");

        assertThat(password.hasMatched("right")).isFalse();
        assertThat(password.matches("wrong")).isFalse();
        assertThat(password.hasMatched("wrong")).isFalse();
        assertThat(password.matches("right")).isTrue();
        assertThat(password.hasMatched("right")).isTrue();
        assertThat(password.hasMatched("wrong")).isFalse();
    }

    @Test
    void only_its_hash_is_kept_and_only_for_the_gateway_to_read() throws IOException {
        password(null);

        var file = settings(null).passwordFile();
        assertThat(Files.readString(file)).startsWith("$2a$").doesNotContain(shown.getFirst());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(directory.resolve("new")).isDirectoryContaining(file::equals);
        try (var files = Files.list(directory.resolve("new"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_password_of_the_settings_is_used_and_not_written() {
        var given = password("given-by-the-settings");

        assertThat(given.matches("given-by-the-settings")).isTrue();
        assertThat(shown).isEmpty();
        assertThat(settings(null).passwordFile()).doesNotExist();
    }

    @Test
    void the_box_shows_user_password_and_the_file_to_delete() {
        var box = Welcome.box(settings(null), "abcde-fghij");

        assertThat(box).contains("operator", "abcde-fghij", settings(null).passwordFile().toString());
    }

    @Test
    void the_settings_never_print_the_password() {
        assertThat(settings("given-by-the-settings").toString()).doesNotContain("given-by");
    }
}
