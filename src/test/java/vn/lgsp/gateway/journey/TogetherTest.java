package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.Impostor.Said;
import vn.lgsp.gateway.journey.Impostor.Seen;
import vn.lgsp.gateway.ledger.AttemptView;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.State;

/** Transactions that were accepted separately go in one call where their connector has a batch, each with its own outcome. */
@Aside
class TogetherTest {
    private static final String ROOT = "src/test/resources/connectors/depot";
    private static GatewayStage stage;
    private static Operator operator;
    private static Story story;

    /** What the depot did, in order: "A1" for the first version of A. */
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private volatile Function<List<Thing>, Said> answers = this::taken;
    private Impostor depot;

    private record Thing(String ma, int n) {}

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
        operator.post("/ops/destinations/depot/hold", Map.of("reason", "so that several wait"));
    }

    @AfterEach
    void close_the_depot() {
        depot.close();
        Stages.calm(stage);
    }

    private Said answer(Seen call) {
        if (call.path().contains("/find/")) {
            return Said.json(200, "{\"known\":" + known(call.path().substring(call.path().lastIndexOf('/') + 1)) + "}");
        }
        return answers.apply(things(call));
    }

    private boolean known(String ma) {
        return effects.stream().anyMatch(one -> one.startsWith(ma));
    }

    private static List<Thing> things(Seen call) {
        var body = (Map<?, ?>) Json.read(call.body().getBytes(StandardCharsets.UTF_8));
        return ((List<?>) body.get("data")).stream().map(one -> (Map<?, ?>) one).map(one -> new Thing(String.valueOf(one
                .get("ma")), Integer.parseInt(String.valueOf(one.get("n"))))).toList();
    }

    /** It takes all but those numbered 17. */
    private Said taken(List<Thing> things) {
        var results = new ArrayList<Map<String, Object>>();
        things.forEach(thing -> {
            var fine = thing.n() != 17;
            if (fine) {
                effects.add(thing.ma() + thing.n());
            }
            results.add(fine
                    ? Map.of("ma", thing.ma(), "code", 0, "so", "K-" + thing.ma())
                    : Map.of("ma", thing.ma(), "code", 17, "message", "full"));
        });
        return said(200, Map.of("code", 0, "results", results));
    }

    private static Said said(int status, Object body) {
        return Said.json(status, new String(Json.write(body), StandardCharsets.UTF_8));
    }

    private static UUID put(String ma, int n) {
        return story.accepted("/api/depot/v1/puts", Map.of("ma", ma, "n", n));
    }

    private static List<UUID> puts(int many) {
        return IntStream.range(0, many).mapToObj(i -> put("M" + i + "-", 1)).toList();
    }

    private static void resume() {
        assertThat(operator.resume("depot").status()).isLessThan(300);
    }

    private static void all(List<UUID> ids, State state) {
        ids.forEach(id -> story.becomes(id, state));
    }

    private static List<Integer> together(UUID id) {
        return story.attempts(id).stream().map(AttemptView::together).toList();
    }

    private static List<String> outcomes(UUID id) {
        return story.attempts(id).stream().map(AttemptView::outcome).toList();
    }

    @Test
    void many_that_wait_go_in_few_calls() {
        var ids = puts(45);

        resume();

        all(ids, State.DELIVERED);
        assertThat(depot.seen("/put")).hasSizeLessThanOrEqualTo(5);
        assertThat(effects).hasSize(45).doesNotHaveDuplicates();
        assertThat(ids.stream().map(TogetherTest::together)).contains(List.of(20));
    }

    @Test
    void each_learns_its_own_outcome_and_one_that_is_refused_harms_no_other() {
        var first = put("A", 1);
        var full = put("B", 17);
        var last = put("C", 1);

        resume();

        all(List.of(first, last), State.DELIVERED);
        story.becomes(full, State.REJECTED);
        assertThat(depot.seen("/put")).hasSize(1);
        assertThat(story.view(full).code()).isEqualTo("17");
        assertThat(story.view(full).reason()).isEqualTo("full");
        assertThat(outcomes(full)).containsExactly("REJECTED");
        var ledger = stage.bean(Ledger.class);
        assertThat(ledger.payload(first, "reply").map(Json::read)).contains(Map.of("so", "K-A"));
        assertThat(new String(ledger.payload(first, "answer").orElseThrow(), StandardCharsets.UTF_8)).contains("K-A")
                .doesNotContain("K-C");
    }

    @Test
    void operators_see_with_how_many_a_transaction_went_and_what_of_the_call_was_its_own() {
        var first = put("S", 1);
        put("a-much-longer-name", 1);
        put("T", 1);

        resume();
        story.becomes(first, State.DELIVERED);

        var shown = (Map<?, ?>) ((List<?>) operator.get("/ops/transactions/" + first).get("attempts")).getFirst();
        assertThat(shown.get("together")).isEqualTo(3);
        assertThat(((Number) shown.get("sentBytes")).intValue()).isEqualTo("{\"ma\":\"S\",\"n\":1}".length());
    }

    @Test
    void a_call_refused_as_a_whole_is_made_for_each_alone() {
        answers = things -> things.stream().anyMatch(thing -> thing.ma().equals("bad"))
                ? said(400, Map.of("message", "malformed"))
                : taken(things);
        var ids = puts(3);
        var bad = put("bad", 1);

        resume();

        all(ids, State.DELIVERED);
        story.becomes(bad, State.REJECTED);
        assertThat(depot.seen("/put")).hasSize(5);
        assertThat(ids).allSatisfy(id -> {
            assertThat(outcomes(id)).containsExactly("AGAIN", "DELIVERED");
            assertThat(together(id)).containsExactly(4, 1);
        });
        assertThat(outcomes(bad)).containsExactly("AGAIN", "REJECTED");
        assertThat(effects).hasSize(3).doesNotHaveDuplicates();
    }

    /** The depot did one half of them before the connection broke. */
    @Test
    void when_the_answer_is_lost_each_is_unknown_and_the_inquiry_decides_each() {
        answers = things -> {
            taken(things.subList(0, 2));
            answers = this::taken;
            throw new IllegalStateException("the connection breaks");
        };
        var ids = puts(4);

        resume();

        all(ids, State.UNKNOWN);
        assertThat(depot.seen("/put")).hasSize(1);
        ids.forEach(id -> assertThat(story.ended(id)).isEqualTo(State.DELIVERED));
        assertThat(effects).hasSize(4).doesNotHaveDuplicates();
        assertThat(ids).allSatisfy(id -> assertThat(together(id).getFirst()).isEqualTo(4));
    }

    @Test
    void what_the_answer_does_not_speak_of_is_asked_about_and_not_sent_again() {
        answers = things -> {
            taken(things);
            return said(200, Map.of("results", List.of(Map.of("ma", "A", "code", 0, "so", "1"))));
        };
        var told = put("A", 1);
        var untold = put("B", 1);

        resume();

        story.becomes(told, State.DELIVERED);
        story.becomes(untold, State.UNKNOWN);
        assertThat(story.view(untold).code()).isEqualTo("no-verdict");
        assertThat(story.ended(untold)).isEqualTo(State.DELIVERED);
        assertThat(effects).containsExactly("A1", "B1");
    }

    @Test
    void versions_of_one_thing_never_go_together_and_keep_their_order() {
        var ids = new ArrayList<UUID>();
        for (int n = 1; n <= 3; n++) {
            for (var ma : List.of("A", "B", "C")) {
                ids.add(put(ma, n));
            }
        }

        resume();

        all(ids, State.DELIVERED);
        assertThat(depot.seen("/put")).allSatisfy(call -> assertThat(things(call).stream().map(Thing::ma))
                .doesNotHaveDuplicates());
        for (var ma : List.of("A", "B", "C")) {
            assertThat(effects.stream().filter(one -> one.startsWith(ma))).containsExactly(ma + 1, ma + 2, ma + 3);
        }
    }

    @Test
    void when_the_depot_is_down_each_waits_as_usual_and_then_goes_alone() {
        answers = _ -> said(503, Map.of());
        var ids = puts(3);

        resume();
        ids.forEach(id -> story.attempted(id, 1));
        assertThat(ids).allSatisfy(id -> assertThat(story.state(id)).isEqualTo(State.DELIVERING));
        answers = this::taken;

        ids.forEach(id -> assertThat(story.ended(id)).isEqualTo(State.DELIVERED));
        assertThat(ids).allSatisfy(id -> assertThat(together(id)).containsExactly(3, 1));
        assertThat(effects).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void an_answer_for_all_is_everybodys_and_what_differs_around_its_item_goes_by_itself() {
        var ids = new LinkedHashMap<String, UUID>();
        for (var ma : List.of("A", "B", "C")) {
            ids.put(ma, story.accepted("/api/depot/v1/sets", Map.of("lo", ma.equals("C") ? "L2" : "L1", "ma", ma, "n",
                    1)));
        }

        resume();

        all(List.copyOf(ids.values()), State.DELIVERED);
        assertThat(depot.seen("/set")).extracting(call -> things(call).size()).containsExactlyInAnyOrder(2, 1);
        assertThat(together(ids.get("A"))).containsExactly(2);
        assertThat(together(ids.get("C"))).containsExactly(1);
    }

    /** What a gateway leaves that is killed in the middle of the call: nobody knows whether it was made. */
    @Test
    void when_the_gateway_dies_in_the_middle_each_is_asked_about_and_nothing_is_sent_twice() {
        var died = new CountDownLatch(1);
        answers = things -> {
            taken(things);
            hold(died);
            return said(200, Map.of());
        };
        var ids = puts(3);

        resume();
        await().atMost(Story.PATIENCE).until(() -> !depot.seen("/put").isEmpty());
        stage.sql().sql("update delivery set lease_owner = 'gone', lease_until = '-infinity'").update();

        ids.forEach(id -> assertThat(story.ended(id)).isEqualTo(State.DELIVERED));
        died.countDown();
        assertThat(depot.seen("/put")).hasSize(1);
        assertThat(effects).hasSize(3).doesNotHaveDuplicates();
    }

    private static void hold(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void one_that_comes_alone_goes_at_once() {
        resume();

        var id = put("A", 1);

        story.becomes(id, State.DELIVERED);
        assertThat(together(id)).containsExactly(1);
    }
}
