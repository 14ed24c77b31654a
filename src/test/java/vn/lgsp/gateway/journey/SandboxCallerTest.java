package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionView;

/** A caller that tries things out goes the whole way with recorded answers, and no system hears of it. */
class SandboxCallerTest {
    static final String TRIAL = "demo-trial-key";
    private static GatewayStage stage;
    private static OneStopClient trial;

    private final Story story = new Story(stage);

    @BeforeAll
    static void start() {
        stage = GatewayStage.start("--POSTAL_POLL=1h",
                "--gateway.caller.file=src/test/resources/intake/callers.yaml");
        trial = new OneStopClient(stage.url(), TRIAL);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @AfterEach
    void nobody_was_called() {
        assertThat(calls(stage)).isEmpty();
        Stages.calm(stage);
    }

    /** The systems that were called for anything, a login or a token among it. */
    static List<String> calls(GatewayStage stage) {
        return stage.sandbox().state(0).entrySet().stream().filter(system -> !system.getValue().toString().contains(
                "calls={}")).map(Map.Entry::getKey).toList();
    }

    private Reply dossier(String... headers) {
        return sent(Samples.dossier(story.number()), headers);
    }

    private static Reply sent(Object dossier, String... headers) {
        var all = new java.util.ArrayList<>(List.of("Idempotency-Key", Story.key()));
        all.addAll(List.of(headers));
        return trial.post("/api/dvcqg/v1/dossiers", dossier, all.toArray(String[]::new));
    }

    private static UUID id(Reply reply) {
        return UUID.fromString(String.valueOf(reply.header("Transaction-Id")));
    }

    private TransactionView child(UUID parent, String origin) {
        return await().atMost(Story.PATIENCE).until(() -> stage.sql().sql("""
                select id from transaction where parent = :parent and origin = :origin""").param("parent", parent)
                .param("origin", origin).query(UUID.class).optional().map(story::view), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void a_recorded_answer_is_mapped_like_a_real_one_and_says_what_it_is() {
        var reply = trial.get("/api/dvcqg/v1/dossiers/H47.12-260302-0012");

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.get("tonTai")).isEqualTo(true);
        assertThat(reply.header("Sandbox")).isEqualTo("true");
        assertThat(reply.header("Sandbox-Case")).isEqualTo("find-dossier");
        assertThat(trial.transaction(id(reply).toString()).get("sandboxCase")).isEqualTo("find-dossier");
    }

    @Test
    void what_is_delivered_later_is_queued_settled_and_told_back_without_leaving() {
        var reply = dossier();
        assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
        assertThat(reply.header("Sandbox-Case")).isEqualTo("sync-dossier");
        story.becomes(id(reply), State.DELIVERED);

        var callback = child(id(reply), "callback");

        story.becomes(callback.id(), State.DELIVERED);
        assertThat(callback.service()).isEqualTo("one-stop.notify");
        assertThat(callback.sandbox()).isEqualTo("notify");
        assertThat(trial.transaction(id(reply).toString()).get("reply").toString()).contains("thongDiep");
    }

    @Test
    void the_same_request_sent_again_gets_the_first_answer_and_its_mark() {
        var body = Samples.dossier(story.number());
        var first = trial.post("/api/dvcqg/v1/dossiers", body, "Idempotency-Key", story.number());

        var again = trial.post("/api/dvcqg/v1/dossiers", body, "Idempotency-Key", story.number());

        assertThat(id(again)).isEqualTo(id(first));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("Sandbox-Case")).isEqualTo("sync-dossier");
    }

    @Test
    void the_case_that_says_the_same_answers_then_one_of_the_key_then_the_first_success() {
        assertThat(trial.get("/api/dvcqg/v1/dossiers/H47.12-260302-0013").header("Sandbox-Case")).isEqualTo(
                "find-dossier-null");
        assertThat(trial.get("/api/dvcqg/v1/dossiers/" + story.number()).header("Sandbox-Case")).isEqualTo(
                "find-dossier");
        assertThat(sent(Samples.dossier("H47.12-260302-0012")).header("Sandbox-Case")).isEqualTo("sync-dossier");
    }

    @Test
    void a_case_is_asked_for_by_name_and_an_unknown_name_is_answered_with_those_there_are() {
        var error = trial.get("/api/dvcqg/v1/dossiers/H47.12-260302-0012", "Sandbox-Case", "find-dossier-error");
        var unknown = trial.get("/api/dvcqg/v1/dossiers/H47.12-260302-0012", "Sandbox-Case", "sync-dossier");

        assertThat(error.status()).as(error.toString()).isEqualTo(422);
        assertThat(error.header("Sandbox-Case")).isEqualTo("find-dossier-error");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text("code")).isEqualTo("no-such-case");
        assertThat(unknown.header("Sandbox")).isEqualTo("true");
        assertThat(unknown.get("cases").toString()).contains("find-dossier", "find-dossier-error",
                "find-dossier-session-expired").doesNotContain("sync-dossier");
    }

