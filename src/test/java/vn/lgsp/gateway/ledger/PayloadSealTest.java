package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                return new PayloadSeal(
                        new LedgerSettings(data, 0, 1, 1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1),
                                null, "node-" + i));
            })).toList();
            var id = UUID.randomUUID();
            var sealed = begun.getFirst().get().seal(id, "xin chào".getBytes(StandardCharsets.UTF_8));

            for (var other : begun) {
                assertThat(other.get().open(id, sealed)).asString(StandardCharsets.UTF_8).isEqualTo("xin chào");
            }
        }
        assertThat(files()).as("no half-made key is left").isOne();
    }

    private long files() {
        try (var files = Files.list(data)) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
