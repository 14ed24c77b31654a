package vn.lgsp.gateway.intake;

import java.time.Duration;

import vn.lgsp.gateway.LastOfAll;
import vn.lgsp.gateway.journey.GatewayStage;

/** A gateway whose door has little patience, shared by the tests of the door. */
final class DoorStage {
    static final Duration PATIENCE = Duration.ofSeconds(2);
    static final int CONNECTIONS = 2300;
    static final GatewayStage STAGE = GatewayStage.start("--POSTAL_POLL=1h", "--gateway.intake.patience=" + PATIENCE
            .toSeconds() + "s", "--gateway.intake.connections=" + CONNECTIONS,
            "--gateway.caller.file=src/test/resources/intake/callers.yaml");

    static {
        LastOfAll.then(STAGE::close);
    }

    private DoorStage() {}
}
