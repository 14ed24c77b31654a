package vn.lgsp.gateway.journey;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import vn.lgsp.gateway.Gateway;

/** A gateway as an operator runs it: a process of its own with its own PostgreSQL, which can be killed. */
public final class GatewayProcess implements AutoCloseable {
    private final Path data;
    private final int port;
    private final int opsPort = GatewayStage.freePort();
    private final Map<String, String> environment;
    private final List<String> settings;
    private final OneStopClient probe;
    private volatile Process process;

    /** @param settings as on a command line: {@code --gateway.…=…}; what begins with one hyphen is for the JVM */
    public GatewayProcess(Path data, int port, Map<String, String> environment, String... settings) {
        this.data = data;
        this.port = port;
        this.environment = environment;
        this.settings = List.of(settings);
        this.probe = new OneStopClient(opsUrl(), GatewayStage.ONE_STOP);
        this.process = launch(Gateway.class, List.of());
    }

    private Process launch(Class<?> main, List<String> options) {
        var command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED"));
        Optional.ofNullable(System.getProperty("test.jvm")).filter(option -> !option.isBlank()).ifPresent(command::add);
        command.addAll(options);
        settings.stream().filter(GatewayProcess::forJvm).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), "--gateway.intake.port="
                + port, "--server.port=" + opsPort,
                "--gateway.ledger.data=" + data, "--gateway.delivery.settles=3s",
                "--gateway.ops.password-file=" + data.resolve("operator.password")));
        if (settings.stream().noneMatch(setting -> setting.startsWith("--gateway.caller.file="))) {
            command.add("--gateway.caller.file=" + unlimited());
        }
        settings.stream().filter(setting -> !forJvm(setting)).forEach(command::add);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect
                .appendTo(new File(data + ".log")));
        builder.environment().put("GATEWAY_REACHES", "loopback");
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean forJvm(String setting) {
        return !setting.startsWith("--");
    }

    /** The callers as they are shipped, without quotas: tests ask faster than a province does. */
    private Path unlimited() {
        try {
            return Files.writeString(Path.of(data + ".callers.yaml"), Files.readString(Path.of("config/callers.yaml"))
                    .replaceAll("(?m)^\\s+quota:.*$", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number the system knows it by. */
    public long pid() {
        return process.pid();
    }

    public URI url() {
        return URI.create("http://localhost:" + port);
    }

    /** Where operators, probes and metrics are served. */
    public URI opsUrl() {
        return URI.create("http://localhost:" + opsPort);
    }

    /** Waits until requests are taken. */
    public GatewayProcess ready() {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(200)).until(
                    this::takesRequests);
        } catch (ConditionTimeoutException e) {
            close();
            throw e;
        }
        return this;
    }

    /** True when requests are taken now. */
    public boolean takesRequests() {
        try {
            return probe.get("/actuator/health/readiness").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Bytes this process has allocated so far, as its garbage collector counts them. */
    public long allocated() {
        var metrics = new String(new OneStopClient(opsUrl(), GatewayStage.ONE_STOP).get("/actuator/prometheus").bytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        return metrics.lines().filter(line -> line.startsWith("jvm_gc_memory_allocated_bytes_total")).mapToLong(
                line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    /** {@code kill -9}. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    public void restart() {
        restart(Gateway.class);
    }

    /** @param options for the JVM, this time only */
    public void restart(Class<?> main, String... options) {
        process = launch(main, List.of(options));
    }

    /** {@code kill -STOP}: it stands still and does not know it. */
    public void freeze() {
        signal("STOP");
    }

    /** {@code kill -CONT}. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).inheritIO().start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
