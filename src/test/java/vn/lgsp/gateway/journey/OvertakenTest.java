package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.delivery.ReplayRunner;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** An older version of a dossier is sent after a newer one only when an operator knows it and says so. */
class OvertakenTest {
    private static final String DOSSIERS = "DongBoHoSoMC";
    private static final String STEPS = "CapNhatTienDoHoSoMC";

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final RefusedDossiers dossiers = new RefusedDossiers(stage);
    private final Operator operator = new Operator(stage);
    private final Story story = new Story(stage);

    @AfterEach
    void end_faults() {
        operator.resume("dvcqg");
        Stages.calm(stage);
    }

    /** Steps of a known dossier that did not arrive and whose answer was lost. */
    private UUID lostSteps(int steps, Fault fault) {
        assertThat(story.ended(story.dossier())).isEqualTo(State.DELIVERED);
        assertThat(stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number()).status()).isEqualTo(200);
        sandbox.on("portal").set(fault.onlyFor(STEPS).times(1));
        var id = story.progress(steps);
        story.becomes(id, State.UNKNOWN);
        sandbox.endFaults();
        return id;
    }

    private UUID finished() {
        var id = story.finished();
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        return id;
    }

    /** The first version of the dossier, which the portal has refused by mistake. */
    private UUID refused(Story one) {
        sandbox.on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor(DOSSIERS));
        var id = one.dossier();
        one.becomes(id, State.REJECTED);
        sandbox.on("portal").set(Fault.NONE);
        return id;
    }

    private OneStopClient.Reply replay(UUID id, boolean confirm) {
        return operator.post("/ops/transactions/" + id + "/replay", Map.of("reason", "it works again", "confirm",
                confirm));
    }

    private OneStopClient.Reply confirmed(UUID id, String outcome) {
        return operator.post("/ops/transactions/" + id + "/decision", Map.of("outcome", outcome, "reason",
                "asked by telephone", "confirm", true));
    }

    private static void needsConfirmation(OneStopClient.Reply reply, int newer, UUID last) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(409);
        assertThat(reply.text("code")).isEqualTo("confirmation-needed");
        assertThat(reply.text("detail")).contains(last.toString());
        assertThat(reply.get("overtaken")).isEqualTo(Map.of("count", newer, "last", last.toString()));
    }

    @Test
    void a_lost_write_that_was_overtaken_goes_out_again_only_when_that_is_confirmed() {
        var lost = lostSteps(3, Fault.of(FaultMode.HANG).delayed(Duration.ofMillis(300)));
        assertThat(operator.get("/ops/transactions/" + lost).get("overtaken")).isNull();
        var last = finished();
        var calls = sandbox.on("portal").arrived(STEPS);

        var refused = operator.decide(lost, "not-delivered");

        needsConfirmation(refused, 1, last);
        assertThat(story.state(lost)).isEqualTo(State.UNKNOWN);
        assertThat(story.view(lost).waiting()).isNull();
        assertThat(sandbox.on("portal").arrived(STEPS)).isEqualTo(calls);
        assertThat(operator.get("/ops/transactions/" + lost).get("overtaken")).isEqualTo(Map.of("count", 1, "last", last
                .toString()));

        assertThat(confirmed(lost, "not-delivered").status()).isEqualTo(200);
        story.becomes(lost, State.DELIVERED);
        assertThat(audit(lost)).containsExactly("transaction.found-not-delivered.asked asked by telephone",
                "transaction.found-not-delivered.refused",
                "transaction.found-not-delivered.asked asked by telephone [overtaken by 1, last " + last
                        + ": confirmed]",
                "transaction.found-not-delivered.done");
    }

    @Test
    void a_lost_write_that_was_delivered_needs_no_confirmation_where_nothing_more_is_sent() {
        var lost = lostSteps(3, Fault.of(FaultMode.RESET_AFTER));
        finished();

        assertThat(operator.decide(lost, "delivered").json()).containsEntry("state", "DELIVERED");
    }

    @Test
    void of_a_lost_write_in_parts_the_parts_that_follow_are_confirmed_too() {
        var lost = lostSteps(25, Fault.of(FaultMode.RESET_AFTER));
        var last = finished();

        needsConfirmation(operator.decide(lost, "delivered"), 1, last);
        assertThat(confirmed(lost, "delivered").status()).isEqualTo(200);

        story.becomes(lost, State.DELIVERED);
        assertThat(story.atPortal().steps()).hasSize(25);
    }

    @Test
    void one_that_was_overtaken_is_sent_again_only_when_that_is_confirmed() {
        var old = refused(story);
        assertThat(operator.get("/ops/transactions/" + old).get("replay")).isEqualTo(Map.of("possible", true,
                "needsConfirmation", false, "mayActTwice", false));
        var last = finished();

        assertThat(operator.get("/ops/transactions/" + old).get("replay")).isEqualTo(Map.of("possible", true,
                "needsConfirmation", true, "mayActTwice", false));
        needsConfirmation(replay(old, false), 1, last);
        assertThat(story.atPortal().statuses()).containsExactly("10");

        assertThat(replay(old, true).status()).isEqualTo(201);
        assertThat(audit(old)).first().asString().isEqualTo("replay.asked it works again [overtaken by 1, last " + last
                + ": confirmed]");
    }

    @Test
    void a_newer_one_that_still_waits_comes_before_it_as_well() {
        var old = refused(story);
        operator.hold("dvcqg", "the portal is being moved");
        var waits = story.finished();

        needsConfirmation(replay(old, false), 1, waits);
    }

    @Test
    void one_that_waits_for_it_does_not_come_before_it() {
        var old = refused(story);
        var steps = story.progress(2);
        await().atMost(Story.PATIENCE).until(() -> stage.sql().sql(
                "select coalesce(parked, '') like 'after:%' from delivery where id = :id").param("id", steps).query(
                        Boolean.class)
                .single());

        assertThat(replay(old, false).status()).isEqualTo(201);

        story.becomes(steps, State.DELIVERED);
    }

    @Test
    void a_replay_with_a_new_body_is_a_newer_version_and_one_without_is_not() {
        var old = refused(story);
        var same = UUID.fromString(replay(old, false).text("transactionId"));
        assertThat(story.ended(same)).isEqualTo(State.DELIVERED);
        assertThat(operator.get("/ops/transactions/" + old).get("overtaken")).isNull();

        var mended = UUID.fromString(operator.post("/ops/transactions/" + old + "/replay", Map.of("reason",
                "a name was mistyped", "body", new String(Json.write(Samples.finished(story.number())),
                        StandardCharsets.UTF_8)))
                .text("transactionId"));
        assertThat(story.ended(mended)).isEqualTo(State.DELIVERED);

        needsConfirmation(replay(old, false), 1, mended);
        needsConfirmation(replay(same, false), 1, mended);
    }

    @Test
    void a_forecast_counts_them_apart_and_without_confirmation_none_is_sent() {
        var overtaken = new Story(stage);
        refused(overtaken);
        dossiers.refused(2);
        assertThat(overtaken.ended(overtaken.finished())).isEqualTo(State.DELIVERED);

        var forecast = operator.post("/ops/replays", dossiers.wish("dryRun", true));
        var without = operator.post("/ops/replays", dossiers.wish());
        var job = dossiers.started(dossiers.wish("confirm", true));
        operator.replayIs(job, "DONE");

        assertThat(forecast.json()).containsEntry("count", 3).containsEntry("overtaken", 1).containsEntry(
                "needConfirmation", 0);
        assertThat(without.status()).isEqualTo(409);
        assertThat(without.text("code")).isEqualTo("confirmation-needed");
        assertThat(operator.items(job)).hasSize(3)
                .allSatisfy(item -> assertThat(item).containsEntry("outcome", "SENT"));
    }

    @Test
    void all_of_one_key_go_out_oldest_first_also_when_the_oldest_was_tried_alone_before() {
        sandbox.on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor(DOSSIERS));
        var first = story.dossier();
        story.becomes(first, State.REJECTED);
        story.becomes(story.finished(), State.REJECTED);
        var tried = UUID.fromString(replay(first, false).text("transactionId"));
        story.becomes(tried, State.REJECTED);
        sandbox.on("portal").set(Fault.NONE);

        var forecast = operator.post("/ops/replays", dossiers.wish("dryRun", true));
        var job = dossiers.started(dossiers.wish("rate", 1));
        operator.replayIs(job, "DONE");

        assertThat(forecast.json()).containsEntry("count", 2).containsEntry("overtaken", 0);
        assertThat(operator.items(job)).hasSize(2)
                .allSatisfy(item -> assertThat(item).containsEntry("outcome", "SENT"));
        await().atMost(Story.PATIENCE).untilAsserted(() -> assertThat(story.atPortal().statuses()).containsExactly("4",
                "10"));
    }

    @Test
    void all_of_one_key_that_were_delivered_are_sent_again_in_their_order_without_asking() {
        assertThat(story.ended(story.dossier())).isEqualTo(State.DELIVERED);
        finished();
        Map<String, Object> wish = Map.of("filter", Map.of("businessKey", story.number(), "service",
                RefusedDossiers.SERVICE), "reason", "the portal lost a day", "rate", 1);

        var job = dossiers.started(wish);
        operator.replayIs(job, "DONE");

        assertThat(operator.items(job)).hasSize(2)
                .allSatisfy(item -> assertThat(item).containsEntry("outcome", "SENT"));
        await().atMost(Story.PATIENCE).untilAsserted(() -> assertThat(story.atPortal().statuses()).containsExactly("4",
                "10", "4", "10"));
    }

    @Test
    void one_that_is_overtaken_after_it_was_counted_is_left_out() {
        var old = refused(story);
        var runner = stage.bean(ReplayRunner.class);
        runner.stop();
        var job = dossiers.started(dossiers.wish());
        finished();

        runner.start();
        operator.replayIs(job, "DONE");

        assertThat(operator.items(job)).singleElement().satisfies(item -> assertThat(item).containsEntry("original", old
                .toString()).containsEntry("outcome", "LEFT_OUT").containsEntry("code", "overtaken"));
        assertThat(story.atPortal().statuses()).containsExactly("10");
    }

    private List<String> audit(UUID target) {
        return stage.sql().sql("select concat_ws(' ', action, detail) from audit where target = :id order by id").param(
                "id", target.toString()).query(String.class).list();
    }
}
