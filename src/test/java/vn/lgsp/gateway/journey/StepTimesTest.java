package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.map;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Each call says where its time went. */
class StepTimesTest {
    private final GatewayStage stage = Stages.shared();
    private final Story story = new Story(stage);

    @AfterEach
    void end_faults() {
        Stages.calm(stage);
    }

    @Test
    void a_slow_provider_is_seen_in_the_time_to_its_first_byte() {
        stage.sandbox().on("portal").set(Fault.slow(Duration.ofMillis(300)).onlyFor("DongBoHoSoMC"));
        var id = story.dossier();
        story.becomes(id, State.DELIVERED);

        assertThat(story.attempts(id)).singleElement().satisfies(attempt -> {
            var times = attempt.times();
            assertThat(times.firstByte()).isGreaterThanOrEqualTo(250_000);
            assertThat(times.waiting()).isNotNegative();
            assertThat(times.map()).isPositive();
            assertThat(times.connect()).isNotNegative();
            assertThat(times.back()).isNotNegative();
            assertThat((times.connect() + times.firstByte()) / 1000).isLessThanOrEqualTo(attempt.tookMs() + 1);
        });
    }

    @Test
    void an_operator_sees_where_the_time_of_each_call_went() {
        stage.sandbox().on("portal").set(Fault.slow(Duration.ofMillis(300)).onlyFor("DongBoHoSoMC"));
        var id = story.dossier();
        story.becomes(id, State.DELIVERED);

        var attempts = (List<?>) new Operator(stage).get("/ops/transactions/" + id).get("attempts");

        assertThat(attempts).singleElement(map(String.class, Object.class)).extractingByKey("times", map(String.class,
                Integer.class)).containsOnlyKeys("waiting", "map", "connect", "firstByte", "back")
                .doesNotContainValue(null).hasEntrySatisfying("firstByte", micros -> assertThat(micros)
                        .isGreaterThanOrEqualTo(250_000));
    }

    @Test
    void what_was_not_reached_has_no_time() {
        story.becomes(story.dossier(), State.DELIVERED);
        stage.sandbox().on("portal").set(Fault.of(FaultMode.DOWN));
        var other = new Story(stage);
        var id = other.dossier();
        other.attempted(id, 1);

        assertThat(other.attempts(id).getFirst().times()).satisfies(times -> {
            assertThat(times.map()).isPositive();
            assertThat(times.connect()).isNotNegative();
            assertThat(times.firstByte()).isNull();
            assertThat(times.back()).isNull();
        });
    }
}