    @Test
    void what_does_not_fit_the_schema_is_refused_like_any_other() {
        var reply = sent(Map.of("maHoSo", story.number()));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.header("Sandbox")).isEqualTo("true");
        assertThat(story.view(id(reply)).sandbox()).isEmpty();
    }

    @Test
    void a_session_that_is_over_is_renewed_in_the_sandbox_and_known_dossiers_are_updated() {
        var renewed = dossier("Sandbox-Case", "sync-dossier-session-401");
        var again = dossier("Sandbox-Case", "sync-dossier-again");

        story.becomes(id(renewed), State.DELIVERED);
        story.becomes(id(again), State.DELIVERED);
        assertThat(story.attempts(id(renewed))).extracting("outcome").containsExactly("EXPIRED_SESSION", "DELIVERED");
        assertThat(story.attempts(id(again))).extracting("outcome").containsExactly("AGAIN", "DELIVERED");
    }

    @Test
    void a_provider_that_is_away_is_tried_on_the_services_schedule() {
        var id = id(dossier("Sandbox-Case", "sync-dossier-503"));

        story.attempted(id, 1);
        story.hurry(id);

        story.attempted(id, 2);
        assertThat(story.state(id)).isEqualTo(State.DELIVERING);
    }

    @Test
    void what_follows_a_write_is_answered_by_a_recording_too() {
        var reply = trial.post("/api/payment/v1/payments", Samples.payment(story.number(), 75_000), "Idempotency-Key",
                Story.key());
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);

        var query = child(id(reply), "follow");
        stage.pass(java.time.Duration.ofHours(1));

        story.attempted(query.id(), 1);
        assertThat(query.sandbox()).isNotEmpty();
    }

    @Test
    void items_of_a_batch_are_tried_out_one_by_one() {
        var reply = trial.post("/api/batch", Map.of("items", List.of(Map.of("service", "postal.cancel-order",
                "idempotencyKey", Story.key(), "body", Map.of("maHoSo", story.number(), "soDon", story.number()
                        + "-TKQ")))));

        assertThat(reply.header("Sandbox")).isEqualTo("true");
        assertThat(reply.get("accepted")).hasToString("1");
        story.ends();
        assertThat(story.only("postal.cancel-order").sandbox()).isEqualTo("cancel-order");
    }

    @Test
    void an_operators_replay_stays_in_the_sandbox_with_the_old_body_and_with_a_new_one() {
        var id = id(dossier());
        story.becomes(id, State.DELIVERED);
        var operator = new Operator(stage);

        var again = operator.replay(id);
        var amended = operator.post("/ops/transactions/" + id + "/replay", Map.of("reason", "a test wants it",
                "confirm", true, "body", new String(vn.lgsp.gateway.connector.Json.write(Samples.finished(story
                        .number())), java.nio.charset.StandardCharsets.UTF_8)));

        story.becomes(again, State.DELIVERED);
        assertThat(amended.status()).as(amended.toString()).isEqualTo(201);
        story.becomes(UUID.fromString(amended.text("transactionId")), State.DELIVERED);
        assertThat(story.all()).allSatisfy(one -> assertThat(one.sandbox()).isNotNull());
    }
}
