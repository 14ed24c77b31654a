package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.sandbox.wire.Fault;

/** What is above the number of requests worked on at once is told at once to come again, and takes no memory. */
class InFlightTest {

    @Test
    void the_third_of_two_is_asked_to_come_again_whatever_it_wants_and_is_let_in_when_one_has_left() {
        try (var stage = GatewayStage.start("--gateway.intake.in-flight=2", "--POSTAL_POLL=1h")) {
            stage.sandbox().on("portal").set(Fault.slow(Duration.ofSeconds(8)));
            var client = stage.oneStop();
            var arrived = stage.sandbox().on("portal").arrived("TraCuuHoSo");
            var working = IntStream.range(0, 2).mapToObj(n -> CompletableFuture.supplyAsync(() -> client.get(
                    "/api/dvcqg/v1/dossiers/" + GatewayStage.dossierNumber()))).toList();
            await().atMost(Duration.ofSeconds(20)).until(() -> stage.sandbox().on("portal").arrived("TraCuuHoSo")
                    - arrived == 2);

            for (var third : List.of(client.get("/api/dvcqg/v1/dossiers/" + GatewayStage.dossierNumber()), client.get(
                    "/api/transactions?businessKey=H47.12-260302-1"))) {
                assertThat(third.status()).as(third.toString()).isEqualTo(503);
                assertThat(third.text("code")).isEqualTo("busy");
                assertThat(third.header("Retry-After")).isEqualTo("1");
            }

            assertThat(working).extracting(CompletableFuture::join).extracting(Reply::status).containsOnly(200);
            stage.sandbox().endFaults();
            assertThat(client.get("/api/dvcqg/v1/dossiers/" + GatewayStage.dossierNumber()).status()).isEqualTo(200);
        }
    }
}
