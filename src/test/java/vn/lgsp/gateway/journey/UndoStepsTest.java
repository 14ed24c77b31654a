package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionView;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** An order at the post, a dossier at the portal and its steps; what undoes is followed by what undoes the rest. */
class UndoStepsTest {
    private static final Declarations DECLARED = new Declarations()
            .file("postal/connector.yaml", text -> text.replace("  postal.create-order:\n",
                    "  postal.create-order:\n    follow: dvcqg.sync-dossier\n"))
            .added("postal/mapping/postal.create-order.follow.jsonata", sample(Samples.dossier("H47.12-1")))
            .file("dvcqg/connector.yaml", text -> text.replace("  dvcqg.sync-dossier:\n",
                    "  dvcqg.sync-dossier:\n    follow: dvcqg.sync-progress\n").replace("  dvcqg.sync-progress:\n",
                            "  dvcqg.sync-progress:\n    undo: dvcqg.sync-status\n")
                    .replace("  dvcqg.sync-status:\n",
                            "  dvcqg.sync-status:\n    follow: postal.cancel-order\n"))
            .added("dvcqg/mapping/dvcqg.sync-dossier.follow.jsonata", sample(Samples.progress("H47.12-1", 2)))
            .added("dvcqg/mapping/dvcqg.sync-progress.undo.jsonata", """
                    { "maHoSo": "000.00.00.G22-" & $substringAfter(request.maHoSo, "-"), "maHoSoDonVi": request.maHoSo,
                      "trangThai": 7, "noiDung": "Đã rút", "ngayXuLy": "2026-03-02T07:45:00+07:00" }
                    """)
            .added("dvcqg/mapping/dvcqg.sync-status.follow.jsonata", """
                    { "maHoSo": request.maHoSoDonVi, "soDon": request.maHoSoDonVi & "-TKQ" }
                    """);

    /** The rule that gives this, of the dossier the step before was about. */
    private static String sample(Map<String, Object> request) {
        return "$merge([" + new String(Json.write(request), StandardCharsets.UTF_8)
                + ", { \"maHoSo\": request.maHoSo }])";
    }

    private static TransactionView after(GatewayStage stage, UUID parent, String service, State state) {
        return await().atMost(Story.PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            stage.pass(Duration.ofSeconds(10));
            return stage.sql().sql("select id from transaction where parent = ? and service = ? and state = ?").param(
                    parent).param(service).param(state.name()).query(UUID.class).optional();
        }, Optional::isPresent).map(new Story(stage)::view).orElseThrow();
    }

    @Test
    void more_than_one_step_is_taken_back_the_last_one_first() {
        try (var stage = GatewayStage.start("--POSTAL_POLL=1h", DECLARED.setting())) {
            stage.sandbox().post().step(Duration.ofDays(30)); // what was picked up is not taken back
            stage.sandbox().on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor("CapNhatTienDoHoSoMC"));
            var story = new Story(stage);

            var order = story.order();
            story.becomes(order, State.DELIVERED);
            var dossier = after(stage, order, "dvcqg.sync-dossier", State.DELIVERED);
            var steps = after(stage, dossier.id(), "dvcqg.sync-progress", State.REJECTED);
            var withdrawn = after(stage, steps.id(), "dvcqg.sync-status", State.DELIVERED);
            var cancelled = after(stage, withdrawn.id(), "postal.cancel-order", State.DELIVERED);

            assertThat(withdrawn.origin()).isEqualTo("undo");
            assertThat(cancelled.origin()).isEqualTo("follow");
            assertThat(stage.sandbox().portal().statuses("000.00.00.G22-" + story.number().split("-", 2)[1], "7"))
                    .isEqualTo(1);
            assertThat(stage.sandbox().post().order(story.number() + "-TKQ").orElseThrow().cancels()).isEqualTo(1);
        }
    }
}
