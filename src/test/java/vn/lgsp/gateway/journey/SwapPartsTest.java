package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** A service sends in other parts from now on: what has begun goes on in those it began with. */
@Aside
class SwapPartsTest {
    private static final String STEPS = "CapNhatTienDoHoSoMC";
    private static final String TEN = "chunk: { of: buocXuLy, size: 10 }";
    private static final String FIVE = "chunk: { of: buocXuLy, size: 5 }";
    private static final String WHOLE = "# in one";
    private static SwapStage swapping;
    private static GatewayStage stage;
    private final Story story = new Story(stage);
    private String now = TEN;

    @BeforeAll
    static void start() throws IOException {
        swapping = new SwapStage();
        stage = swapping.gateway;
    }

    @AfterAll
    static void stop() {
        swapping.close();
    }

    @BeforeEach
    void a_dossier_is_known() {
        story.becomes(story.dossier(), State.DELIVERED);
    }

    @AfterEach
    void ten_again() {
        swapping.operator.resume("dvcqg");
        if (!now.equals(TEN)) {
            from(TEN);
        }
    }

    private void from(String chunk) {
        var before = now;
        swapping.served("dvcqg", text -> text.replace(before, chunk));
        now = chunk;
    }

    /** The answer to its first part is lost. */
    private UUID lost(int steps) {
        stage.sandbox().on("portal").set(Fault.of(FaultMode.RESET_AFTER).onlyFor(STEPS).times(1));
        var id = story.progress(steps);
        story.becomes(id, State.UNKNOWN);
        return id;
    }

    /** The portal never saw its first part. */
    private UUID neverArrived(int steps) {
        stage.sandbox().on("portal").set(Fault.of(FaultMode.HANG).delayed(Duration.ofMillis(300)).onlyFor(STEPS).times(
                1));
        var id = story.progress(steps);
        story.becomes(id, State.UNKNOWN);
        return id;
    }

    private void notDelivered(UUID id) {
        assertThat(swapping.operator.decide(id, "not-delivered").status()).isEqualTo(200);
    }

    private void delivered(UUID id) {
        assertThat(swapping.operator.decide(id, "delivered").status()).isEqualTo(200);
    }

    private void allArrivedOnce(int steps) {
        assertThat(story.atPortal().steps()).hasSize(steps);
        assertThat(story.atPortal().doubledSteps()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "chunk: { of: buocXuLy, size: 20 }", FIVE, WHOLE })
    void steps_of_which_a_part_waits_arrive_all_and_once(String chunk) {
        var id = lost(13);
        swapping.operator.hold("dvcqg", "the second part waits");
        delivered(id);

        from(chunk);
        swapping.operator.resume("dvcqg");
        story.becomes(id, State.DELIVERED);

        allArrivedOnce(13);
        assertThat(story.attempts(id)).extracting(attempt -> attempt.part()).containsExactly(0, 1);
    }

    @Test
    void what_was_lost_whole_and_was_delivered_has_no_second_part_by_a_smaller_size() {
        var id = lost(8);

        from(FIVE);
        delivered(id);
        story.becomes(id, State.DELIVERED);

        allArrivedOnce(8);
    }

    @Test
    void what_was_lost_whole_and_was_delivered_is_not_sent_in_parts_from_now_on() {
        from(WHOLE);
        var id = lost(8);

        from(FIVE);
        delivered(id);
        story.becomes(id, State.DELIVERED);

        allArrivedOnce(8);
        assertThat(story.attempts(id)).hasSize(1);
    }

    @Test
    void what_was_lost_whole_and_was_not_delivered_arrives_all_and_once() {
        from(WHOLE);
        var id = neverArrived(8);

        from(FIVE);
        notDelivered(id);
        story.becomes(id, State.DELIVERED);

        allArrivedOnce(8);
    }

    /** Seen: it was remembered as begun in parts for ever. */
    @Test
    void what_began_in_parts_and_was_then_sent_whole_has_no_second_part() {
        from(FIVE);
        var id = neverArrived(8);
        from(WHOLE);
        stage.sandbox().on("portal").set(Fault.of(FaultMode.RESET_AFTER).onlyFor(STEPS).times(1));
        notDelivered(id);
        await().atMost(Story.PATIENCE).until(() -> story.attempts(id).size() == 2);
        story.becomes(id, State.UNKNOWN);

        delivered(id);
        story.becomes(id, State.DELIVERED);

        allArrivedOnce(8);
        assertThat(story.attempts(id)).hasSize(2);
    }

    /** As when a place was free, its parts were noted, and the place was gone before it was called. */
    @Test
    void what_was_noted_in_parts_without_being_called_and_is_sent_whole_now_has_no_second_part() {
        from(FIVE);
        swapping.operator.hold("dvcqg", "all of it waits");
        var id = story.progress(8);
        stage.sql().sql("update transaction set part_of = 'buocXuLy', part_size = 5 where id = :id").param("id", id)
                .update();
        from(WHOLE);
        stage.sandbox().on("portal").set(Fault.of(FaultMode.RESET_AFTER).onlyFor(STEPS).times(1));
        swapping.operator.resume("dvcqg");
        story.becomes(id, State.UNKNOWN);

        delivered(id);
        story.becomes(id, State.DELIVERED);

        allArrivedOnce(8);
    }

    @Test
    void what_was_not_delivered_yet_goes_in_the_new_parts() {
        swapping.operator.hold("dvcqg", "all of it waits");
        var id = story.progress(13);

        from(FIVE);
        swapping.operator.resume("dvcqg");
        story.becomes(id, State.DELIVERED);

        assertThat(story.attempts(id)).extracting(attempt -> attempt.part())
                .containsExactly(0, 1, 2);
        assertThat(story.atPortal().steps()).hasSize(13);
    }
}
