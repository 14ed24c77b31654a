package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.delivery.Destinations;
import vn.lgsp.gateway.journey.Impostor.Said;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Asking what became of a lost write, when asking itself is refused, lost or has to wait: nothing is decided meanwhile. */
class InquiryTest {
    private final GatewayStage stage = Stages.impatient();
    @RegisterExtension
    private final Unpaid unpaid = new Unpaid(stage);
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);

    @Test
    void a_payment_that_cannot_be_asked_about_stays_unknown_and_is_asked_about_again() {
        sandbox.on("payment").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("INIT").times(1));
        var id = Story.unknown(story.payment());
        sandbox.on("payment").set(Fault.of(FaultMode.DOWN));

        for (int asked = 1; asked <= 3; asked++) {
            story.hurry(id);
            story.attempted(id, 1 + asked);
            assertThat(story.state(id)).isEqualTo(State.UNKNOWN);
        }
        assertThat(story.events(id)).isZero();
        sandbox.on("payment").set(Fault.NONE);

        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        assertThat(sandbox.payment().initsOf(story.number())).isEqualTo(1);
        story.toldBack(id, "DELIVERED");
    }

    @Test
    void a_platform_that_refuses_the_question_has_not_said_that_it_knows_no_payment() {
        sandbox.on("payment").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("INIT").times(1));
        var id = Story.unknown(story.payment());

        try (var platform = new Impostor(sandbox.on("payment"),
                call -> Said.json(404, "{\"error\":\"no such path\"}"))) {
            story.hurry(id);
            story.attempted(id, 2);
            assertThat(platform.seen("/query")).hasSize(1);
            assertThat(platform.seen("/init")).isEmpty();
            assertThat(story.state(id)).isEqualTo(State.UNKNOWN);
        }

        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        assertThat(sandbox.payment().payment(story.reference(id)).orElseThrow().repeatsRefused()).isZero();
    }

    @Test
    void a_question_answered_503_without_words_is_recorded_and_asked_again() {
        sandbox.on("payment").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("INIT").times(1));
        var id = Story.unknown(story.payment());
        sandbox.on("payment").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor("QUERY").times(1));

        story.hurry(id);
        story.attempted(id, 2);

        assertThat(story.attempts(id).getLast().httpStatus()).isEqualTo(503);
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
    }

    @Test
    void a_question_whose_own_answer_is_lost_is_asked_again_and_decides_nothing() {
        sandbox.on("payment").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("INIT").times(1));
        var id = Story.unknown(story.payment());
        sandbox.on("payment").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("QUERY").times(2));

        for (int asked = 1; asked <= 2; asked++) {
            story.hurry(id);
            story.attempted(id, 1 + asked);
            assertThat(story.state(id)).isEqualTo(State.UNKNOWN);
        }

        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        assertThat(sandbox.payment().initsOf(story.number())).isEqualTo(1);
    }

    /** Seen: each look at a platform that took no calls put the next question off further. */
    @Test
    void a_question_waits_while_the_platform_is_held_or_its_breaker_is_open_and_is_asked_when_it_is_back() {
        sandbox.on("payment").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("INIT").times(1));
        var id = Story.unknown(story.payment());
        var platform = stage.bean(Catalogue.class).services().get("payment.init").call().destination();
        var destinations = stage.bean(Destinations.class);
        destinations.hold(platform, "an", "Nền tảng báo bảo trì");
        var queries = sandbox.on("payment").arrived("QUERY");

        for (int hour = 0; hour < 5; hour++) {
            stage.pass(Duration.ofHours(1));
            // also what was taken just before it was held
            died(id);
            stage.pass(Duration.ofMinutes(5));
        }
        assertThat(story.state(id)).isEqualTo(State.UNKNOWN);
        assertThat(sandbox.on("payment").arrived("QUERY")).isEqualTo(queries);
        destinations.resume(platform, "an");
        stage.pass(Duration.ofMinutes(1));

        story.becomes(id, State.DELIVERED);
        assertThat(sandbox.payment().initsOf(story.number())).isEqualTo(1);
    }

    private void died(UUID id) {
        stage.sql().sql("update delivery set lease_owner = 'gone', lease_until = '-infinity' where id = :id").param(
                "id", id).update();
    }
}
