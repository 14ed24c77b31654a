package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.NightlyRecount;
import vn.lgsp.gateway.ledger.State;

/** Real callers and those that try things out do not meet: not in answers, keys, waits, limits or figures. */
class SandboxApartTest {
    private static GatewayStage stage;
    private static OneStopClient trial;
    private static OneStopClient real;

    private final Story story = new Story(stage);
    private final Operator operator = new Operator(stage);

    @BeforeAll
    static void start() {
        stage = GatewayStage.start("--POSTAL_POLL=1h",
                "--gateway.caller.file=src/test/resources/intake/callers.yaml");
        trial = new OneStopClient(stage.url(), SandboxCallerTest.TRIAL);
        real = stage.oneStop();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @AfterEach
    void calm() {
        Stages.calm(stage);
        stage.sandbox().reset();
    }

    private Reply dossier(OneStopClient caller, String key) {
        return caller.post("/api/dvcqg/v1/dossiers", Samples.dossier(story.number()), "Idempotency-Key", key);
    }

    private static UUID id(Reply reply) {
        return UUID.fromString(String.valueOf(reply.header("Transaction-Id")));
    }

    @Test
    void who_is_no_sandbox_caller_gets_no_recorded_answer_by_asking_for_one() {
        var reply = real.get("/api/dvcqg/v1/dossiers/" + story.number(), "Sandbox-Case", "find-dossier");

        assertThat(reply.get("tonTai")).isEqualTo(false);
        assertThat(reply.header("Sandbox")).isNull();
        assertThat(stage.sandbox().portal().dossier(story.number())).isEmpty();
        assertThat(SandboxCallerTest.calls(stage)).containsExactly("portal");
    }

    @Test
    void what_is_kept_for_other_readers_is_kept_apart() {
        var path = "/api/dvcqg/v1/catalogues/coQuan";

        assertThat(trial.get(path).status()).isEqualTo(200);
        var first = real.get(path);
        var recorded = trial.get(path);

        assertThat(first.header("Sandbox")).isNull();
        assertThat(first.header("Age")).isEqualTo("0");
        assertThat(SandboxCallerTest.calls(stage)).containsExactly("portal");
        assertThat(recorded.header("Sandbox-Case")).isNotEmpty();
        assertThat(recorded.bytes()).isNotEqualTo(first.bytes());
    }

    @Test
    void a_key_that_was_used_in_the_sandbox_is_new_for_a_caller_that_has_become_real() {
        var callers = stage.bean(Callers.class);
        var before = callers.all();
        var tried = dossier(trial, story.number());
        try {
            callers.know(before.stream().map(one -> one.name().equals("trial") ? real(one) : one).toList());

            var sent = dossier(trial, story.number());

            assertThat(sent.status()).as(sent.toString()).isEqualTo(202);
            assertThat(sent.header("Idempotency-Replayed")).isNull();
            assertThat(sent.header("Sandbox")).isNull();
            assertThat(id(sent)).isNotEqualTo(id(tried));
            story.becomes(id(sent), State.DELIVERED);
            assertThat(story.atPortal()).isNotNull();
            assertThat(story.view(id(tried)).sandbox()).isEqualTo("sync-dossier");
        } finally {
            callers.know(before);
        }
    }

    private static Caller real(Caller one) {
        return new Caller(one.name(), one.title(), one.keys(), one.services(), one.callback(), one.quota(), false);
    }

    @Test
    void what_was_queued_in_the_sandbox_stays_there_when_its_caller_becomes_real() {
        var id = id(
                trial.post("/api/dvcqg/v1/dossiers", Samples.dossier(story.number()), "Idempotency-Key", Story.key(),
                        "Sandbox-Case", "sync-dossier-503"));
        story.attempted(id, 1);
        var callers = stage.bean(Callers.class);
        var before = callers.all();
        try {
            callers.know(before.stream().map(one -> one.name().equals("trial") ? real(one) : one).toList());
            story.hurry(id);
            story.attempted(id, 2);
        } finally {
            callers.know(before);
        }

        assertThat(SandboxCallerTest.calls(stage)).isEmpty();
    }

    @Test
    void real_work_does_not_take_a_tried_delivery_for_the_one_it_waits_for() {
        story.becomes(id(dossier(trial, Story.key())), State.DELIVERED);

        var steps = story.progress(1);

        story.attempted(steps, 0);
        stage.pass(Duration.ofMinutes(2));
        assertThat(story.state(steps)).isEqualTo(State.RECEIVED);
        story.dossier();
        story.ends();
        assertThat(story.state(steps)).isEqualTo(State.DELIVERED);
    }

    @Test
    void steps_that_are_tried_wait_for_the_tried_dossier() {
        story.dossier();
        story.ends();
        var steps = id(
                trial.post("/api/dvcqg/v1/progress", Samples.progress(story.number(), 1), "Idempotency-Key", Story
                        .key()));
        stage.pass(Duration.ofMinutes(2));
        assertThat(story.state(steps)).isEqualTo(State.RECEIVED);

        dossier(trial, Story.key());

        story.becomes(steps, State.DELIVERED);
    }

    @Test
    void a_payment_that_was_tried_is_confirmed_by_no_real_platform() {
        var paid = trial.post("/api/payment/v1/payments", Samples.payment(story.number(), 75_000), "Idempotency-Key",
                Story
                        .key());
        var reference = story.reference(id(paid));

        assertThat(stage.bean(Ledger.class).byReference("payment.init", reference, false)).isEmpty();
        assertThat(stage.bean(Ledger.class).byReference("payment.init", reference, true)).isPresent();
    }

    @Test
    void a_held_destination_holds_nobody_who_tries_things_out() {
        assertThat(operator.hold("dvcqg", "a test holds it").status()).isLessThan(300);
        try {
            story.becomes(id(dossier(trial, Story.key())), State.DELIVERED);
        } finally {
            operator.resume("dvcqg");
        }
    }

    @Test
    void recorded_failures_open_no_breaker() {
        IntStream.range(0, 20).forEach(n -> assertThat(trial.get("/api/dvcqg/v1/procedures/1.001193",
                "Sandbox-Case", "get-procedure-503").status()).isEqualTo(502));

        assertThat(operator.destination("dvcqg").toString()).contains("CLOSED");
        assertThat(real.get("/api/dvcqg/v1/dossiers/" + story.number()).status()).isEqualTo(200);
    }

    @Test
    void no_figure_counts_them_and_the_books_balance() {
        var before = stage.bean(LedgerSearch.class).totals();
        story.becomes(id(dossier(trial, Story.key())), State.DELIVERED);
        trial.get("/api/dvcqg/v1/dossiers/" + story.number());
        trial.get("/api/dvcqg/v1/procedures/1.001193", "Sandbox-Case", "get-procedure-503");
        trial.post("/api/dvcqg/v1/dossiers", Map.of("maHoSo", story.number()), "Idempotency-Key", Story.key());
        var waits = id(
                trial.post("/api/postal/v1/orders", Samples.order(story.number()), "Idempotency-Key", Story.key(),
                        "Sandbox-Case", "create-order-503"));
        story.attempted(waits, 1);

        stage.bean(NightlyRecount.class).run();

        assertThat(stage.bean(LedgerSearch.class).totals()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(stage.sql().sql("select count(*) from counter where caller = 'trial'").query(Long.class).single())
                .isZero();
        assertThat(stage.bean(NightlyRecount.class).last().orElseThrow().differences()).isZero();
        assertThat(stage.bean(LedgerSearch.class).destinations()).isEmpty();
        assertThat(
                stage.bean(LedgerSearch.class).overdue(Map.of("postal.create-order", stage.now().plus(Duration.ofDays(
                        1))), null, 10))
                .isEmpty();
    }

    @Test
    void operators_list_them_apart_and_a_replay_of_many_leaves_them_out() {
        var tried = id(trial.get("/api/dvcqg/v1/dossiers/" + story.number(), "Sandbox-Case", "find-dossier-error"));

        assertThat(found("&sandbox=true")).contains(tried.toString());
        assertThat(found("&sandbox=false")).doesNotContain(tried.toString());
        assertThat(found("")).contains(tried.toString());
        assertThat(count(Map.of("q", story.number()))).isEqualTo("0");
        assertThat(count(Map.of("q", story.number(), "sandbox", true))).isEqualTo("1");
    }

    private String found(String more) {
        return String.valueOf(operator.get("/ops/transactions?q=" + story.number() + more).get("transactions"));
    }

    private String count(Map<String, Object> filter) {
        return operator.post("/ops/replays", Map.of("filter", filter, "dryRun", true, "reason", "how many")).text(
                "count");
    }
}
