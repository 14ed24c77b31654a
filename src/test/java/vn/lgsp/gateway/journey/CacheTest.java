package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Catalogues change rarely: the portal is asked once a day, and an old answer is better than none. */
class CacheTest {
    private static final String PROCEDURE = "/api/dvcqg/v1/procedures/1.001193";
    private static final String CALL = "LayThuTuc";

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);

    @AfterEach
    void end_faults() {
        Stages.calm(stage);
    }

    private OneStopClient.Reply ask() {
        return stage.oneStop().get(PROCEDURE);
    }

    private static UUID id(OneStopClient.Reply reply) {
        return UUID.fromString(Objects.requireNonNull(reply.header("Transaction-Id")));
    }

    @Test
    void it_is_answered_from_the_cache_with_its_age_for_a_day() {
        stage.pass(Duration.ofDays(2));
        var fresh = ask();
        var calls = sandbox.on("portal").arrived(CALL);
        stage.pass(Duration.ofHours(1));

        var cached = ask();

        assertThat(fresh.header("Age")).isEqualTo("0");
        assertThat(Integer.parseInt(Objects.requireNonNull(cached.header("Age")))).isBetween(3600, 3700);
        assertThat(cached.bytes()).isEqualTo(fresh.bytes());
        assertThat(sandbox.on("portal").arrived(CALL)).isEqualTo(calls);
        assertThat(story.view(id(cached)).code()).isEqualTo("cached");
        stage.pass(Duration.ofDays(1));
        assertThat(ask().header("Age")).isEqualTo("0");
        assertThat(sandbox.on("portal").arrived(CALL)).isGreaterThan(calls);
    }

    @Test
    void an_old_answer_with_its_age_stands_in_for_a_portal_that_is_down() {
        stage.pass(Duration.ofDays(2));
        var fresh = ask();
        stage.pass(Duration.ofHours(30));
        sandbox.on("portal").set(Fault.of(FaultMode.DOWN));

        var stale = ask();

        assertThat(stale.status()).isEqualTo(200);
        assertThat(stale.bytes()).isEqualTo(fresh.bytes());
        assertThat(Integer.parseInt(Objects.requireNonNull(stale.header("Age")))).isGreaterThanOrEqualTo(30 * 3600);
        var row = story.view(id(stale));
        assertThat(row.state()).isEqualTo(State.DELIVERED);
        assertThat(row.code()).isEqualTo("stale");
        assertThat(row.attempts()).isEqualTo(1);
    }

    @Test
    void an_error_is_not_kept() {
        stage.pass(Duration.ofDays(20));
        sandbox.on("portal").set(Fault.of(FaultMode.HTML).onlyFor(CALL).times(1));

        assertThat(ask().status()).isEqualTo(502);
        assertThat(ask().status()).isEqualTo(200);
    }
}
