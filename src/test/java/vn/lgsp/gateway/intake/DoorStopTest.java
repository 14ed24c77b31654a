package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.sandbox.wire.Fault;

/** A gateway that stops: callers are asked to connect elsewhere first, and whoever waits for an answer still gets it. */
class DoorStopTest {
    private static final String FIND = "GET /api/dvcqg/v1/dossiers/";

    @Test
    void what_is_under_way_is_answered_and_everybody_asked_to_leave() {
        var stage = GatewayStage.start("--POSTAL_POLL=1h", "--gateway.intake.notice=1s");
        var slow = GatewayStage.dossierNumber();
        var waiting = new Talk(stage.url());
        var kept = new Talk(stage.url());
        assertThat(kept.ask(FIND + GatewayStage.dossierNumber() + " HTTP/1.1").hear().headers()).doesNotContainKey(
                "connection");
        stage.sandbox().on("portal").set(Fault.slow(Duration.ofSeconds(3)).times(1));
        waiting.ask(FIND + slow + " HTTP/1.1");
        await().until(() -> !stage.sandbox().on("portal").calls(slow).isEmpty());

        var stopping = Thread.startVirtualThread(stage::close);
        var last = await().atMost(Duration.ofSeconds(1)).until(() -> kept.ask("GET /api/nothing HTTP/1.1").hear(),
                answer -> "close".equals(answer.headers().get("connection")));
        assertThat(last.status()).isEqualTo(404);
        assertThat(kept.rest()).isEmpty();

        var answer = waiting.hear();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("connection", "close");
        await().atMost(Duration.ofSeconds(30)).until(() -> !stopping.isAlive());
        assertThatThrownBy(() -> new Talk(stage.url())).isInstanceOf(UncheckedIOException.class);
    }
}
