package vn.lgsp.gateway.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

/** Starts the processes that stand beside the gateway; each Java one has the gateway's own heap. */
final class Program {
    static final Path WORK = Path.of("target", "bench").toAbsolutePath();

    /** Of each Java process, as {@code -Xmx} takes it: 2,000 calls under way are 80 MB that every collection copies. */
    static final String HEAP = System.getProperty("bench.heap", "2g");

    /** Of all that is compared: the options of docker/Dockerfile, with a heap that is the same on every machine. */
    static final List<String> JVM = List.of("-Xms" + HEAP, "-Xmx" + HEAP, "-XX:NewRatio=1", "-XX:+UseParallelGC",
            "-XX:+UseTransparentHugePages");

    private Program() {}

    static Peer java(String name, int port, String... arguments) {
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(JVM);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of(arguments));
        var process = start(name, port, command);
        return new Peer(name, URI.create("http://127.0.0.1:" + port), () -> List.of(process.pid()), Optional.of(Jvm.of(
                process.pid())), () -> end(process));
    }

    static Peer other(String name, int port, List<String> command) {
        var process = start(name, port, command);
        return new Peer(name, URI.create("http://127.0.0.1:" + port), () -> List.of(process.pid()), Optional.empty(),
                () -> end(process));
    }

    private static Process start(String name, int port, List<String> command) {
        var log = new File(WORK.toFile(), name + ".log");
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).directory(
                    folder(name)).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            Awaitility.await(name).atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).failFast(
                    "ended, see " + log, () -> !process.isAlive()).until(() -> answers(port));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of its own: Spring reads settings of the working directory, and the gateway's lie in ours. */
    private static File folder(String name) throws IOException {
        return Files.createDirectories(WORK.resolve("in-" + name)).toFile();
    }

    /** Its port may be open before its routes are there. */
    private static boolean answers(int port) {
        try {
            var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/ready").toURL()
                    .openConnection();
            connection.setReadTimeout(5000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static void end(Process process) {
        process.destroy();
        process.onExit().completeOnTimeout(process, 15, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }
}
