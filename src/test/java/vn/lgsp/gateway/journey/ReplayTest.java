package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.delivery.ReplayRunner;
import vn.lgsp.gateway.ledger.CounterCheck;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionView;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** What was not delivered is sent again by an operator: one or many, each once, and it is known which came of which. */
class ReplayTest {
    private static final String DOSSIERS = "dvcqg.sync-dossier";

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final Operator operator = new Operator(stage);
    private final Story story = new Story(stage);
    private Instant start = Instant.EPOCH;

    @BeforeEach
    void remember_the_time() {
        start = stage.now();
    }

    @AfterEach
    void end_faults() {
        Stages.calm(stage);
    }

    /** Dossiers the portal has refused by mistake; it is well again. */
    private List<Story> refused(int number) {
        sandbox.on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor("DongBoHoSoMC"));
        var stories = Stream.generate(() -> new Story(stage)).limit(number).toList();
        var ids = stories.stream().map(Story::dossier).toList();
        for (int i = 0; i < number; i++) {
            stories.get(i).becomes(ids.get(i), State.REJECTED);
        }
        sandbox.on("portal").set(Fault.NONE);
        return stories;
    }

    /** All dossiers this test has had refused. */
    private Map<String, Object> wish(Object... more) {
        var wish = Operator.wish(DOSSIERS, State.REJECTED, more);
        wish.put("filter", Map.of("service", DOSSIERS, "state", List.of("REJECTED"), "from", start.toString()));
        return wish;
    }

    private String started(Map<String, Object> wish, String... headers) {
        var reply = operator.post("/ops/replays", wish, headers);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        return reply.text("id");
    }

    /** The dossier's transactions, without what its caller is told of them. */
    private static List<TransactionView> sent(Story one) {
        return one.all().stream().filter(row -> row.service().equals(DOSSIERS)).toList();
    }

    private static void delivered(List<Story> stories) {
        assertThat(stories).allSatisfy(one -> await().atMost(Story.PATIENCE).untilAsserted(() -> {
            assertThat(sent(one)).hasSize(2);
            assertThat(sent(one).getLast().state()).isEqualTo(State.DELIVERED);
            assertThat(sent(one).getLast().origin()).isEqualTo("replay");
            assertThat(sent(one).getLast().parent()).isEqualTo(sent(one).getFirst().id());
            assertThat(one.atPortal().inserts()).isEqualTo(1);
        }));
    }

    @Test
    void a_dry_run_counts_and_sends_nothing() {
        var stories = refused(5);
        var done = stories.getFirst();
        operator.replay(sent(done).getFirst().id());

        var forecast = operator.post("/ops/replays", wish("dryRun", true));
        var with = operator.post("/ops/replays", wish("dryRun", true, "again", true));

        assertThat(forecast.status()).isEqualTo(200);
        assertThat(forecast.json()).containsEntry("matched", 5).containsEntry("count", 4).containsEntry(
                "needConfirmation", 0);
        assertThat(forecast.json().get("leftOut")).isEqualTo(Map.of("stillUnderWay", 0, "payloadGone", 0,
                "noSuchService", 0, "alreadyReplayed", 1));
        assertThat(with.json()).containsEntry("count", 5);
        assertThat(stories.subList(1, 5)).allSatisfy(one -> assertThat(sent(one)).hasSize(1));
    }

    @Test
    void two_hundred_are_sent_again_once_each_and_the_result_of_each_is_told() {
        var stories = refused(200);

        var replay = started(wish("rate", 500));
        var ended = operator.replayIs(replay, "DONE");
        delivered(stories);

        assertThat(ended.json()).containsEntry("total", 200).containsEntry("sent", 200).containsEntry("waiting", 0);
        assertThat(operator.get("/ops/replays/" + replay).get("children")).isEqualTo(Map.of("DELIVERED", 200));
        assertThat(operator.items(replay)).hasSize(200).allSatisfy(item -> {
            assertThat(item).containsEntry("outcome", "SENT").containsEntry("originalState", "REJECTED");
            assertThat(item.get("child")).asInstanceOf(InstanceOfAssertFactories.MAP)
                    .containsEntry("state", "DELIVERED");
        });
        var page = operator.get("/ops/replays/" + replay + "/items?limit=120");
        var rest = operator.get("/ops/replays/" + replay + "/items?limit=120&after=" + page.text("next"));
        assertThat((List<?>) page.get("items")).hasSize(120);
        assertThat((List<?>) rest.get("items")).hasSize(80);
        assertThat(rest.get("next")).isNull();
        countersAreRight();
    }

    @Test
    void a_second_replay_of_the_same_filter_leaves_out_what_was_sent_again_unless_it_is_wanted() {
        var stories = refused(3);
        operator.replayIs(started(wish()), "DONE");
        delivered(stories);

        var again = operator.post("/ops/replays", wish());
        var wanted = started(wish("again", true));
        operator.replayIs(wanted, "DONE");

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.text("code")).isEqualTo("nothing-to-replay");
        assertThat(operator.items(wanted)).hasSize(3);
        assertThat(stories).allSatisfy(one -> assertThat(sent(one)).hasSize(3));
    }

    @Test
    void the_same_request_twice_is_carried_out_once_and_answered_alike_and_two_are_two() {
        var stories = refused(2);
        var key = Story.key();

        var first = started(wish("again", true), "Idempotency-Key", key);
        var same = started(wish("again", true), "Idempotency-Key", key);
        var other = operator.post("/ops/replays", wish("again", true, "rate", 7), "Idempotency-Key", key);
        operator.replayIs(first, "DONE");
        var second = started(wish("again", true), "Idempotency-Key", Story.key());
        operator.replayIs(second, "DONE");

        assertThat(same).isEqualTo(first);
        assertThat(other.text("code")).isEqualTo("idempotency-key-reused");
        assertThat(second).isNotEqualTo(first);
        assertThat(stories).allSatisfy(one -> assertThat(sent(one)).hasSize(3));
    }

    @Test
    void one_sent_again_under_the_same_key_at_the_same_time_is_one_transaction() {
        var id = refused(1).getFirst().all().getFirst().id();
        var key = Story.key();

        var children = IntStream.range(0, 10).parallel().mapToObj(n -> operator.post("/ops/transactions/" + id
                + "/replay", Map.of("reason", "pressed ten times"), "Idempotency-Key", key).text("transactionId"))
                .distinct().toList();

        assertThat(children).hasSize(1);
        assertThat(operator.replay(id)).isNotEqualTo(UUID.fromString(children.getFirst()));
    }

    @Test
    void it_is_paused_resumed_and_cancelled_and_what_was_sent_stays_sent() {
        var stories = refused(12);

        var replay = started(wish("rate", 4));
        await().atMost(Story.PATIENCE).until(() -> (int) operator.get("/ops/replays/" + replay).json().get("sent") > 1);
        assertThat(operator.post("/ops/replays/" + replay + "/pause", Map.of()).text("state")).isEqualTo("PAUSED");
        await().atMost(Story.PATIENCE).until(() -> stage.sql().sql(
                "select lease_owner is null from replay_job where id = :id::uuid").param("id", replay).query(
                        Boolean.class)
                .single());
        var sent = (int) operator.get("/ops/replays/" + replay).json().get("sent");

        assertThat(sent).isBetween(2, 11);
        assertThat(operator.post("/ops/replays/" + replay + "/resume", Map.of()).text("state")).isEqualTo("RUNNING");
        await().atMost(Story.PATIENCE).until(() -> (int) operator.get("/ops/replays/" + replay).json().get(
                "sent") > sent);
        assertThat(operator.post("/ops/replays/" + replay + "/cancel", Map.of("reason", "enough")).text("state"))
                .isEqualTo("CANCELLED");
        assertThat(operator.post("/ops/replays/" + replay + "/resume", Map.of()).status()).isEqualTo(409);

        await().atMost(Story.PATIENCE).until(() -> stage.sql().sql(
                "select lease_owner is null from replay_job where id = :id::uuid").param("id", replay).query(
                        Boolean.class)
                .single());
        var end = operator.get("/ops/replays/" + replay).json();
        assertThat((int) end.get("sent")).isLessThan(12);
        assertThat((int) end.get("sent") + (int) end.get("waiting")).isEqualTo(12);
        assertThat(stories.stream().filter(one -> sent(one).size() == 2).count()).isEqualTo(((Integer) end.get("sent"))
                .longValue());
    }

    @Test
    void what_one_gateway_leaves_when_it_closes_another_carries_on() {
        var stories = refused(40);
        stage.bean(ReplayRunner.class).stop();
        String replay;
        try (var second = stage.another("--gateway.ledger.node=closing", "--POSTAL_POLL=1h")) {
            var there = new Operator(second);
            replay = there.post("/ops/replays", wish("rate", 20)).text("id");
            await().atMost(Story.PATIENCE).until(() -> (int) there.get("/ops/replays/" + replay).json().get(
                    "sent") > 3);
        }
        var left = (int) operator.get("/ops/replays/" + replay).json().get("waiting");

        stage.bean(ReplayRunner.class).start();
        operator.replayIs(replay, "DONE");

        assertThat(left).isBetween(1, 39);
        delivered(stories);
    }

    @Test
    void what_a_gateway_opened_and_did_not_note_before_it_died_is_not_opened_twice() {
        var stories = refused(3);
        var replay = started(wish());
        operator.replayIs(replay, "DONE");
        delivered(stories);

        stage.sql().sql("update replay_item set outcome = 'WAITING', child = null where job = :id::uuid").param("id",
                replay).update();
        stage.sql().sql("""
                update replay_job set state = 'RUNNING', lease_owner = 'dead',
                  lease_until = clock_timestamp() + interval '1 second' where id = :id::uuid""").param("id", replay)
                .update();
        operator.replayIs(replay, "DONE");

        delivered(stories);
        assertThat(operator.items(replay)).allSatisfy(item -> assertThat(item).containsEntry("outcome", "SENT"));
    }

    @Test
    void a_write_that_may_take_effect_twice_needs_a_confirmation_in_bulk_too() {
        sandbox.on("payment").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor("INIT"));
        var stories = Stream.generate(() -> new Story(stage)).limit(3).toList();
        stories.forEach(one -> assertThat(one.payment().status()).isEqualTo(502));
        sandbox.on("payment").set(Fault.NONE);
        var wish = new LinkedHashMap<String, Object>(Map.of("filter", Map.of("service", "payment.init", "state", List
                .of("EXHAUSTED"), "from", start.toString()), "reason", "the platform says it has none of them"));

        var counted = operator.post("/ops/replays", with(wish, "dryRun", true));
        var without = operator.post("/ops/replays", wish);
        var silent = operator.post("/ops/replays", with(with(wish, "confirm", true), "reason", " "));
        operator.replayIs(started(with(wish, "confirm", true)), "DONE");

        assertThat(counted.json()).containsEntry("count", 3).containsEntry("needConfirmation", 3);
        assertThat(without.text("code")).isEqualTo("confirmation-needed");
        assertThat(silent.text("code")).isEqualTo("reason-needed");
        assertThat(stories).allSatisfy(one -> await().atMost(Story.PATIENCE).untilAsserted(() -> assertThat(sandbox
                .payment().initsOf(one.number())).isEqualTo(1)));
    }

    private static Map<String, Object> with(Map<String, Object> wish, String name, Object value) {
        var more = new LinkedHashMap<>(wish);
        more.put(name, value);
        return more;
    }

    @Test
    void an_amended_request_is_checked_gets_its_key_anew_and_both_bodies_are_kept() {
        var id = refused(1).getFirst().all().getFirst().id();
        var mended = Samples.dossier(story.number());
        var body = new String(Json.write(mended), StandardCharsets.UTF_8);
        var wrong = new LinkedHashMap<>(mended);
        wrong.remove("ngayTiepNhan");

        var refusedBody = operator.post("/ops/transactions/" + id + "/replay", Map.of("reason", "a number was mistyped",
                "body", new String(Json.write(wrong), StandardCharsets.UTF_8)));
        var sent = operator.post("/ops/transactions/" + id + "/replay", Map.of("reason", "a number was mistyped",
                "body", body));

        assertThat(refusedBody.status()).isEqualTo(422);
        assertThat(refusedBody.get("errors").toString()).contains("ngayTiepNhan");
        assertThat(sent.status()).as(sent.toString()).isEqualTo(201);
        var child = UUID.fromString(sent.text("transactionId"));
        story.becomes(child, State.DELIVERED);
        assertThat(story.view(child).businessKey()).isEqualTo(story.number());
        assertThat(story.view(child).parent()).isEqualTo(id);
        assertThat(story.atPortal().inserts()).isEqualTo(1);
        assertThat(payload(child)).isEqualTo(body);
        assertThat(payload(id)).contains("H47.12-260302").isNotEqualTo(body);
    }

    private String payload(UUID id) {
        var reply = operator.get("/ops/transactions/" + id + "/payload/request?reason=compare%20both");
        assertThat(reply.status()).isEqualTo(200);
        return new String(reply.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_misspelt_or_empty_filter_sends_nothing() {
        var misspelt = operator.post("/ops/replays", Map.of("filter", Map.of("service", DOSSIERS, "stat", "REJECTED"),
                "reason", "a slip of the pen"));
        var all = operator.post("/ops/replays", Map.of("filter", Map.of("from", start.toString()), "reason",
                "everything at once"));

        assertThat(List.of(misspelt.status(), all.status())).containsExactly(400, 400);
        assertThat(new HashSet<>(List.of(misspelt.text("code"), all.text("code")))).containsExactly("bad-parameter");
    }

    @Test
    void dossiers_of_one_number_are_sent_again_in_their_order() {
        sandbox.on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor("DongBoHoSoMC"));
        var one = new Story(stage);
        one.becomes(one.dossier(), State.REJECTED);
        one.becomes(one.finished(), State.REJECTED);
        sandbox.on("portal").set(Fault.NONE);

        operator.replayIs(started(wish("rate", 1000)), "DONE");

        await().atMost(Story.PATIENCE)
                .untilAsserted(() -> assertThat(sent(one)).hasSize(4).allSatisfy(row -> assertThat(
                        row.state().settled()).isTrue()));
        assertThat(one.atPortal().statuses()).containsExactly("4", "10");
    }

    private void countersAreRight() {
        assertThat(CounterCheck.differences(stage.sql())).isEmpty();
    }
}
