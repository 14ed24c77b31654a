package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.Impostor.Said;
import vn.lgsp.gateway.journey.Impostor.Seen;
import vn.lgsp.gateway.ledger.State;

/** Of a request that is sent in parts an answer is lost: every item arrives, and none of them twice. */
@Aside
class PartsTest {
    private static final String ROOT = "src/test/resources/connectors/depot";
    private static GatewayStage stage;
    private static Operator operator;
    private static Story story;

    /** What the depot has, in the order it came. */
    private final List<String> things = new CopyOnWriteArrayList<>();
    private volatile Lost lost = new Lost("", false);
    private volatile boolean knows = true;
    private Impostor depot;

    /** @param first of the part whose answer is lost, once */
    private record Lost(String first, boolean done) {}

    @BeforeAll
    static void start() {
        stage = GatewayStage.start("--gateway.connectors.directory=" + ROOT + "/config",
                "--gateway.connectors.contracts=" + ROOT + "/contracts", "--gateway.caller.file=" + ROOT
                        + "/callers.yaml");
        operator = new Operator(stage);
        story = new Story(stage);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @BeforeEach
    void open_the_depot() {
        depot = new Impostor(stage.sandbox().on("portal"), this::answer);
    }

    @AfterEach
    void close_the_depot() {
        depot.close();
        Stages.calm(stage);
    }

    private Said answer(Seen call) {
        if (call.path().contains("/find/")) {
            var asked = call.path().substring(call.path().lastIndexOf('/') + 1);
            return Said.json(200, "{\"known\":" + (knows && things.contains(asked)) + "}");
        }
        var body = (Map<?, ?>) Json.read(call.body().getBytes(StandardCharsets.UTF_8));
        if (!(body.get("things") instanceof List<?> items)) {
            return Said.json(200, "{\"code\":0}");
        }
        var part = items.stream().map(String::valueOf).toList();
        var breaks = part.getFirst().equals(lost.first());
        if (!breaks || lost.done()) {
            things.addAll(part);
        }
        if (breaks) {
            lost = new Lost("", false);
            throw new IllegalStateException("the connection breaks");
        }
        return Said.json(200, "{\"code\":0}");
    }

    private UUID load(Lost answer) {
        lost = answer;
        var id = story.accepted("/api/depot/v1/loads", Map.of("lo", "L", "things", List.of("A", "B", "C", "D", "E")));
        story.becomes(id, State.UNKNOWN);
        return id;
    }

    private List<Integer> parts(UUID id) {
        return story.attempts(id).stream().filter(one -> !one.outcome().equals("UNKNOWN")).map(one -> one.part())
                .distinct().toList();
    }

    /** Seen: what was no list was sent as an empty one. */
    @Test
    void what_is_no_list_goes_as_it_came() {
        var id = story.accepted("/api/depot/v1/loads", Map.of("lo", "L", "things", "A"));

        story.becomes(id, State.DELIVERED);

        assertThat(depot.seen("/load")).singleElement().satisfies(call -> assertThat(call.body()).contains(
                "\"things\":\"A\""));
    }

    private void all_arrived_once() {
        assertThat(things).containsExactly("A", "B", "C", "D", "E");
    }

    @Test
    void after_a_part_that_is_known_the_next_one_goes() {
        var id = load(new Lost("A", true));

        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);

        all_arrived_once();
        assertThat(parts(id)).containsExactly(0, 1, 2);
    }

    @Test
    void a_part_in_the_middle_is_asked_about_by_its_own_items() {
        var id = load(new Lost("C", true));

        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);

        all_arrived_once();
        assertThat(depot.seen("/find/C")).hasSize(1);
        assertThat(depot.seen("/load")).hasSize(3);
    }

    @Test
    void a_part_that_is_not_known_is_sent_again_and_no_other() {
        var id = load(new Lost("C", false));

        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);

        all_arrived_once();
        assertThat(depot.seen("/load")).hasSize(4);
    }

    @Test
    void the_last_part_that_is_known_ends_it() {
        var id = load(new Lost("E", true));

        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);

        all_arrived_once();
        assertThat(depot.seen("/load")).hasSize(3);
    }

    @Test
    void when_nobody_could_say_in_time_an_operator_decides_on_the_part_that_was_lost() {
        knows = false;
        for (var delivered : List.of(true, false)) {
            things.clear();
            var id = load(new Lost("E", delivered));
            unanswered(id);

            assertThat(operator.decide(id, delivered ? "delivered" : "not-delivered").status()).isEqualTo(200);

            story.becomes(id, State.DELIVERED);
            all_arrived_once();
        }
    }

    /** Until the work has left the queue: the depot says "not yet" to each question. */
    private void unanswered(UUID id) {
        story.hurry(id);
        story.attempted(id, 4);
        stage.sql().sql("update delivery set expires_at = due_at where id = :id").param("id", id).update();
        assertThat(story.ended(id)).isEqualTo(State.UNKNOWN);
    }
}
