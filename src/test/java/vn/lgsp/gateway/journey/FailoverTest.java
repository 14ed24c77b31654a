package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.AttemptView;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.SandboxPorts;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** A system with a second address is called there at once, where the first one failed in a way that was named. */
class FailoverTest {
    private static final String DOSSIERS = "DongBoHoSoMC";
    private static Sandbox spare;
    private static GatewayStage stage;
    private final Story story = new Story(stage);

    @BeforeAll
    static void start() {
        spare = Sandbox.start(SandboxPorts.FREE);
        stage = GatewayStage.start("--POSTAL_POLL=1h", "--SPARE_URL=" + spare.on("portal").url(), new Declarations()
                .provider("dvcqg", "timeout: 2s", "failover: { url: \"${SPARE_URL}\", on: [not-connected, http-503] }",
                        "breaker: { opensAt: 100%, over: 60s, atLeast: 100, staysOpen: 30s }")
                .setting());
    }

    @AfterAll
    static void stop() {
        stage.close();
        spare.close();
    }

    @AfterEach
    void the_first_address_is_well_and_used_again() {
        stage.sandbox().endFaults();
        spare.endFaults();
        stage.pass(Duration.ofSeconds(31));
        var after = new Story(stage);
        assertThat(after.ended(after.dossier())).isEqualTo(State.DELIVERED);
        assertThat(after.atPortal().inserts()).isEqualTo(1);
    }

    private long atSpare() {
        return spare.portal().dossier(story.number()).map(found -> found.versions()).orElse(0);
    }

    @Test
    void what_is_not_connected_or_says_503_is_sent_to_the_second_address_within_the_same_attempt() {
        var warm = new Story(stage);
        warm.becomes(warm.dossier(), State.DELIVERED);
        stage.sandbox().on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor(DOSSIERS));

        var id = story.dossier();
        story.becomes(id, State.DELIVERED);

        assertThat(atSpare()).isEqualTo(1);
        assertThat(story.attempts(id)).extracting(AttemptView::httpStatus).containsExactly(503, 200);
        // for a while it is called there first
        var calls = stage.sandbox().on("portal").arrived(DOSSIERS);
        story.becomes(story.finished(), State.DELIVERED);
        assertThat(atSpare()).isEqualTo(2);
        assertThat(stage.sandbox().on("portal").arrived(DOSSIERS)).isEqualTo(calls);
    }

    /** Seen: the login knew the first address alone. */
    @Test
    void a_first_address_where_nobody_listens_is_no_obstacle_to_a_login_at_the_second() {
        stage.sandbox().on("portal").set(Fault.of(FaultMode.SESSION_EXPIRED).times(1));
        stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number());
        stage.sandbox().on("portal").set(Fault.of(FaultMode.DOWN));

        assertThat(stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number()).status()).isEqualTo(200);
        story.becomes(story.dossier(), State.DELIVERED);

        assertThat(atSpare()).isEqualTo(1);
    }

    @Test
    void an_error_that_was_not_named_is_no_reason_to_go_elsewhere() {
        stage.sandbox().on("portal").set(Fault.of(FaultMode.SERVER_ERROR).onlyFor(DOSSIERS).times(1));

        var id = story.dossier();
        story.attempted(id, 1);

        assertThat(atSpare()).isZero();
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        assertThat(atSpare()).isZero();
    }

    @Test
    void when_both_fail_the_next_attempt_begins_with_the_first() {
        stage.sandbox().on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor(DOSSIERS).times(1));
        spare.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor(DOSSIERS));

        var id = story.dossier();
        story.attempted(id, 2);
        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);

        assertThat(atSpare()).isZero();
        assertThat(story.atPortal().inserts()).isEqualTo(1);
    }
}
