package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;

/** Good calls, so that a test's faults stay fewer than half of a provider's calls and its breaker closed. */
final class Calm {
    private static final int CALLS = 6;
    /** Longer than a breaker remembers, and than it stays open. */
    private static final Duration OVER = Duration.ofMinutes(2);

    private Calm() {}

    static void payments(GatewayStage stage) {
        if (ask(stage).status() != 200) {
            stage.pass(OVER);
        }
        for (int i = 0; i < CALLS; i++) {
            var answer = ask(stage);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        }
    }

    private static OneStopClient.Reply ask(GatewayStage stage) {
        return stage.oneStop().get("/api/payment/v1/payments/none?thoiGianGD=2026-03-02T08:00:00Z");
    }
}
