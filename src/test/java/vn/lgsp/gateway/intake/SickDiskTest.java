package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;

/** A disk that fails, is slow or is full: nothing is promised that is not on it. */
@Aside
class SickDiskTest {

    private static boolean run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(
                    ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory(Files.createDirectories(Path.of("target").toAbsolutePath()), "disk");
    }

    /** A disk whose health is a word in a file. */
    private static SickWorld onSickDisk(Path folder, Path word) throws IOException {
        var library = folder.resolve("disk.so");
        assumeTrue(run("gcc", "-shared", "-fPIC", "-o", library.toString(), "src/test/resources/sick/disk.c", "-ldl"),
                "no C compiler here to make a disk that fails");
        Files.writeString(word, "well");
        return new SickWorld(new SickServer(folder, Map.of("LD_PRELOAD", library.toString(), "SICK_DISK", word
                .toString())));
    }

    /** PostgreSQL knows no more what is on the disk: it panics, and recovers what was promised from its log. */
    @Test
    void a_disk_that_does_not_keep_what_it_was_given() throws IOException {
        var folder = folder();
        var word = folder.resolve("disk");
        try (var world = onSickDisk(folder, word)) {
            world.well();

            Files.writeString(word, "broken");
            await().atMost(Duration.ofSeconds(20)).until(() -> world.dossier().status() == 503);
            world.writesAreRefusedAtOnce();
            await().atMost(Duration.ofSeconds(20)).untilAsserted(world::notReadyButAlive);
            Files.writeString(word, "well");
            world.server().runOn();

            world.everyPromiseWasKept();
        }
    }

    @Test
    void a_disk_that_takes_seconds_for_every_commit() throws IOException {
        var folder = folder();
        var word = folder.resolve("disk");
        try (var world = onSickDisk(folder, word)) {
            world.well();

            Files.writeString(word, "slow");
            world.writesAreRefusedAtOnce();
            world.writesAreRefusedAtOnce();
            world.notReadyButAlive();
            Files.writeString(word, "well");

            world.everyPromiseWasKept();
        }
    }

    @Test
    void a_disk_that_is_full() throws IOException {
        var folder = folder();
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", folder.toString()),
                "no right here to mount a small disk");
        try (var world = new SickWorld(new SickServer(folder, Map.of()))) {
            run("chmod", "777", folder.toString());
            world.well();

            var filler = folder.resolve("filler");
            fill(filler);
            await().atMost(Duration.ofSeconds(60)).until(() -> world.burst().stream().anyMatch(one -> one.reply()
                    .status() == 503));
            fill(filler);
            await().atMost(Duration.ofSeconds(60)).ignoreException(AssertionError.class).untilAsserted(
                    world::writesAreRefusedAtOnce);
            world.notReadyButAlive();
            assertThat(Files.size(filler)).isPositive();
            Files.delete(filler);
            world.server().runOn();

            world.everyPromiseWasKept();
        } finally {
            run("umount", folder.toString());
        }
    }

    private static void fill(Path filler) throws IOException {
        try (var out = Files.newOutputStream(filler, java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND)) {
            for (var block = new byte[65_536];;) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space");
        }
    }
}
