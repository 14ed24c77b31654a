package vn.lgsp.gateway.intake;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;

/** Good calls, so that a test's faults stay fewer than half of a provider's calls and its breaker closed. */
final class Calm {
    private static final int CALLS = 6;
    /** Longer than a breaker remembers, and than it stays open. */
    private static final Duration OVER = Duration.ofMinutes(2);

    private Calm() {}

    /** After faults of an earlier test the breaker may be open, or open again after a trial that met the last of them. */
    static void payments(GatewayStage stage) {
        for (int good = 0; good < CALLS; good++) {
            await().until(() -> {
                var served = ask(stage).status() == 200;
                if (!served) {
                    stage.pass(OVER);
                }
                return served;
            });
        }
    }

    private static OneStopClient.Reply ask(GatewayStage stage) {
        return stage.oneStop().get("/api/payment/v1/payments/none?thoiGianGD=2026-03-02T08:00:00Z");
    }
}
