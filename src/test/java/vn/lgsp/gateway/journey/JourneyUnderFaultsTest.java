package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import vn.lgsp.gateway.delivery.Feeds;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.payment.PaymentOptions;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** The whole journey while every provider has the same trouble: it ends well, and nothing happens twice. */
class JourneyUnderFaultsTest {
    private static final List<String> SYSTEMS = List.of("portal", "payment", "post", "one-stop");

    private final GatewayStage stage = Stages.impatient();
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);

    @BeforeEach
    void citizen_pays_when_told_to() {
        sandbox.payment().set(PaymentOptions.USUAL.autoPay(false));
    }

    @AfterEach
    void end_faults() {
        sandbox.endFaults();
        sandbox.payment().set(PaymentOptions.USUAL);
        stage.pass(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @EnumSource(value = FaultMode.class, mode = EnumSource.Mode.EXCLUDE, names = { "NONE", "MIX", "DOWN" })
    void each_call_fails_once_and_the_dossier_arrives_all_the_same(FaultMode mode) {
        var fault = mode == FaultMode.SLOW ? Fault.slow(Duration.ofMillis(300)) : Fault.of(mode);
        SYSTEMS.forEach(system -> sandbox.on(system).set(fault.times(1)));

        travel();

        onceEverywhere();
        assertThat(story.all()).as("only what was refused is refused").filteredOn(row -> row.state() != State.DELIVERED)
                .allSatisfy(row -> assertThat(row.state()).isEqualTo(demanded(mode))).hasSizeLessThanOrEqualTo(
                        SYSTEMS.size());
    }

    @ParameterizedTest
    @EnumSource(value = FaultMode.class, names = { "UNAVAILABLE", "RESET_BEFORE", "RESET_AFTER", "HTML",
            "SERVER_ERROR" })
    void portal_and_one_stop_system_fail_three_times_in_a_row(FaultMode mode) {
        sandbox.on("portal").set(Fault.of(mode).onlyFor("DongBoHoSoMC").times(3));
        sandbox.on("one-stop").set(Fault.of(mode).times(3));

        travel();

        onceEverywhere();
        assertThat(story.all()).allSatisfy(row -> assertThat(row.state()).as(row.toString()).isEqualTo(
                State.DELIVERED));
    }

    private static State demanded(FaultMode mode) {
        return mode == FaultMode.BUSINESS_ERROR ? State.REJECTED : State.EXHAUSTED;
    }

    private void travel() {
        carried(story::dossier);
        carried(() -> story.progress(12));
        var reference = story.reference(opened());
        assertThat(sandbox.payment().pay(reference)).isTrue();
        await().atMost(Story.PATIENCE).until(() -> sandbox.payment().payment(reference).orElseThrow()
                .confirmsAcknowledged() == 1);
        carried(story::order);
        while (sandbox.post().advance(story.number() + "-TKQ")) {
            poll();
        }
        poll();
        carried(story::finished);
        story.ends();
    }

    private void poll() {
        stage.bean(Feeds.class).poll("postal.track");
    }

    /** An officer sends again what was refused. */
    private void carried(Supplier<UUID> request) {
        if (story.ended(request.get()) == State.REJECTED) {
            assertThat(story.ended(request.get())).isEqualTo(State.DELIVERED);
        }
    }

    /** The one-stop system asks again with the same key when nothing happened, with a new one when it was refused. */
    private UUID opened() {
        var key = Story.key();
        for (int i = 0; i < 3; i++) {
            var reply = story.payment(key);
            var id = UUID.fromString(reply.status() == 200
                    ? String.valueOf(reply.header("Transaction-Id"))
                    : reply.text("transactionId"));
            if (story.view(id).waiting() != null) {
                assertThat(reply.status()).isEqualTo(504);
                story.ended(id);
            }
            if (story.state(id) == State.DELIVERED) {
                return id;
            }
            if (story.state(id) == State.REJECTED) {
                key = Story.key();
            }
        }
        throw new AssertionError("the payment was never opened");
    }

    private void onceEverywhere() {
        var dossier = story.atPortal();
        assertThat(dossier.inserts()).as("inserts").isEqualTo(1);
        assertThat(dossier.steps()).as("steps").hasSize(12);
        assertThat(dossier.doubledSteps()).as("doubled steps").isZero();
        assertThat(dossier.statuses().getLast()).as("the result was returned").isEqualTo("10");
        assertThat(sandbox.payment().initsOf(story.number())).as("INITs").isEqualTo(1);
        assertThat(sandbox.post().order(story.number() + "-TKQ")).as("order").isPresent();
        for (var path : Set.of("/lgsp/payments", "/lgsp/postal-events", "/lgsp/events")) {
            for (var event : sandbox.oneStop().received(path)) {
                assertThat(aboutOf(path, event.body().toString())).as(event.toString()).isLessThanOrEqualTo(1);
            }
        }
    }

    /** Several webhook ids about one payment or one postal event would be a doubled effect. */
    private long aboutOf(String path, String body) {
        return sandbox.oneStop().received(path).stream().filter(other -> other.body().toString().equals(body)).count();
    }
}
