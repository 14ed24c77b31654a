package vn.lgsp.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What Linux says in {@code /proc} about processes and the machine. */
final class Machine {
    /** Clock ticks a second in /proc: 100 on every Linux that Java runs on. */
    private static final double TICKS = 100;

    private Machine() {}

    /** The processes and all that came from them. */
    static Set<Long> families(Collection<Long> heads) {
        var all = new HashSet<>(heads);
        ProcessHandle.allProcesses().filter(process -> process.isAlive() && from(process, heads)).forEach(
                process -> all.add(process.pid()));
        return all;
    }

    private static boolean from(ProcessHandle process, Collection<Long> heads) {
        var parent = process.parent();
        while (parent.isPresent()) {
            if (heads.contains(parent.get().pid())) {
                return true;
            }
            parent = parent.get().parent();
        }
        return false;
    }

    /** Seconds of CPU the processes and all that came from them have used so far, ended ones included. */
    static double cpuSeconds(Collection<Long> heads) {
        return families(heads).stream().mapToLong(Machine::ticks).sum() / TICKS;
    }

    private static long ticks(long process) {
        var stat = read(Path.of("/proc/" + process + "/stat"));
        if (stat.isEmpty()) {
            return 0;
        }
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Stream.of(fields[11], fields[12], fields[13], fields[14]).mapToLong(Long::parseLong).sum();
    }

    /** MB a process has held at the most. */
    static double peakMegabytes(long process) {
        return kilobytes(Path.of("/proc/" + process + "/status"), "VmHWM:") / 1024.0;
    }

    /** MB the processes and all that came from them hold now; what they share counts once. */
    static double heldMegabytes(Collection<Long> heads) {
        return families(heads).stream().mapToLong(process -> kilobytes(Path.of("/proc/" + process + "/smaps_rollup"),
                "Pss:")).sum() / 1024.0;
    }

    private static long kilobytes(Path file, String name) {
        return read(file).lines().filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll(
                        "\\D", "")))
                .findFirst().orElse(0);
    }

    static String description() {
        var model = read(Path.of("/proc/cpuinfo")).lines().filter(line -> line.startsWith("model name")).map(
                line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse("unknown processor");
        return "%d × %s, %,d MB of memory, Linux %s, Java %s".formatted(Runtime.getRuntime().availableProcessors(),
                model, kilobytes(Path.of("/proc/meminfo"), "MemTotal:") / 1024, System.getProperty("os.version"), System
                        .getProperty("java.version"));
    }

    /** How many processes wanted a processor in the last minute, ours included. */
    static double load() {
        return Double.parseDouble(read(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    /**
     * Has the system write to disk what it still holds in memory. It would do so in one go within half a minute, and whoever
     * commits meanwhile would wait: a case would be blamed for the load before it.
     */
    static void writeOut() {
        try {
            new ProcessBuilder("sync").start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long 8 kB take to be on disk, as whoever commits must wait: two hundred times, in a file that does not grow. */
    static Figures disk() {
        var times = new Times();
        var bytes = ByteBuffer.allocate(8192);
        try (var file = FileChannel.open(Files.createTempFile(Path.of("target"), "disk", ""), StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE)) {
            file.write(ByteBuffer.allocate(200 * bytes.capacity()));
            file.force(true);
            for (int i = 0; i < 200; i++) {
                var began = System.nanoTime();
                file.write(bytes.rewind(), (long) i * bytes.capacity());
                file.force(false);
                times.done(System.nanoTime() - began);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return times.figures(times.sum(), 0);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return "";
            }
            throw new UncheckedIOException(e);
        }
    }

    /** True when it is installed. */
    static boolean has(String program) {
        return Stream
                .concat(Stream.of(System.getenv("PATH").split(":")), List.of("/usr/sbin", "/usr/local/sbin").stream())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
