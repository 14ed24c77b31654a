package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.ledger.AttemptView;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionQuery;
import vn.lgsp.gateway.ledger.TransactionView;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.portal.Dossier;

/** One dossier on a stage: what the one-stop system sends about it, and what is to be seen of it afterwards. */
public final class Story {
    public static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(15);

    private final GatewayStage stage;
    private final OneStopClient gateway;
    private final String number;

    public Story(GatewayStage stage) {
        this.stage = stage;
        this.gateway = stage.oneStop();
        this.number = GatewayStage.dossierNumber();
    }

    public String number() {
        return number;
    }

    public Sandbox sandbox() {
        return stage.sandbox();
    }

    /** The transaction of a write whose answer was lost. */
    static UUID unknown(Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(504);
        assertThat(reply.text("code")).isEqualTo("outcome-unknown");
        assertThat(reply.get("sent")).isEqualTo(true);
        return UUID.fromString(reply.text("transactionId"));
    }

    /** The one-stop system is told once what became of it, and that is this. */
    void toldBack(UUID id, String state) {
        await().atMost(PATIENCE).until(() -> events(id) == 1);
        assertThat(sandbox().oneStop().received("/lgsp/events").stream().filter(event -> event.body().path("data").path(
                "transactionId").asString("").equals(id.toString()))).singleElement().satisfies(event -> assertThat(
                        event.body().path("data").path("state").asString("")).isEqualTo(state));
    }

    long events(UUID id) {
        return sandbox().oneStop().about("/lgsp/events", id.toString());
    }

    /** The transaction of a new dossier, accepted. */
    public UUID dossier() {
        return accepted("/api/dvcqg/v1/dossiers", Samples.dossier(number));
    }

    public UUID finished() {
        return accepted("/api/dvcqg/v1/dossiers", Samples.finished(number));
    }

    public UUID progress(int steps) {
        return accepted("/api/dvcqg/v1/progress", Samples.progress(number, steps));
    }

    public UUID order() {
        return accepted("/api/postal/v1/orders", Samples.order(number));
    }

    public Reply payment() {
        return payment(key());
    }

    public Reply payment(String key) {
        return gateway.post("/api/payment/v1/payments", Samples.payment(number, 75_000), "Idempotency-Key", key);
    }

    /** What the platform knows a payment by. */
    public String reference(UUID payment) {
        return Objects.requireNonNull(view(payment).reference());
    }

    /** Sends what is answered with a receipt; a caller that is too quick waits, as it is told to. */
    public UUID accepted(String path, Object body) {
        var reply = await().atMost(PATIENCE).pollInterval(GLANCE).until(() -> gateway.post(path, body,
                "Idempotency-Key", key()), answer -> answer.status() != 429);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
        return UUID.fromString(reply.text("transactionId"));
    }

    public static String key() {
        return UUID.randomUUID().toString();
    }

    public TransactionView view(UUID id) {
        return ledger().transaction(id).orElseThrow();
    }

    public State state(UUID id) {
        return view(id).state();
    }

    public List<AttemptView> attempts(UUID id) {
        return ledger().attempts(id);
    }

    /** Everything about the dossier, in the order it came. */
    public List<TransactionView> all() {
        return ledger().transactions(new TransactionQuery(null, null, number, null, null, Set.of(), null, null, null,
                null, 200)).stream().sorted(Comparator.comparing(TransactionView::id)).toList();
    }

    public TransactionView only(String service) {
        var found = all().stream().filter(one -> one.service().equals(service)).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private LedgerSearch ledger() {
        return stage.bean(LedgerSearch.class);
    }

    public Dossier atPortal() {
        return stage.sandbox().portal().dossier(number).orElseThrow();
    }

    /** Waits, without moving the clock. */
    public void becomes(UUID id, State state) {
        await().atMost(PATIENCE).pollInterval(GLANCE).untilAsserted(() -> assertThat(state(id)).isEqualTo(state));
    }

    /** Waits until so many calls were made for a transaction and nobody works on it. */
    public void attempted(UUID id, int calls) {
        await().atMost(PATIENCE).pollInterval(GLANCE).untilAsserted(() -> {
            assertThat(view(id).attempts()).isEqualTo(calls);
            assertThat(worked()).isFalse();
        });
    }

    /** Lets time pass, from one due moment to the next, until nothing about the dossier waits any more. */
    public void ends() {
        var idle = new AtomicInteger();
        await().atMost(PATIENCE).pollInterval(GLANCE).until(() -> {
            var due = nextDue();
            if (due != null && !worked()) {
                hurryTo(due);
                // due and yet not taken: a breaker is open
                if (idle.incrementAndGet() % 20 == 0) {
                    stage.pass(Duration.ofSeconds(10));
                }
            }
            return due == null;
        });
    }

    /** Lets time pass until the transaction has ended, and says how. */
    public State ended(UUID id) {
        await().atMost(PATIENCE).pollInterval(GLANCE).until(() -> {
            var waiting = view(id).waiting();
            if (waiting != null && waiting.dueAt() != null && !worked()) {
                hurryTo(waiting.dueAt());
            }
            return waiting == null;
        });
        return state(id);
    }

    /** Lets time pass to the moment the transaction is looked at next. */
    public Duration hurry(UUID id) {
        var before = stage.now();
        var waiting = Objects.requireNonNull(view(id).waiting());
        var due = Objects.requireNonNull(waiting.dueAt());
        hurryTo(due);
        return Duration.between(before, due);
    }

    private void hurryTo(Instant due) {
        var wait = Duration.between(stage.now(), due);
        if (wait.isPositive()) {
            stage.pass(wait.plusMillis(1));
        }
    }

    private @Nullable Instant nextDue() {
        var due = stage.sql().sql("select min(greatest(due_at, '2000-01-01')) from delivery where id in " + MINE).param(
                "number", number).query(java.time.OffsetDateTime.class).optional();
        return due.map(java.time.OffsetDateTime::toInstant).orElse(null);
    }

    private boolean worked() {
        return stage.sql().sql("select exists (select 1 from delivery where lease_owner is not null and id in " + MINE
                + ")").param("number", number).query(Boolean.class).single();
    }

    private static final String MINE = "(select id from transaction where business_key = :number)";
}
