package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.SandboxPorts;
import vn.lgsp.gateway.sandbox.SandboxSettings;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Steps that belong together stay together: no kill comes between a step that failed and what takes the earlier ones back. */
@Tag("crash")
class UndoKilledTest {
    private static final int ORDERS = 120;
    private static final int KILLS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final int port = GatewayStage.freePort();
    private final URI url = URI.create("http://localhost:" + port);
    private final Sandbox sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.of(GatewayStage.environment(
            url)));

    @Test
    void however_often_the_gateway_is_killed_each_refused_step_takes_its_order_back_once() throws Exception {
        var orders = Stream.generate(GatewayStage::dossierNumber).limit(ORDERS).toList();
        try (sandbox; var gateway = started()) {
            sandbox.post().step(Duration.ofDays(1)); // what was picked up is not taken back
            sandbox.on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor("DongBoTrangThaiHoSo"));
            var client = new OneStopClient(url, GatewayStage.ONE_STOP);
            orders.forEach(number -> assertThat(client.post("/api/postal/v1/orders", Samples.order(number),
                    "Idempotency-Key", "order-" + number).status()).isEqualTo(202));

            for (int kill = 1; kill <= KILLS; kill++) {
                int enough = ORDERS * kill / (KILLS + 1);
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> takenBack(orders) >= enough);
                gateway.kill();
                assertThat(takenBack(orders)).as("killed in the middle of it").isLessThan(ORDERS);
                gateway.restart();
            }
            gateway.ready();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> takenBack(orders) == ORDERS);

            await().atMost(PATIENCE).untilAsserted(() -> eachOnce(new Operator(gateway.opsUrl())));
        }
    }

    private GatewayProcess started() throws Exception {
        var data = Files.createTempDirectory(Path.of("target"), "undo").toAbsolutePath();
        var environment = new HashMap<>(sandbox.environment());
        environment.put("DVCQG_RATE", "20/s");
        var settings = new ArrayList<>(List.of(UndoTest.SETTINGS));
        settings.add("--gateway.ops.password=" + Operator.PASSWORD);
        return new GatewayProcess(data, port, environment, settings.toArray(String[]::new)).ready();
    }

    private long takenBack(List<String> orders) {
        return orders.stream().filter(number -> sandbox.post().order(number + "-TKQ").map(order -> order
                .cancels() == 1).orElse(false)).count();
    }

    /** One order, one state that the portal refused, one that takes the order back: in the books as at the post. */
    private static void eachOnce(Operator operator) {
        assertThat(operator.all("postal.create-order")).hasSize(ORDERS);
        var refused = operator.all("dvcqg.sync-status");
        assertThat(refused).hasSize(ORDERS).allMatch(one -> "REJECTED".equals(one.get("state")));
        var undone = operator.all("postal.cancel-order");
        assertThat(undone).allMatch(one -> "DELIVERED".equals(one.get("state"))).extracting(one -> one.get("parent"))
                .containsExactlyInAnyOrderElementsOf(refused.stream().map(one -> one.get("id")).toList());
    }
}
