package vn.lgsp.gateway.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.Wire;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.SandboxPorts;
import vn.lgsp.gateway.sandbox.SandboxSettings;

/** The systems around the gateways, each behind a line that can be cut, with a clock that can jump. */
final class Countryside implements AutoCloseable {
    static final List<String> SYSTEMS = List.of("portal", "payment", "post", "one-stop");
    private static final Map<String, String> VARIABLES = Map.of("portal", "DVCQG_URL", "payment", "PAYMENT_URL", "post",
            "POSTAL_URL", "one-stop", "ONE_STOP_URL");

    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final Sandbox sandbox;
    private final Map<String, Wire> wires = new LinkedHashMap<>();

    /** @param gateway where the portal and the payment platform call back */
    Countryside(URI gateway) {
        InstantSource clock = () -> Instant.now().plus(ahead.get());
        sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.of(Map.of("GATEWAY_URL", gateway.toString(),
                "SANDBOX_PORTAL_KEY", GatewayStage.PORTAL, "SANDBOX_PAYMENT_KEY", "demo-platform-key")).at(clock));
        // the one-stop system refuses what was signed at another time; its own clock is right
        sandbox.oneStop().anyTime(true);
        SYSTEMS.forEach(system -> wires.put(system, Wire.to(sandbox.on(system).url().getPort())));
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Wire wire(String system) {
        return java.util.Objects.requireNonNull(wires.get(system));
    }

    /** The systems' clock jumps ahead: sessions and tokens are over. */
    void jump(Duration time) {
        ahead.accumulateAndGet(time, Duration::plus);
    }

    /** What a gateway must be told to reach the systems by their lines. */
    Map<String, String> environment() {
        var environment = new LinkedHashMap<>(sandbox.environment());
        VARIABLES.forEach((system, variable) -> environment.put(variable, "http://localhost:" + wire(system).port()));
        environment.put("DVCQG_RATE", "400/s");
        environment.put("POSTAL_POLL", "2s");
        return environment;
    }

    /** Neither an event of the post nor a CONFIRM of the payment platform will come by itself any more. */
    boolean over() {
        var tries = sandbox.payment().options().tries();
        return sandbox.post().over() && sandbox.payment().payments().stream().allMatch(one -> one
                .confirmsAcknowledged() > 0 || one.confirmsSent() >= tries);
    }

    void calm() {
        wires.values().forEach(Wire::mend);
        sandbox.endFaults();
    }

    /** The connectors as they are shipped, with waiting times that fit into minutes. Nothing else is changed. */
    static Path hurried(Path place) {
        var shipped = Path.of("config/connectors");
        var hurried = place.resolve("connectors");
        try (var files = Files.walk(shipped)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var to = hurried.resolve(shipped.relativize(file));
                Files.createDirectories(to.getParent());
                var text = Files.readString(file);
                Files.writeString(to, file.endsWith("connector.yaml") ? hurried(text) : text);
            }
            return hurried;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hurried(String connector) {
        var waits = "[300ms, 1s, 2s" + ", 3s".repeat(47) + "]";
        return connector.replaceAll("(?m)^    retry: .*\\n", "").replaceAll("(?m)^(    effect: .*)$", "$1\n    retry: "
                + waits).replaceAll("(?m)^  timeout: \\d+s", "  timeout: 4s\n  breaker: { over: 10s, staysOpen: 3s }");
    }

    @Override
    public void close() {
        wires.values().forEach(Wire::close);
        sandbox.close();
    }
}
