package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.cli.Ran;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.ledger.CounterCheck;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** What was not delivered is sent again by an operator: one or many, each once, and it is known which came of which. */
class ReplayTest {
    private static final String DOSSIERS = RefusedDossiers.SERVICE;

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final RefusedDossiers dossiers = new RefusedDossiers(stage);
    private final Operator operator = new Operator(stage);
    private final Story story = new Story(stage);

    @AfterEach
    void end_faults() {
        Stages.calm(stage);
    }

    @Test
    void a_dry_run_counts_and_sends_nothing() {
        var stories = dossiers.refused(5);
        var done = stories.getFirst();
        operator.replay(RefusedDossiers.sent(done).getFirst().id());

        var forecast = operator.post("/ops/replays", dossiers.wish("dryRun", true));
        var with = operator.post("/ops/replays", dossiers.wish("dryRun", true, "again", true));

        assertThat(forecast.status()).isEqualTo(200);
        assertThat(forecast.json()).containsEntry("matched", 5).containsEntry("count", 4).containsEntry(
                "needConfirmation", 0);
        assertThat(forecast.json().get("leftOut")).isEqualTo(Map.of("stillUnderWay", 0, "payloadGone", 0,
                "noSuchService", 0, "alreadyReplayed", 1));
        assertThat(with.json()).containsEntry("count", 5);
        assertThat(stories.subList(1, 5)).allSatisfy(one -> assertThat(RefusedDossiers.sent(one)).hasSize(1));
    }

    @Test
    void two_hundred_are_sent_again_once_each_and_the_result_of_each_is_told() {
        var stories = dossiers.refused(200);

        var replay = dossiers.started(dossiers.wish("rate", 500));
        var ended = operator.replayIs(replay, "DONE");
        RefusedDossiers.delivered(stories);

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
        var stories = dossiers.refused(3);
        operator.replayIs(dossiers.started(dossiers.wish()), "DONE");
        RefusedDossiers.delivered(stories);

        var again = operator.post("/ops/replays", dossiers.wish());
        var wanted = dossiers.started(dossiers.wish("again", true));
        operator.replayIs(wanted, "DONE");

        assertThat(again.status()).isEqualTo(422);
        assertThat(again.text("code")).isEqualTo("nothing-to-replay");
        assertThat(operator.items(wanted)).hasSize(3);
        assertThat(stories).allSatisfy(one -> assertThat(RefusedDossiers.sent(one)).hasSize(3));
    }

    @Test
    void the_same_request_twice_is_carried_out_once_and_answered_alike_and_two_are_two() {
        var stories = dossiers.refused(2);
        var key = Story.key();

        var first = dossiers.started(dossiers.wish("again", true), "Idempotency-Key", key);
        var same = dossiers.started(dossiers.wish("again", true), "Idempotency-Key", key);
        var other = operator.post("/ops/replays", dossiers.wish("again", true, "rate", 7), "Idempotency-Key", key);
        operator.replayIs(first, "DONE");
        var second = dossiers.started(dossiers.wish("again", true), "Idempotency-Key", Story.key());
        operator.replayIs(second, "DONE");

        assertThat(same).isEqualTo(first);
        assertThat(other.text("code")).isEqualTo("idempotency-key-reused");
        assertThat(second).isNotEqualTo(first);
        assertThat(stories).allSatisfy(one -> assertThat(RefusedDossiers.sent(one)).hasSize(3));
    }

    @Test
    void one_sent_again_under_the_same_key_at_the_same_time_is_one_transaction() {
        var id = dossiers.refused(1).getFirst().all().getFirst().id();
        var key = Story.key();

        var children = IntStream.range(0, 10).parallel().mapToObj(n -> operator.post("/ops/transactions/" + id
                + "/replay", Map.of("reason", "pressed ten times"), "Idempotency-Key", key).text("transactionId"))
                .distinct().toList();

        assertThat(children).hasSize(1);
        assertThat(operator.replay(id)).isNotEqualTo(UUID.fromString(children.getFirst()));
    }

    @Test
    void a_write_that_may_take_effect_twice_needs_a_confirmation_in_bulk_too() {
        sandbox.on("payment").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor("INIT"));
        var stories = Stream.generate(() -> new Story(stage)).limit(3).toList();
        stories.forEach(one -> assertThat(one.payment().status()).isEqualTo(502));
        sandbox.on("payment").set(Fault.NONE);
        var wish = new LinkedHashMap<String, Object>(Map.of("filter", Map.of("service", "payment.init", "state", List
                .of("EXHAUSTED"), "from", dossiers.since().toString()), "reason",
                "the platform says it has none of them"));

        var counted = operator.post("/ops/replays", with(wish, "dryRun", true));
        var without = operator.post("/ops/replays", wish);
        var silent = operator.post("/ops/replays", with(with(wish, "confirm", true), "reason", " "));
        operator.replayIs(dossiers.started(with(wish, "confirm", true)), "DONE");

        assertThat(counted.json()).containsEntry("count", 3).containsEntry("needConfirmation", 3);
        assertThat(without.text("code")).isEqualTo("confirmation-needed");
        assertThat(silent.text("code")).isEqualTo("reason-needed");
        assertThat(stories).allSatisfy(one -> await().atMost(Story.PATIENCE).untilAsserted(() -> assertThat(sandbox
                .payment().initsOf(one.number())).isEqualTo(1)));
    }

    @Test
    void the_command_line_sends_such_a_write_again_with_confirm_only() {
        sandbox.on("payment").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor("INIT"));
        var paid = new Story(stage);
        paid.payment();
        sandbox.on("payment").set(Fault.NONE);

        var refused = replayed(paid);
        var confirmed = replayed(paid, "--confirm");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("HTTP 409: Confirmation needed");
        assertThat(confirmed.code()).as(confirmed.err()).isZero();
        await().atMost(Story.PATIENCE).until(() -> sandbox.payment().initsOf(paid.number()) == 1);
    }

    private Ran replayed(Story story, String... more) {
        var words = new ArrayList<>(List.of("replay", story.all().getFirst().id().toString(), "--reason",
                "the platform has none", "--ops", stage.opsUrl().toString(), "--password=" + Operator.PASSWORD,
                "--lang",
                "en"));
        words.addAll(List.of(more));
        return Ran.gateway(words.toArray(String[]::new));
    }

    private static Map<String, Object> with(Map<String, Object> wish, String name, Object value) {
        var more = new LinkedHashMap<>(wish);
        more.put(name, value);
        return more;
    }

    @Test
    void an_amended_request_is_checked_gets_its_key_anew_and_both_bodies_are_kept() {
        var id = dossiers.refused(1).getFirst().all().getFirst().id();
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
        var all = operator.post("/ops/replays", Map.of("filter", Map.of("from", dossiers.since().toString()), "reason",
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

        operator.replayIs(dossiers.started(dossiers.wish("rate", 1000)), "DONE");

        await().atMost(Story.PATIENCE)
                .untilAsserted(() -> assertThat(RefusedDossiers.sent(one)).hasSize(4).allSatisfy(row -> assertThat(
                        row.state().settled()).isTrue()));
        assertThat(one.atPortal().statuses()).containsExactly("4", "10");
    }

    private void countersAreRight() {
        assertThat(CounterCheck.differences(stage.sql())).isEmpty();
    }
}
