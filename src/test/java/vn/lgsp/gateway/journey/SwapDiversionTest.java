package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.journey.SwapStage.soon;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.delivery.Diversion;

/** A service calls another system from now on: what waits for it goes there too, and before what comes after it. */
@Aside
class SwapDiversionTest {
    private final CountDownLatch answered = new CountDownLatch(1);
    private Neighbour first;
    private Neighbour spare;
    private SwapStage stage;

    @BeforeEach
    void start() throws IOException {
        first = new Neighbour("application/json", _ -> {
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "{}";
        });
        spare = new Neighbour("application/json", _ -> "{}");
        stage = new SwapStage(root -> {
            spare.declare(root, "");
            for (var file : List.of("config/connectors/extra/connector.yaml",
                    "config/connectors/extra/schema/extra.send.request.json",
                    "config/connectors/extra/schema/extra.do.request.json", "contracts/extra.openapi.yaml")) {
                var other = root.resolve(file.replace("extra", "spare"));
                Files.createDirectories(other.getParent());
                Files.writeString(other, Files.readString(root.resolve(file)).replace("extra", "spare"));
            }
            first.declare(root, "");
            var declaration = root.resolve("config/connectors/extra/connector.yaml");
            Files.writeString(declaration, Files.readString(declaration).replace("    expires: 3d\n",
                    "    expires: 3d\n    key: k\n    ordered: true\n"));
        });
    }

    @AfterEach
    void stop() {
        answered.countDown();
        stage.close();
        spare.close();
        first.close();
    }

    private UUID sent(int n) {
        return SwapStage.id(stage.post("/api/extra/v1/things", Map.of("k", "K-1", "n", n)));
    }

    private void toSpare(String reply) {
        stage.served("extra",
                text -> text.replaceAll("    reply: (" + reply + ")\n", "    reply: $1\n    to: spare\n"));
    }

    private List<String> atSpare() {
        return spare.calls().stream().map(call -> call.body().replaceAll(".*\"n\":(\\d).*", "$1")).toList();
    }

    @Test
    void what_waits_for_a_held_system_goes_to_the_new_one_before_what_comes_later() {
        stage.operator.hold("extra", "it is down");
        sent(1);
        sent(2);

        toSpare("later");
        stage.delivered(sent(3));

        assertThat(atSpare()).containsExactly("1", "2", "3");
        assertThat(first.calls()).isEmpty();
    }

    @Test
    void what_waits_for_a_system_that_nobody_calls_any_more_is_delivered() {
        stage.operator.hold("extra", "it is down");
        var id = sent(1);

        toSpare("later|now");

        stage.delivered(id);
        assertThat(atSpare()).containsExactly("1");
    }

    @Test
    void what_is_being_called_is_still_before_those_behind_it() {
        var called = sent(1);
        soon().until(() -> first.calls().size() == 1);
        var behind = sent(2);

        toSpare("later");
        var after = sent(3);
        stage.gateway.bean(Diversion.class).divert();
        assertThat(stage.gateway.sql().sql("select id from delivery where destination = 'spare' order by turn").query(
                UUID.class).list()).containsExactly(called, behind, after);
        assertThat(spare.calls()).isEmpty();

        answered.countDown();
        stage.delivered(after);
        assertThat(atSpare()).containsExactly("2", "3");
    }

    @Test
    void a_node_that_does_not_serve_what_is_decided_moves_nothing() {
        stage.operator.hold("extra", "it is down");
        var id = sent(1);
        // as a node sees it that serves an earlier version: it waits where that one did not call
        stage.gateway.sql()
                .sql("update delivery set destination = 'spare', order_key = 'spare/K-1', due_at = 'infinity'")
                .update();
        var decided = stage.gateway.sql()
                .sql("update connector_change set version = 'another' where connector = 'extra'"
                        + " returning id");
        assertThat(decided.query(Long.class).list()).isNotEmpty();

        stage.gateway.bean(Diversion.class).divert();

        assertThat(stage.gateway.sql().sql("select destination from delivery where id = :id").param("id", id).query(
                String.class).single()).isEqualTo("spare");
    }
}
