package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.ledger.CounterCheck;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** What only a person decides: hold a system, stop a transaction, say what became of a lost answer, look at the dead. */
class OperatorsDecideTest {
    private static final String STEPS = "CapNhatTienDoHoSoMC";

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final Operator operator = new Operator(stage);
    private final Story story = new Story(stage);

    @AfterEach
    void end_faults() {
        operator.resume("dvcqg");
        Stages.calm(stage);
    }

    @Test
    void a_held_system_is_not_called_spends_no_attempt_and_everything_arrives_when_it_is_resumed() {
        assertThat(operator.hold("dvcqg", "the portal is being moved").status()).isEqualTo(200);
        var calls = sandbox.on("portal").arrived("DongBoHoSoMC");

        var id = story.dossier();
        stage.pass(Duration.ofMinutes(5));
        var row = operator.destination("dvcqg");

        assertThat(sandbox.on("portal").arrived("DongBoHoSoMC")).isEqualTo(calls);
        assertThat(story.attempts(id)).isEmpty();
        assertThat(row.get("closed")).asString().contains("held");
        assertThat(row.get("hold")).asString().contains("operator", "the portal is being moved");
        assertThat((int) row.get("backlog")).isPositive().isEqualTo(row.get("parked"));
        assertThat(stage.oneStop().transaction(id.toString()).get("nextAttemptAt")).isNull();
        assertThat(operator.get("/ops/services").toString()).containsPattern(
                "\"id\":\"dvcqg.sync-dossier\"[^}]*\\}[^}]*\"closed\":\\{\"why\":\"held\"");
        assertThat(operator.get("/ops/transactions/" + id).get("closed")).asString().contains("held");
        assertThat(operator.hold("dvcqg", "me too").text("code")).isEqualTo("held-already");

        assertThat(operator.resume("dvcqg").status()).isEqualTo(200);
        story.becomes(id, State.DELIVERED);
        assertThat(operator.resume("dvcqg").text("code")).isEqualTo("not-held");
        assertThat(story.attempts(id)).extracting(attempt -> attempt.outcome()).doesNotContain("UNAVAILABLE");
    }

    @Test
    void a_hold_is_for_all_gateways_and_outlives_them() {
        try (var second = stage.another("--gateway.ledger.node=held", "--POSTAL_POLL=1h")) {
            assertThat(new Operator(second).hold("dvcqg", "for everybody").status()).isEqualTo(200);
        }
        await().atMost(Story.PATIENCE).untilAsserted(() -> assertThat(operator.destination("dvcqg").get("hold"))
                .asString().contains("for everybody"));

        var id = story.dossier();
        try (var third = stage.another("--gateway.ledger.node=held-too", "--POSTAL_POLL=1h")) {
            assertThat(new Operator(third).destination("dvcqg").get("hold")).asString().contains("for everybody");
        }

        assertThat(story.attempts(id)).isEmpty();
    }

    @Test
    void an_open_breaker_says_when_it_tries_again_and_is_closed_by_hand() {
        sandbox.on("portal").set(Fault.of(FaultMode.SERVER_ERROR));
        IntStream.range(0, 8).forEach(n -> new Story(stage).dossier());
        await().atMost(Story.PATIENCE).until(() -> operator.destination("dvcqg").get("closed") != null);
        var row = operator.destination("dvcqg");
        sandbox.endFaults();

        assertThat(row.get("breaker")).asString().contains("OPEN", "% failed");
        @SuppressWarnings("unchecked")
        var closed = (Map<String, Object>) Objects.requireNonNull(row.get("closed"));
        assertThat(closed).containsEntry("why", "breaker-open");
        assertThat(Instant.parse(String.valueOf(closed.get("until")))).isAfter(stage.now()).isBefore(stage.now().plus(
                Duration.ofMinutes(2)));

        var reset = operator.post("/ops/destinations/dvcqg/breaker/reset", Map.of("reason", "they say it works"));
        assertThat(reset.status()).as(reset.toString()).isEqualTo(200);
        story.becomes(story.dossier(), State.DELIVERED);
        assertThat(operator.post("/ops/destinations/dvcqg/breaker/reset", Map.of("reason", "once more")).text("code"))
                .isEqualTo("breaker-closed");
    }

