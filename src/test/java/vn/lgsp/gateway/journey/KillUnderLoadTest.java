package vn.lgsp.gateway.journey;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingByConcurrent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.SandboxPorts;
import vn.lgsp.gateway.sandbox.SandboxSettings;

/** The promise of the whole product: what was answered with 202 is delivered, once, whenever the process dies. */
@Tag("crash")
class KillUnderLoadTest {
    private static final int SENDS = 10_000;
    private static final int CALLERS = 64;
    /** One in the middle of it, and one straight after the last 202. */
    private static final int KILLS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private final int port = GatewayStage.freePort();
    private final URI url = URI.create("http://localhost:" + port);
    private final OneStopClient client = new OneStopClient(url, GatewayStage.ONE_STOP);
    private final Sandbox sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.of(GatewayStage.environment(
            url)));
    /** Which transaction a dossier's 202 named. */
    private final Map<String, String> answered = new ConcurrentHashMap<>();

    @Test
    void of_ten_thousand_sends_between_kills_none_is_lost_and_none_doubled() throws Exception {
        var numbers = Stream.generate(GatewayStage::dossierNumber).limit(SENDS).toList();
        try (sandbox; var gateway = started(); var callers = Executors.newFixedThreadPool(CALLERS)) {
            numbers.forEach(number -> callers.execute(() -> send(number)));
            for (int kill = 1; kill <= KILLS; kill++) {
                int enough = SENDS * kill / KILLS;
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> answered.size() >= enough);
                gateway.kill();
                System.out.printf("kill %d after %d answers 202, of which %d had been delivered%n", kill, answered
                        .size(), delivered(numbers));
                gateway.restart();
            }
            gateway.ready();

            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> delivered(numbers) == SENDS);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(states()).isEqualTo(Map.of("DELIVERED",
                    (long) SENDS)));
            assertThat(answered.values()).doesNotHaveDuplicates();
            assertThat(numbers.parallelStream().filter(number -> records(number) != 1)).isEmpty();
            assertThat(numbers).allSatisfy(number -> assertThat(sandbox.portal().dossier(number).orElseThrow()
                    .inserts()).isEqualTo(1));
        }
    }

    private GatewayProcess started() throws Exception {
        var environment = new HashMap<>(sandbox.environment());
        // slower than it accepts, so that each kill finds work that waits
        environment.put("DVCQG_RATE", "150/s");
        return new GatewayProcess(Files.createTempDirectory(Path.of("target"), "kill").toAbsolutePath(), port,
                environment).ready();
    }

    /** As callers do it: again with the same key until there is an answer. */
    private void send(String number) {
        var body = Samples.dossier(number);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).until(() -> {
            try {
                var reply = client.post("/api/dvcqg/v1/dossiers", body, "Idempotency-Key", "key-" + number);
                if (reply.status() == 202) {
                    answered.put(number, reply.text("transactionId"));
                }
                return reply.status() == 202;
            } catch (UncheckedIOException e) {
                return false;
            }
        });
    }

    private long delivered(List<String> numbers) {
        return numbers.stream().filter(number -> sandbox.portal().dossier(number).isPresent()).count();
    }

    private long records(String number) {
        return client.transactionsOf(number).stream().filter(one -> "dvcqg.sync-dossier".equals(one.get("service")))
                .count();
    }

    /** As the caller is told. */
    private Map<String, Long> states() {
        return answered.values().parallelStream().collect(groupingByConcurrent(id -> client.transaction(id).text(
                "state"), counting()));
    }
}
