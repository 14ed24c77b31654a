package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The key payloads are sealed with, where none is configured. */
class PayloadSealTest {
    @TempDir
    private Path data;

    @Test
    void gateways_that_begin_at_once_on_one_folder_read_what_the_others_wrote() throws Exception {
        var all = new CountDownLatch(16);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var begun = IntStream.range(0, 16).mapToObj(i -> threads.submit(() -> {
                all.countDown();
                all.await();
                return new PayloadSeal(settings(data, "node-" + i));
            })).toList();
            var id = UUID.randomUUID();
            var sealed = begun.getFirst().get().seal(id, "xin chào".getBytes(StandardCharsets.UTF_8));

            for (var other : begun) {
                assertThat(other.get().open(id, sealed)).asString(StandardCharsets.UTF_8).isEqualTo("xin chào");
            }
        }
        assertThat(files()).as("no half-made key is left").isOne();
    }

    @Test
    void a_key_is_made_with_the_directories_it_needs_for_the_gateways_own_eyes_only() throws IOException {
        var deep = data.resolve("not/yet/there");

        var id = UUID.randomUUID();
        var sealed = new PayloadSeal(settings(deep, "first")).seal(id, new byte[]{ 7 });

        assertThat(new PayloadSeal(settings(deep, "restarted")).open(id, sealed)).containsExactly(7);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep.resolve("payload.key"))))
                .isEqualTo("rw-------");
        assertThat(deep.toFile().list()).containsExactly("payload.key");
    }

    /** What a loss of power left of a key that was not on disk yet; a new one would open nothing of what was accepted. */
    @ParameterizedTest
    @ValueSource(strings = { "", "\0\0\0\0", "AAAA" })
    void a_key_file_without_a_key_is_told_with_what_to_do_and_left_as_it_is(String kept) throws IOException {
        var file = Files.writeString(data.resolve("payload.key"), kept);

        assertThatThrownBy(() -> new PayloadSeal(settings(data, "restarted"))).isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(file.toAbsolutePath() + " holds no key", "put it back from the backup",
                        "Where nothing was accepted yet, delete it");

        assertThat(file).hasContent(kept);
    }

    /** As of two gateways that begin at once: the second finds the file only when it wants to name its own. */
    @Test
    void a_file_that_somebody_else_made_meanwhile_is_kept_and_no_draft_is_left() throws IOException {
        var file = data.resolve("made.once");

        var kept = Durable.kept(data, "made.once", () -> {
            try {
                Files.writeString(file, "the other's");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return "ours";
        });

        assertThat(kept).isEqualTo("the other's");
        assertThat(file).hasContent("the other's");
        assertThat(files()).isOne();
    }

    private static LedgerSettings settings(Path data, String node) {
        return new LedgerSettings(data, 0, 1, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), null, node);
    }

    private long files() {
        try (var files = Files.list(data)) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