    @Test
    void what_waits_is_cancelled_and_its_caller_is_told() {
        sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).retryAfter(600).onlyFor("DongBoHoSoMC"));
        var id = story.dossier();
        story.attempted(id, 1);

        var cancelled = operator.cancel(id);
        sandbox.endFaults();

        assertThat(cancelled.json()).containsEntry("state", "CANCELLED");
        assertThat(story.view(id).waiting()).isNull();
        assertThat(story.view(id).reason()).isEqualTo("no longer wanted");
        await().atMost(Story.PATIENCE).until(() -> sandbox.oneStop().about("/lgsp/events", id.toString()) == 1);
        assertThat(operator.cancel(id).text("code")).isEqualTo("not-waiting");
        assertThat(audit(id)).containsExactly("transaction.cancel.asked no longer wanted", "transaction.cancel.done",
                "transaction.cancel.asked no longer wanted", "transaction.cancel.refused");
        countersAreRight();
    }

    @Test
    void what_is_cancelled_lets_those_behind_it_go_on() {
        sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).retryAfter(600).onlyFor("DongBoHoSoMC").times(1));
        var first = story.dossier();
        story.attempted(first, 1);
        var second = story.finished();

        assertThat(operator.cancel(first).status()).isEqualTo(200);

        story.becomes(second, State.DELIVERED);
    }

    @Test
    void what_is_being_called_at_this_moment_is_not_cancelled() {
        assertThat(stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number()).status()).isEqualTo(200);
        sandbox.on("portal").set(Fault.slow(Duration.ofSeconds(2)).onlyFor("DongBoHoSoMC"));
        var calls = sandbox.on("portal").arrived("DongBoHoSoMC");
        var id = story.dossier();
        await().atMost(Story.PATIENCE).until(() -> sandbox.on("portal").arrived("DongBoHoSoMC") > calls);

        assertThat(operator.cancel(id).text("code")).isEqualTo("in-hand");

        story.becomes(id, State.DELIVERED);
    }

    /** Steps of a known dossier whose answer was lost; nobody can ask the portal about them. */
    private UUID lostSteps() {
        assertThat(story.ended(story.dossier())).isEqualTo(State.DELIVERED);
        assertThat(stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number()).status()).isEqualTo(200);
        sandbox.on("portal").set(Fault.of(FaultMode.RESET_AFTER).onlyFor(STEPS).times(1));
        var id = story.progress(3);
        story.becomes(id, State.UNKNOWN);
        sandbox.endFaults();
        return id;
    }

    @Test
    void an_operator_says_that_a_lost_write_was_delivered_and_it_is_not_sent_again() {
        var id = lostSteps();
        var calls = sandbox.on("portal").arrived(STEPS);

        var decided = operator.decide(id, "delivered");

        assertThat(decided.json()).containsEntry("state", "DELIVERED");
        assertThat(sandbox.on("portal").arrived(STEPS)).isEqualTo(calls);
        assertThat(story.view(id).waiting()).isNull();
        // first that it was unknown, then what it was
        await().atMost(Story.PATIENCE).until(() -> sandbox.oneStop().about("/lgsp/events", id.toString()) == 2);
        assertThat(operator.decide(id, "not-delivered").text("code")).isEqualTo("not-unknown");
        assertThat(audit(id)).startsWith("transaction.found-delivered.asked asked by telephone",
                "transaction.found-delivered.done");
        countersAreRight();
    }

    @Test
    void an_operator_says_that_a_lost_write_was_not_delivered_and_it_is_tried_once_more() {
        assertThat(story.ended(story.dossier())).isEqualTo(State.DELIVERED);
        assertThat(stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number()).status()).isEqualTo(200);
        sandbox.on("portal").set(Fault.of(FaultMode.HANG).delayed(Duration.ofMillis(300)).onlyFor(STEPS).times(1));
        var id = story.progress(3);
        story.becomes(id, State.UNKNOWN);
        sandbox.endFaults();
        // long after its time
        stage.pass(Duration.ofDays(5));

        assertThat(operator.decide(id, "not-delivered").status()).isEqualTo(200);

        story.becomes(id, State.DELIVERED);
        assertThat(story.attempts(id)).extracting(attempt -> attempt.outcome()).contains("UNKNOWN").endsWith(
                "DELIVERED");
        assertThat(story.atPortal().steps()).hasSize(3);
        assertThat(story.all().stream().filter(row -> row.service().equals("dvcqg.sync-progress"))).hasSize(1);
        countersAreRight();
    }

    @Test
    void of_two_who_decide_differently_at_once_one_is_heard() {
        var id = lostSteps();

        var answers = IntStream.range(0, 8).parallel().mapToObj(n -> operator.decide(id, n % 2 == 0
                ? "delivered"
                : "not-delivered").status()).toList();

        assertThat(answers.stream().filter(status -> status == 200)).hasSize(1);
        story.becomes(id, State.DELIVERED);
        countersAreRight();
    }

    @Test
    void of_a_request_in_parts_the_part_that_was_lost_is_decided_on() {
        assertThat(story.ended(story.dossier())).isEqualTo(State.DELIVERED);
        assertThat(stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number()).status()).isEqualTo(200);
        sandbox.on("portal").set(Fault.of(FaultMode.RESET_AFTER).onlyFor(STEPS).times(1));
        var id = story.progress(25);
        story.becomes(id, State.UNKNOWN);
        sandbox.endFaults();

        assertThat(operator.decide(id, "delivered").status()).isEqualTo(200);

        story.becomes(id, State.DELIVERED);
        assertThat(story.atPortal().steps()).hasSize(25);
        assertThat(story.atPortal().doubledSteps()).isZero();
    }

    /** Of a call that a gateway did not live to tell of there is no attempt. */
    @ParameterizedTest
    @ValueSource(strings = { "delivered", "not-delivered" })
    void the_part_that_was_under_way_when_a_gateway_died_is_decided_on(String outcome) {
        assertThat(story.ended(story.dossier())).isEqualTo(State.DELIVERED);
        assertThat(stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number()).status()).isEqualTo(200);
        sandbox.on("portal").set(Fault.of(FaultMode.RESET_AFTER).onlyFor(STEPS).times(1));
        var id = story.progress(25);
        story.becomes(id, State.UNKNOWN);
        var calls = sandbox.on("portal").arrived(STEPS);
        sandbox.on("portal").set(outcome.equals("delivered")
                ? Fault.slow(Duration.ofSeconds(1)).onlyFor(STEPS).times(1)
                : Fault.of(FaultMode.HANG).delayed(Duration.ofSeconds(1)).onlyFor(STEPS).times(1));
        assertThat(operator.decide(id, "delivered").status()).isEqualTo(200);
        await().atMost(Story.PATIENCE).until(() -> sandbox.on("portal").arrived(STEPS) > calls);
        stage.sql().sql("update delivery set lease_owner = 'gone', lease_until = '-infinity' where id = :id").param(
                "id", id).update();
        story.becomes(id, State.UNKNOWN);
        sandbox.endFaults();

        assertThat(operator.decide(id, outcome).status()).isEqualTo(200);

        story.becomes(id, State.DELIVERED);
        await().atMost(Story.PATIENCE).untilAsserted(() -> assertThat(story.atPortal().steps()).hasSize(25));
        assertThat(story.atPortal().doubledSteps()).isZero();
    }

    @Test
    void a_payment_that_is_being_asked_about_is_decided_on_before_the_inquiry() {
        sandbox.on("payment").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("INIT").times(1));
        var reply = story.payment();
        assertThat(reply.status()).isEqualTo(504);
        var id = UUID.fromString(reply.text("transactionId"));

        await().atMost(Story.PATIENCE).until(() -> operator.decide(id, "delivered").status() == 200);

        assertThat(story.state(id)).isEqualTo(State.DELIVERED);
        assertThat(story.view(id).waiting()).isNull();
        countersAreRight();
    }

    @Test
    void the_dead_are_listed_with_reason_and_attempts_and_their_bytes_are_shown_to_who_says_why() {
        sandbox.on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor("DongBoHoSoMC").times(1));
        var start = stage.now();
        var id = story.dossier();
        story.becomes(id, State.REJECTED);

        @SuppressWarnings("unchecked")
        var dead = (List<Map<String, Object>>) Objects.requireNonNull(operator.get(
                "/ops/transactions?state=EXHAUSTED,EXPIRED,REJECTED,UNKNOWN&from=" + start).get("transactions"));
        var payload = "/ops/transactions/" + id + "/payload/request";
        var silent = operator.get(payload);
        var shown = operator.get(payload + "?reason=the%20citizen%20complains");

        assertThat(dead).filteredOn(row -> id.toString().equals(row.get("id"))).singleElement().satisfies(
                row -> assertThat(row).containsEntry("attempts", 1).doesNotContainEntry("reason", null));
        assertThat(silent.text("code")).isEqualTo("reason-needed");
        assertThat(new String(shown.bytes(), StandardCharsets.UTF_8)).contains(story.number(), "049090000001");
        assertThat(shown.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(audit(id)).containsExactly("payload.read request: the citizen complains");
        assertThat(operator.get("/ops/transactions/" + id + "/payload/reply?reason=curious").status()).isEqualTo(404);
    }

    @Test
    void what_waits_longer_than_promised_is_listed_oldest_first_and_counted() {
        operator.hold("dvcqg", "for a long lunch");
        var first = story.dossier();
        var second = new Story(stage).dossier();
        assertThat(overdue("")).doesNotContain(first, second);

        stage.pass(Duration.ofMinutes(16));
        var third = new Story(stage).dossier();

        assertThat(overdue("")).containsSubsequence(first, second).doesNotContain(third);
        assertThat(overdue("&service=dvcqg.sync-progress")).isEmpty();
        var page = operator.get("/ops/overdue?limit=1");
        assertThat(overdue("&after=" + page.text("next"))).doesNotContain(first).contains(second);
        assertThat(operator.get("/ops/overdue").get("services")).isEqualTo(Map.of("dvcqg.sync-dossier", 2));
        await().atMost(Story.PATIENCE).untilAsserted(() -> assertThat(new String(operator.get("/actuator/prometheus")
                .bytes(), StandardCharsets.UTF_8)).contains("gateway_overdue{service=\"dvcqg.sync-dossier\"} 2.0\n"));

        operator.resume("dvcqg");
        story.becomes(first, State.DELIVERED);
        await().atMost(Story.PATIENCE).untilAsserted(() -> assertThat(overdue("")).isEmpty());
    }

    @SuppressWarnings("unchecked")
    private List<UUID> overdue(String more) {
        return ((List<Map<String, Map<String, Object>>>) Objects.requireNonNull(operator.get("/ops/overdue?limit=50"
                + more).get("transactions"))).stream().map(row -> UUID.fromString(String.valueOf(Objects.requireNonNull(
                        row.get("transaction")).get("id"))))
                .toList();
    }

    private List<String> audit(UUID target) {
        return stage.sql().sql("select concat_ws(' ', action, detail) from audit where target = :id order by id").param(
                "id", target.toString()).query(String.class).list();
    }

    private void countersAreRight() {
        assertThat(CounterCheck.differences(stage.sql())).isEmpty();
    }
}
