package vn.lgsp.gateway.crash;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * A disk of its own, an ext4 image mounted by loop, whose power can be cut: what was not synced then is gone, as it is
 * with a real one, though the operating system still had it. Needs Linux and root.
 */
final class Disk implements AutoCloseable {
    private static final long SIZE = 8L << 30;
    /** Of ext4 as of XFS: the file system stops here and now, and neither data nor its journal is written any more. */
    private static final long SHUTDOWN = 0x8004587dL;
    private static final int WITHOUT_JOURNAL = 2;
    private static final Path PROBE = Path.of("probe");

    private final Path image;
    private final Path mount;
    private String device;
    private boolean mounted;
    private boolean dark;

    private Disk(Path place) throws IOException {
        this.image = place.resolve("disk.img").toAbsolutePath();
        this.mount = Files.createDirectories(place.resolve("disk")).toAbsolutePath();
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        run("mkfs.ext4", "-q", "-F", "-E", "nodiscard", image.toString());
        device = mount();
    }

    /**
     * A disk that has lost what was not synced, once, to see that it does.
     *
     * @param told why there can be none here
     */
    static Optional<Disk> ifPossible(Path place, Consumer<String> told) {
        try {
            var disk = new Disk(place);
            if (disk.forgets()) {
                return Optional.of(disk);
            }
            disk.close();
            told.accept("what is not synced stays");
        } catch (IOException | IllegalStateException e) {
            told.accept(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private boolean forgets() throws IOException {
        var probe = mount.resolve(PROBE);
        sync();
        Files.writeString(probe, "not synced");
        try {
            cutPower();
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
        powerUp();
        return !Files.exists(probe) || Files.size(probe) == 0;
    }

    /** Where its files are. */
    Path files() {
        return mount;
    }

    /** Everything written so far is on it. */
    void sync() {
        run("sync", "-f", mount.toString());
    }

    /** True from a loss of its power until it is mounted again: where its files should be are none, or none that can be read. */
    boolean dark() {
        return dark;
    }

    /** From here on nothing is written to it, and nothing can be read. */
    void cutPower() {
        dark = true;
        try (var arena = Arena.ofConfined()) {
            var directory = (int) system("open", ADDRESS, JAVA_INT).invokeExact(arena.allocateFrom(mount.toString()),
                    0);
            var failed = (int) system("ioctl", JAVA_INT, JAVA_LONG, ADDRESS).invokeExact(directory, SHUTDOWN, arena
                    .allocateFrom(JAVA_INT, WITHOUT_JOURNAL));
            failed += (int) system("close", JAVA_INT).invokeExact(directory);
            if (failed != 0) {
                throw new IllegalStateException("the file system cannot be shut down");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** A function of the system that returns an int; all of them take two arguments that are always there, at the most. */
    @SuppressWarnings("restricted")
    private static MethodHandle system(String name, MemoryLayout... arguments) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT,
                arguments), Linker.Option.firstVariadicArg(Math.min(2, arguments.length)));
    }

    /**
     * Nobody has a file of it open. The file system recovers by its journal, as after any loss of power. What failed may
     * be tried again.
     */
    void powerUp() {
        if (mounted) {
            unmount();
        }
        device = mount();
        dark = false;
    }

    /** By a loop device it never had: another mount namespace of this machine may hold the one before, and its shut system. */
    private String mount() {
        var loop = run("losetup", "--find", "--show", image.toString());
        try {
            run("mount", "-t", "ext4", "-o", "noatime", loop, mount.toString());
        } catch (IllegalStateException e) {
            run("losetup", "--detach", loop);
            throw e;
        }
        mounted = true;
        return loop;
    }

    /** The last files of processes that were killed take a moment to be closed. */
    private void unmount() {
        for (int again = 0;; again++) {
            try {
                run("umount", mount.toString());
                break;
            } catch (IllegalStateException e) {
                if (again == 50) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
        mounted = false;
        // nothing that was in its journal is written later, over what comes then
        run("blockdev", "--flushbufs", device);
        run("losetup", "--detach", device);
    }

    private static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command[0] + ": " + said.strip().lines().findFirst().orElse(""));
            }
            return said.strip();
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Its image is kept: {@code mount -o loop,ro} shows what was on it. */
    @Override
    public synchronized void close() {
        if (mounted) {
            unmount();
        }
    }
}
