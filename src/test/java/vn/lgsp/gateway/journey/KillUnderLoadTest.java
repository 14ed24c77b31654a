package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.SandboxPorts;
import vn.lgsp.gateway.sandbox.SandboxSettings;

/** The promise of the whole product: what was answered with 202 is delivered, once, whenever the process dies. */
@Tag("crash")
class KillUnderLoadTest {
    private static final int SENDS = 200;
    private static final int A_SECOND = 20;

    @Test
    void a_kill_in_the_middle_of_two_hundred_sends_loses_nothing_and_doubles_nothing() throws Exception {
        var port = GatewayStage.freePort();
        var data = Files.createTempDirectory(Path.of("target"), "kill").toAbsolutePath();
        var url = java.net.URI.create("http://localhost:" + port);
        try (var sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.of(GatewayStage.environment(url)));
                var gateway = new GatewayProcess(data, port, sandbox.environment()).ready()) {
            var answered = new ConcurrentHashMap<String, String>();
            var sends = sendAll(new OneStopClient(url, GatewayStage.ONE_STOP), answered);

            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> answered.size() > SENDS / 3);
            gateway.kill();
            gateway.restart();
            for (var send : sends) {
                send.get(120, TimeUnit.SECONDS);
            }

            assertThat(answered).hasSize(SENDS);
            var client = new OneStopClient(url, GatewayStage.ONE_STOP);
            Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(() -> assertThat(states(
                    client, answered)).containsOnlyKeys("DELIVERED"));
            assertThat(answered).allSatisfy((number, id) -> {
                assertThat(sandbox.portal().dossier(number).orElseThrow().inserts()).isEqualTo(1);
                assertThat(client.transactionsOf(number).stream().filter(one -> "dvcqg.sync-dossier".equals(one.get(
                        "service")))).hasSize(1);
            });
        }
    }

    private static Map<String, Long> states(OneStopClient client, Map<String, String> answered) {
        return answered.values().stream().map(id -> client.transaction(id).text("state")).collect(
                java.util.stream.Collectors.groupingBy(state -> state, java.util.stream.Collectors.counting()));
    }

    /** As callers do it: at a steady pace, and again with the same key until there is an answer. */
    private static List<Future<?>> sendAll(OneStopClient client, Map<String, String> answered) {
        var clock = Executors.newScheduledThreadPool(32);
        return IntStream.range(0, SENDS).<Future<?>>mapToObj(i -> {
            var number = GatewayStage.dossierNumber();
            return clock.schedule(() -> send(client, number, answered), i * 1000L / A_SECOND, TimeUnit.MILLISECONDS);
        }).toList();
    }

    private static void send(OneStopClient client, String number, Map<String, String> answered) {
        var body = Samples.dossier(number);
        Awaitility.await().atMost(Duration.ofSeconds(100)).pollInterval(Duration.ofMillis(250)).until(() -> {
            try {
                var reply = client.post("/api/dvcqg/v1/dossiers", body, "Idempotency-Key", "key-"
                        + number);
                if (reply.status() == 202) {
                    answered.put(number, reply.text("transactionId"));
                }
                return reply.status() == 202;
            } catch (UncheckedIOException e) {
                return false;
            }
        });
    }
}
