package vn.lgsp.gateway.bench;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.GatewayProcess;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.Samples;

/** One gateway process on its own PostgreSQL (fsync on), a lean backend, and callers, all on this machine. */
@Tag("bench")
class WayThroughBench {

    @Test
    void what_the_way_through_costs() throws Exception {
        var data = Files.createTempDirectory(Path.of("target"), "bench").toAbsolutePath();
        try (var backend = new LeanBackend();
                var gateway = new GatewayProcess(data, GatewayStage.freePort(), environment(backend),
                        "--logging.level.root=WARN",
                        "--logging.level.vn.lgsp.gateway=WARN").ready()) {
            var read = read(gateway.url());
            say("backend alone, open loop 200/s",
                    new Load(direct(backend.url()), 200).open(200, Duration.ofSeconds(10)));
            say("warm-up (reads, 32 at once)", new Load(read, 200).closed(32, Duration.ofSeconds(25)));
            say("reply now, read: open loop 200/s", new Load(read, 200).open(200, Duration.ofSeconds(15)));
            var before = gateway.allocated();
            var reads = new Load(read, 200).closed(64, Duration.ofSeconds(15));
            say("reply now, read: 64 at once", reads);
            System.out.printf("%-40s %,d bytes%n", "allocated a request", (gateway.allocated() - before) / Math.max(1,
                    reads.done()));
            var accepted = new Load(write(gateway.url()), 202).closed(64, Duration.ofSeconds(15));
            say("reply later, accepted: 64 at once", accepted);
            var began = System.nanoTime();
            drained(gateway, accepted.done());
            System.out.printf("%-40s %,.0f/s%n", "reply later, delivered in all", accepted.done() * 1e9 / (System
                    .nanoTime() - began + 15_000_000_000L));
        }
    }

    private static void drained(GatewayProcess gateway, long accepted) {
        var client = new OneStopClient(gateway.opsUrl(), GatewayStage.ONE_STOP);
        org.awaitility.Awaitility.await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(500)).until(
                () -> new String(client.get("/actuator/prometheus").bytes(), java.nio.charset.StandardCharsets.UTF_8)
                        .lines().filter(line -> line.startsWith("gateway_backlog{")).allMatch(line -> line.endsWith(
                                " 0.0")));
        System.out.printf("%-40s %,d%n", "drained", accepted);
    }

    private static void say(String what, Load.Figures figures) {
        System.out.printf("%-40s %s%n", what, figures);
    }

    private static Map<String, String> environment(LeanBackend backend) {
        var environment = new LinkedHashMap<String, String>();
        for (var name : new String[]{ "DVCQG", "PAYMENT", "POSTAL", "ONE_STOP" }) {
            environment.put(name + "_URL", backend.url().toString());
            environment.put(name + "_SECRET", "bench");
        }
        environment.putAll(Map.of("DVCQG_AT_ONCE", "500", "DVCQG_RATE", "100000/s", "DVCQG_USER", "bench",
                "DVCQG_PASSWORD", "bench", "PAYMENT_PARTNER", "QNAM",
                "POSTAL_CLIENT", "bench"));
        return environment;
    }

    private static IntFunction<HttpRequest> direct(URI backend) {
        var request = HttpRequest.newBuilder(backend.resolve("/mapi/g")).POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        return number -> request;
    }

    private static IntFunction<HttpRequest> read(URI gateway) {
        var request = HttpRequest.newBuilder(gateway.resolve("/api/dvcqg/v1/dossiers/H47.12-260302-0012")).header(
                "X-API-Key", GatewayStage.ONE_STOP).build();
        return number -> request;
    }

    private static IntFunction<HttpRequest> write(URI gateway) {
        return number -> {
            var dossier = "H47.12-260302-" + (1_000_000 + number);
            return HttpRequest.newBuilder(gateway.resolve("/api/dvcqg/v1/dossiers")).header("X-API-Key",
                    GatewayStage.ONE_STOP).header("Content-Type", "application/json").header("Idempotency-Key", dossier)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(Samples.dossier(dossier)))).build();
        };
    }
}
