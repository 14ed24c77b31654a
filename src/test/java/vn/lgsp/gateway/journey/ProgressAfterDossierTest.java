package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Processing steps: never before their dossier was accepted, ten at a time, none twice. */
class ProgressAfterDossierTest {
    private static final String STEPS = "CapNhatTienDoHoSoMC";

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);

    @AfterEach
    void end_faults() {
        Stages.calm(stage);
    }

    private void parked(UUID id) {
        await().atMost(Story.PATIENCE).untilAsserted(() -> assertThat(Objects.requireNonNull(story.view(id).waiting())
                .parked()).isEqualTo("after:dvcqg.sync-dossier/" + story.number()));
    }

    @Test
    void steps_that_come_before_their_dossier_wait_without_spending_an_attempt() {
        var calls = sandbox.on("portal").arrived(STEPS);

        var steps = story.progress(3);
        parked(steps);
        stage.pass(Duration.ofMinutes(10));
        parked(steps);
        assertThat(story.view(steps).attempts()).isZero();
        assertThat(sandbox.on("portal").arrived(STEPS)).isEqualTo(calls);

        var dossier = story.dossier();
        story.becomes(dossier, State.DELIVERED);
        story.becomes(steps, State.DELIVERED);
        assertThat(story.atPortal().steps()).hasSize(3);
    }

    @Test
    void steps_of_a_refused_dossier_wait_for_the_corrected_one() {
        sandbox.on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor("DongBoHoSoMC").times(1));

        var refused = story.dossier();
        var steps = story.progress(3);
        story.becomes(refused, State.REJECTED);
        parked(steps);
        assertThat(story.view(steps).attempts()).isZero();

        var corrected = story.dossier();
        story.becomes(corrected, State.DELIVERED);
        story.becomes(steps, State.DELIVERED);

        assertThat(Objects.requireNonNull(story.view(steps).sentAt())).isAfterOrEqualTo(Objects.requireNonNull(story
                .view(corrected).settledAt()).minusMillis(1));
        assertThat(story.atPortal().inserts()).isEqualTo(1);
    }

    @Test
    void several_sets_of_steps_arrive_in_the_order_they_were_accepted() {
        var sets = Stream.generate(() -> story.progress(1)).limit(4).toList();
        parked(sets.getFirst());

        story.dossier();
        story.ends();

        assertThat(sets.stream().map(set -> Objects.requireNonNull(story.view(set).sentAt()))).isSorted();
        assertThat(sets).allSatisfy(set -> assertThat(story.state(set)).isEqualTo(State.DELIVERED));
    }

    @Test
    void steps_whose_dossier_never_comes_expire() {
        var steps = story.progress(3);
        parked(steps);

        stage.pass(Duration.ofDays(3));
        story.becomes(steps, State.EXPIRED);

        assertThat(story.view(steps).attempts()).isZero();
    }

    @Test
    void twenty_five_steps_are_three_calls() {
        story.becomes(story.dossier(), State.DELIVERED);
        var calls = sandbox.on("portal").arrived(STEPS);

        var steps = story.progress(25);
        story.becomes(steps, State.DELIVERED);

        assertThat(sandbox.on("portal").arrived(STEPS) - calls).isEqualTo(3);
        assertThat(story.attempts(steps)).extracting(attempt -> attempt.part()).containsExactly(0, 1, 2);
        assertThat(story.atPortal().steps()).hasSize(25);
        assertThat(story.atPortal().doubledSteps()).isZero();
    }

    @Test
    void after_a_503_for_a_part_only_what_is_missing_is_sent() {
        story.becomes(story.dossier(), State.DELIVERED);
        sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor(STEPS).probability(0.5, secondOnly()).times(
                2));

        var steps = story.progress(25);
        story.ends();

        assertThat(story.attempts(steps).getFirst().outcome()).isEqualTo("DELIVERED");
        assertThat(story.attempts(steps).stream().filter(attempt -> attempt.outcome().equals("DELIVERED"))).extracting(
                attempt -> attempt.part()).containsExactly(0, 1, 2);
        assertThat(story.attempts(steps)).extracting(attempt -> attempt.outcome()).contains("UNAVAILABLE");
        assertThat(story.atPortal().steps()).hasSize(25);
        assertThat(story.atPortal().doubledSteps()).isZero();
    }

    /** A seed that spares the first call and hits the second. */
    private static long secondOnly() {
        for (long seed = 0;; seed++) {
            var random = new java.util.Random(seed);
            if (random.nextDouble() >= 0.5 && random.nextDouble() < 0.5) {
                return seed;
            }
        }
    }

    @Test
    void each_part_has_the_whole_schedule_of_attempts() {
        story.becomes(story.dossier(), State.DELIVERED);
        sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor(STEPS).times(6));
        var steps = story.progress(20);
        for (int i = 1; i <= 6; i++) {
            story.attempted(steps, i);
            stage.pass(Duration.ofMinutes(2));
            story.hurry(steps);
            if (i == 6) {
                // the first part arrives now, and the second fails for the first time
                sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor(STEPS).probability(0.5, secondOnly())
                        .times(1));
            }
        }
        await().atMost(Story.PATIENCE).until(() -> story.view(steps).attempts() >= 7);
        story.ends();

        assertThat(story.state(steps)).isEqualTo(State.DELIVERED);
        assertThat(story.atPortal().doubledSteps()).isZero();
    }

    @Test
    void a_gateway_that_died_after_the_first_part_leaves_the_rest_unknown_and_sends_nothing_twice() {
        story.becomes(story.dossier(), State.DELIVERED);
        sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor(STEPS).probability(0.5, secondOnly()).times(
                1));
        var steps = story.progress(25);
        story.attempted(steps, 2);
        // another gateway takes it, and is never heard of again
        var due = Objects.requireNonNull(Objects.requireNonNull(story.view(steps).waiting()).dueAt());
        assertThat(stage.bean(Ledger.class).claim("dvcqg", 50, due.plusSeconds(1), Duration.ofSeconds(30))).hasSize(1);
        stage.sql().sql("update delivery set calling = true where id = :id").param("id", steps).update();
        stage.pass(Duration.ofMinutes(2));

        story.becomes(steps, State.UNKNOWN);

        assertThat(story.atPortal().steps()).hasSize(10);
        assertThat(story.atPortal().doubledSteps()).isZero();
    }
}
