package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.delivery.Settlement;
import vn.lgsp.gateway.journey.Impostor.Said;
import vn.lgsp.gateway.ledger.Entry.Lease;
import vn.lgsp.gateway.ledger.Entry.Opening;
import vn.lgsp.gateway.ledger.Ids;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.Transaction;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** A write whose answer was lost is asked about where one can ask, and never sent again blindly. */
class LostAnswerTest {
    private final GatewayStage stage = Stages.impatient();
    @RegisterExtension
    private final Unpaid unpaid = new Unpaid(stage);
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);

    @Test
    void a_payment_the_platform_knows_is_found_by_asking_and_not_opened_twice() {
        sandbox.on("payment").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("INIT").times(1));
        var queries = sandbox.on("payment").arrived("QUERY");

        var id = Story.unknown(story.payment());
        assertThat(story.state(id)).isEqualTo(State.UNKNOWN);
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);

        assertThat(sandbox.payment().initsOf(story.number())).isEqualTo(1);
        assertThat(sandbox.payment().payment(story.reference(id)).orElseThrow().repeatsRefused()).isZero();
        assertThat(sandbox.on("payment").arrived("QUERY")).isGreaterThan(queries);
        story.toldBack(id, "DELIVERED");
    }

    @Test
    void a_payment_the_platform_does_not_know_is_sent_again_under_the_same_reference() {
        sandbox.on("payment").set(Fault.of(FaultMode.RESET_BEFORE).onlyFor("INIT").times(1));

        var id = Story.unknown(story.payment());
        var reference = story.reference(id);
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);

        assertThat(story.reference(id)).isEqualTo(reference);
        assertThat(sandbox.payment().initsOf(story.number())).isEqualTo(1);
        assertThat(sandbox.payment().payment(reference).orElseThrow().repeatsRefused()).isZero();
        story.toldBack(id, "DELIVERED");
    }

    /** A slow platform may do at 36 s what it was asked at 0, and what it was asked again at 35 too. */
    @Test
    void a_payment_the_platform_does_not_know_is_not_sent_again_while_the_first_call_may_still_take_effect() {
        sandbox.on("payment").set(Fault.of(FaultMode.RESET_BEFORE).onlyFor("INIT").times(1));
        var queries = sandbox.on("payment").arrived("QUERY");

        var id = Story.unknown(story.payment());
        var lost = stage.now();
        story.hurry(id);
        await().untilAsserted(() -> assertThat(stage.sql().sql("select code from transaction where id = ?").param(id)
                .query(String.class).single()).isEqualTo("not-known-yet"));
        assertThat(sandbox.on("payment").arrived("QUERY")).isGreaterThan(queries);
        assertThat(story.state(id)).isEqualTo(State.UNKNOWN);

        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        assertThat(Duration.between(lost, stage.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(59));
        assertThat(sandbox.payment().initsOf(story.number())).isEqualTo(1);
    }

    /** A first call that was thought lost may arrive after the platform was asked about it. */
    @Test
    void a_payment_refused_as_a_repetition_is_asked_about_and_found() {
        var reference = new AtomicReference<String>();
        try (var platform = new Impostor(sandbox.on("payment"), call -> {
            reference.set(String.valueOf(((Map<?, ?>) Json.read(call.body().getBytes(StandardCharsets.UTF_8))).get(
                    "MaThamChieu")));
            return Said.json(200, call.path().endsWith("/init")
                    ? "{\"MaLoi\":\"02\",\"MoTaLoi\":\"Mã tham chiếu đã tồn tại\"}"
                    : "{\"MaLoi\":\"00\",\"TrangThaiGD\":\"2\",\"SoTien\":75000,\"MaThamChieu\":\"%s\"}".formatted(
                            reference.get()));
        })) {
            var id = Story.unknown(story.payment());
            story.hurry(id);

            assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
            assertThat(platform.seen("/init")).hasSize(1);
            assertThat(platform.seen("/query")).isNotEmpty();
        }
    }

    @Test
    void a_proxy_that_gave_up_waiting_for_the_platform_has_not_said_that_nothing_happened() {
        try (var platform = new Impostor(sandbox.on("payment"), call -> Said.json(504,
                "{\"message\":\"upstream timed out\"}"))) {
            var id = Story.unknown(story.payment());

            assertThat(story.state(id)).isEqualTo(State.UNKNOWN);
            assertThat(platform.seen("/init").size()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void a_page_instead_of_an_answer_has_not_said_that_nothing_happened() {
        sandbox.on("payment").set(Fault.of(FaultMode.HTML).onlyFor("INIT").times(1));

        var id = Story.unknown(story.payment());

        assertThat(story.state(id)).isEqualTo(State.UNKNOWN);
        assertThat(story.ended(id)).as("asked about, not known, sent again").isEqualTo(State.DELIVERED);
        assertThat(sandbox.payment().initsOf(story.number())).isEqualTo(1);
    }

    @Test
    void a_portal_started_anew_costs_no_steps_their_outcome() {
        var id = story.dossier();
        story.becomes(id, State.DELIVERED);
        story.becomes(story.progress(2), State.DELIVERED);

        for (int i = 0; i < 3; i++) {
            sandbox.on("portal").set(Fault.of(FaultMode.DOWN));
            sandbox.on("portal").set(Fault.NONE);
            var other = new Story(stage);
            assertThat(other.ended(other.dossier())).isEqualTo(State.DELIVERED);
            var before = story.progress(1);
            assertThat(story.ended(before)).isEqualTo(State.DELIVERED);
        }
    }

    @Test
    void the_same_key_learns_what_became_of_the_payment() {
        sandbox.on("payment").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("INIT").times(1));
        var key = Story.key();
        var id = Story.unknown(story.payment(key));
        assertThat(Story.unknown(story.payment(key))).isEqualTo(id);

        story.ended(id);
        var again = story.payment(key);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("maThamChieu")).isEqualTo(story.reference(id));
        assertThat(sandbox.payment().initsOf(story.number())).isEqualTo(1);
    }

    @Test
    void a_platform_that_answers_nothing_in_time_is_asked_about_the_payment() {
        sandbox.on("payment").set(Fault.of(FaultMode.HANG).delayed(Duration.ofSeconds(3)).onlyFor("INIT").times(1));

        var id = Story.unknown(story.payment());

        assertThat(story.attempts(id)).singleElement().satisfies(attempt -> assertThat(attempt.code()).isEqualTo(
                "no-answer"));
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        assertThat(sandbox.payment().initsOf(story.number())).isEqualTo(1);
    }

    @Test
    void a_payment_asked_for_later_is_treated_the_same() {
        sandbox.on("payment").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("INIT").times(1));

        var reply = stage.oneStop().post("/api/payment/v1/payments", Samples.payment(story.number(), 75_000),
                "Idempotency-Key", Story.key(), "Prefer", "respond-async");

        assertThat(reply.status()).isEqualTo(202);
        var id = UUID.fromString(reply.text("transactionId"));
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        assertThat(sandbox.payment().initsOf(story.number())).isEqualTo(1);
        story.toldBack(id, "DELIVERED");
    }

    @Test
    void lost_steps_are_not_sent_again_because_each_call_appends() {
        story.ended(story.dossier());
        sandbox.on("portal").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("CapNhatTienDoHoSoMC").times(1));
        var calls = sandbox.on("portal").arrived("CapNhatTienDoHoSoMC");

        var id = story.progress(3);
        story.becomes(id, State.UNKNOWN);
        stage.pass(Duration.ofHours(1));
        story.ends();

        assertThat(story.state(id)).isEqualTo(State.UNKNOWN);
        assertThat(sandbox.on("portal").arrived("CapNhatTienDoHoSoMC") - calls).isEqualTo(1);
        assertThat(story.atPortal().doubledSteps()).isZero();
        story.toldBack(id, "UNKNOWN");
    }

    @Test
    void a_lost_dossier_is_sent_again_and_becomes_an_update_of_the_same() {
        // with a session that holds, or else the portal would not do it before the answer is lost
        assertThat(stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number()).status()).isEqualTo(200);
        sandbox.on("portal").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("DongBoHoSoMC").times(1));

        var id = story.dossier();
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);

        assertThat(story.atPortal().inserts()).isEqualTo(1);
        assertThat(story.atPortal().refused()).isEqualTo(1);
        assertThat(story.atPortal().updates()).isEqualTo(1);
        assertThat(story.attempts(id)).extracting(attempt -> attempt.outcome()).containsExactly("UNAVAILABLE", "AGAIN",
                "DELIVERED");
    }

    /** What a gateway leaves that is killed after it noted that it would call: nobody knows whether it did. */
    @Test
    void a_payment_of_a_gateway_that_died_before_its_call_is_asked_about_first_and_then_opened_once() {
        var ledger = stage.bean(Ledger.class);
        var service = stage.bean(Catalogue.class).services().get("payment.init");
        var body = Json.write(Samples.payment(story.number(), 75_000));
        var mine = new Transaction(stage.bean(Ids.class).next(), service.id(), "one-stop", "NOW", story.number(),
                "dvcX" + Story.key().substring(0, 8), null, stage.now(), null, service.version(), null, Origin.CALLER);
        var lease = new Lease("a-dead-node/1#1", stage.now().plus(Duration.ofSeconds(30)), Lease.Use.CALLING);
        ledger.write(new Opening(mine, body, Optional.empty(), Optional.empty(), Optional.of(Settlement.work(service,
                mine, stage.now()).heldBy(lease))));
        var queries = sandbox.on("payment").arrived("QUERY");

        stage.pass(Duration.ofSeconds(31));
        story.becomes(mine.id(), State.UNKNOWN);
        assertThat(sandbox.payment().initsOf(story.number())).isZero();

        assertThat(story.ended(mine.id())).isEqualTo(State.DELIVERED);
        assertThat(sandbox.on("payment").arrived("QUERY")).isGreaterThan(queries);
        assertThat(sandbox.payment().initsOf(story.number())).isEqualTo(1);
        story.toldBack(mine.id(), "DELIVERED");
    }
}
