package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionView;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** The one-stop system is told what became of what it sent, signed, and under one name however often. */
class CallbackTest {
    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);

    @AfterEach
    void end_faults() {
        Stages.calm(stage);
    }

    private TransactionView callback(UUID of) {
        return await().atMost(Story.PATIENCE).until(() -> story.all().stream().filter(row -> of.equals(row.parent()))
                .findFirst(), java.util.Optional::isPresent).orElseThrow();
    }

    @Test
    void it_is_signed_and_says_what_became_of_the_transaction() {
        var unsigned = sandbox.oneStop().unsigned();

        var id = story.dossier();
        story.ends();

        assertThat(sandbox.oneStop().unsigned()).isEqualTo(unsigned);
        var event = sandbox.oneStop().received("/lgsp/events").stream().filter(delivery -> delivery.body().toString()
                .contains(id.toString())).toList();
        assertThat(event).hasSize(1);
        assertThat(event.getFirst().body().path("type").asString("")).isEqualTo("transaction.settled");
        assertThat(event.getFirst().body().path("data").path("state").asString("")).isEqualTo("DELIVERED");
        assertThat(event.getFirst().body().path("data").path("businessKey").asString("")).isEqualTo(story.number());
    }

    @Test
    void a_callback_whose_answer_was_lost_comes_again_under_the_same_id() {
        sandbox.on("one-stop").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("events").times(2));

        var id = story.dossier();
        story.ends();

        var callback = callback(id);
        assertThat(callback.attempts()).isEqualTo(3);
        assertThat(sandbox.oneStop().times(callback.id().toString())).isEqualTo(3);
        assertThat(sandbox.oneStop().about("/lgsp/events", id.toString())).isEqualTo(1);
    }

    @Test
    void a_one_stop_system_that_is_down_is_told_later_and_its_dossier_does_not_wait_for_it() {
        sandbox.on("one-stop").set(Fault.of(FaultMode.DOWN));

        var id = story.dossier();
        story.becomes(id, State.DELIVERED);
        var callback = callback(id);
        story.attempted(callback.id(), 1);
        stage.pass(Duration.ofHours(2));
        story.attempted(callback.id(), 2);
        sandbox.on("one-stop").set(Fault.NONE);
        story.ends();

        assertThat(story.state(callback.id())).isEqualTo(State.DELIVERED);
        assertThat(sandbox.oneStop().times(callback.id().toString())).isEqualTo(1);
    }

    @Test
    void nobody_is_told_about_a_callback_even_when_it_was_refused() {
        sandbox.on("one-stop").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor("events").times(1));

        var id = story.dossier();
        story.ends();

        assertThat(story.state(callback(id).id())).isEqualTo(State.REJECTED);
        assertThat(story.all()).hasSize(2);
    }

    @Test
    void nobody_is_told_about_a_callback_that_an_operator_sends_once_more() {
        var id = story.dossier();
        story.ends();

        var again = new Operator(stage).replay(callback(id).id());
        story.becomes(again, State.DELIVERED);
        story.ends();

        assertThat(story.all()).hasSize(3);
        assertThat(story.all().stream().filter(row -> again.equals(row.parent()))).isEmpty();
    }

    @Test
    void who_waited_for_the_answer_is_not_told_a_second_time() {
        assertThat(story.payment().status()).isEqualTo(200);

        var init = story.only("payment.init");

        assertThat(story.all().stream().filter(row -> init.id().equals(row.parent()) && row.origin().equals(
                "callback"))).isEmpty();
    }
}
