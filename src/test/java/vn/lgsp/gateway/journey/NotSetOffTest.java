package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.journey.SwapStage.soon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import vn.lgsp.gateway.Aside;

/** What an end should set off is opened, or it is told beside the transaction: also when a connector was removed meanwhile. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Aside
class NotSetOffTest {
    private static final String FOLLOW = "    follow: second.take\n";
    private static final CountDownLatch held = new CountDownLatch(1);
    private static Neighbour neighbour;
    private static SwapStage stage;

    @BeforeAll
    static void start() throws IOException {
        neighbour = new Neighbour("application/json", NotSetOffTest::answer);
        stage = new SwapStage(NotSetOffTest::declare);
    }

    @AfterAll
    static void stop() {
        held.countDown();
        stage.close();
        neighbour.close();
    }

    private static String answer(Neighbour.Call call) {
        if (call.body().contains("held")) {
            try {
                held.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return call.path().equals("/v0/things") && call.body().contains("nothing") ? "" : "{}";
    }

    /** Things that are sent are followed by a step of another connector; their sender is told by a third one. */
    private static void declare(Path root) throws IOException {
        neighbour.declare(root, "");
        var extra = root.resolve("config/connectors/extra");
        var declared = extra.resolve("connector.yaml");
        Files.writeString(declared, Files.readString(declared).replace("  extra.send:\n", "  extra.send:\n" + FOLLOW
                + "    repeatable: true\n"));
        Files.createDirectories(extra.resolve("mapping"));
        Files.writeString(mapping(root), "{ \"after\": request.n, \"said\": reply }");
        takes(root, "second");
        takes(root, "third");
        var callers = root.resolve("config/callers.yaml");
        Files.writeString(callers, Files.readString(callers).replaceFirst("callback: one-stop.notify",
                "callback: third.take"));
    }

    private static void takes(Path root, String connector) throws IOException {
        var folder = root.resolve("config/connectors").resolve(connector);
        Files.createDirectories(folder.resolve("schema"));
        Files.writeString(folder.resolve("connector.yaml"), """
                connector: %1$s
                title: { vi: Khác, en: Another }
                owner: A test
                provider: { url: "%2$s", reaches: [loopback] }
                services:
                  %1$s.take:
                    title: { vi: Nhận, en: Take }
                    internal: true
                    reply: later
                    effect: write
                    target: POST /v0/%1$s
                    expires: 3d
                """.formatted(connector, neighbour.url()));
        Files.writeString(folder.resolve("schema/" + connector + ".take.request.json"), "{\"type\": \"object\"}");
    }

    private static Path mapping(Path root) {
        return root.resolve("config/connectors/extra/mapping/extra.send.follow.jsonata");
    }

    private static UUID sent(String n) {
        var reply = stage.post("/api/extra/v1/things", Map.of("n", n));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
        return UUID.fromString(String.valueOf(reply.text("transactionId")));
    }

    private static void removed(String connector) {
        var reply = stage.operator.post("/ops/connectors/" + connector + "/remove", Map.of("reason", "no longer"));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        soon().until(() -> stage.version(connector).isEmpty());
    }

    private static List<Neighbour.Call> things(String n) {
        return neighbour.calls().stream().filter(call -> call.path().equals("/v0/things") && call.body().contains(n))
                .toList();
    }

    private static String notSetOff(UUID id) {
        return String.valueOf(stage.operator.get("/ops/transactions/" + id).get("notSetOff"));
    }

    @Test
    @Order(1)
    void what_is_answered_with_nothing_is_delivered_once_and_followed() {
        var id = sent("nothing");

        stage.delivered(id);

        soon().until(() -> neighbour.calls().stream().anyMatch(call -> call.path().equals("/v0/second") && call.body()
                .equals("{\"after\":\"nothing\"}")));
        assertThat(things("nothing")).hasSize(1);
        assertThat(notSetOff(id)).isEqualTo("[]");
    }

    @Test
    @Order(2)
    void what_does_not_follow_because_its_service_was_removed_meanwhile_is_told() throws IOException {
        var id = sent("held");
        soon().until(() -> neighbour.calls().stream().anyMatch(call -> call.body().contains("held")));
        Files.delete(mapping(stage.root));
        stage.served("extra", text -> text.replace(FOLLOW, ""));
        removed("second");

        held.countDown();
        stage.delivered(id);

        assertThat(notSetOff(id)).contains("kind=follow", "service=second.take", "is not served");
    }

    @Test
    @Order(3)
    void a_caller_that_is_not_told_because_its_service_was_removed_is_seen_beside_the_transaction() {
        removed("third");

        var id = sent("untold");
        stage.delivered(id);

        assertThat(notSetOff(id)).contains("kind=callback", "service=third.take", "is not served");
        assertThat(new String(stage.operator.get("/actuator/prometheus").bytes(), StandardCharsets.UTF_8)).contains(
                "gateway_sequels_failed_total{kind=\"callback\",service=\"third.take\"}");
    }

    @Test
    @Order(4)
    void what_ends_without_effect_after_its_connector_was_removed_says_that_nothing_was_taken_back() {
        stage.operator.post("/ops/destinations/extra/hold", Map.of("reason", "a test"));
        var id = sent("waits");
        removed("extra");

        soon().until(() -> stage.operator.post("/ops/transactions/" + id + "/cancel", Map.of("reason",
                "no longer wanted")).status() == 200);

        assertThat(stage.of(id, "state")).isEqualTo("CANCELLED");
        assertThat(notSetOff(id)).contains("kind=undo", "service=extra.send", "is not served");
    }
}
