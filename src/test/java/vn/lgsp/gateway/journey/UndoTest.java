package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.delivery.Expiry;
import vn.lgsp.gateway.delivery.Interventions;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionView;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** An order at the post is followed by a state at the portal; where the portal will not have it, the order is taken back. */
class UndoTest {
    static final String[] SETTINGS = { "--POSTAL_POLL=1h", new Declarations()
            .file("postal/connector.yaml", text -> text.replace("  postal.create-order:\n",
                    "  postal.create-order:\n    follow: dvcqg.sync-status\n"))
            .added("postal/mapping/postal.create-order.follow.jsonata", """
                    $contains(request.noiDung, "luật hỏng") ? $error("a rule that fails") : { "maHoSo": "000.00.00.G22-" & $substringAfter(request.maHoSo, "-"), "maHoSoDonVi": request.maHoSo, "trangThai": 2, "maDoiTuong": "a3d1c2",
                      "noiDung": "Đã gửi bưu điện", "ngayXuLy": "2026-03-02T07:45:00+07:00" }
                    """)
            .file("dvcqg/connector.yaml", text -> text.replace("  dvcqg.sync-status:\n",
                    "  dvcqg.sync-status:\n    undo: postal.cancel-order\n"))
            .added("dvcqg/mapping/dvcqg.sync-status.undo.jsonata", """
                    $contains(reason, "luật hỏng") ? $error("a rule that fails") : $not($contains(reason, "giữ đơn")) ? { "maHoSo": request.maHoSoDonVi, "soDon": request.maHoSoDonVi & "-TKQ" }
                    """)
            .setting() };
    private static GatewayStage stage;

    private final Story story = new Story(stage);

    @BeforeAll
    static void start() {
        stage = GatewayStage.start(SETTINGS);
        stage.sandbox().post().step(Duration.ofDays(30)); // what was picked up is not taken back
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @AfterEach
    void end_faults() {
        new Operator(stage).resume("dvcqg");
        Stages.calm(stage);
    }

    private TransactionView child(UUID parent, String service) {
        return await().atMost(Story.PATIENCE).until(() -> children(parent, service), Optional::isPresent).orElseThrow();
    }

    private Optional<TransactionView> children(UUID parent, String service) {
        // the state's own business key is the portal's number
        return stage.sql().sql("select id from transaction where parent = :parent and service = :service")
                .param("parent",
                        parent)
                .param("service", service).query(UUID.class).optional().map(story::view);
    }

    private int cancelled() {
        return stage.sandbox().post().order(story.number() + "-TKQ").orElseThrow().cancels();
    }

    /** Time passes until it has ended. */
    private void becomes(UUID id, State state) {
        await().atMost(Story.PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            stage.pass(Duration.ofSeconds(10));
            return story.state(id).settled();
        });
        assertThat(story.state(id)).isEqualTo(state);
    }

    private String notSetOff(UUID id) {
        return String.valueOf(new Operator(stage).get("/ops/transactions/" + id).get("notSetOff"));
    }

    private UUID stateAfter(UUID order) {
        story.becomes(order, State.DELIVERED);
        return child(order, "dvcqg.sync-status").id();
    }

    @Test
    void what_the_portal_refuses_takes_the_order_back_however_long_the_post_is_away() {
        stage.sandbox().on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor("DongBoTrangThaiHoSo"));
        var state = stateAfter(story.order());
        stage.sandbox().on("post").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor("cancel").times(2));

        becomes(state, State.REJECTED);
        var undo = child(state, "postal.cancel-order");
        becomes(undo.id(), State.DELIVERED);

        assertThat(undo.origin()).isEqualTo("undo");
        assertThat(story.view(undo.id()).attempts()).isEqualTo(3);
        assertThat(cancelled()).isEqualTo(1);
    }

    @Test
    void what_an_operator_cancels_takes_it_back_too() {
        stage.sandbox().on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor("DongBoTrangThaiHoSo"));
        var state = stateAfter(story.order());

        await().atMost(Story.PATIENCE).until(() -> stage.bean(Interventions.class).cancel(state,
                "hồ sơ đã rút") == Interventions.Done.YES);
        becomes(child(state, "postal.cancel-order").id(), State.DELIVERED);

        assertThat(cancelled()).isEqualTo(1);
    }

    @Test
    void what_the_portal_does_not_take_however_often_it_is_sent_takes_it_back_too() {
        stage.sandbox().on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor("DongBoTrangThaiHoSo"));
        var state = stateAfter(story.order());

        assertThat(story.ended(state)).isEqualTo(State.EXHAUSTED);
        becomes(child(state, "postal.cancel-order").id(), State.DELIVERED);

        assertThat(cancelled()).isEqualTo(1);
    }

    @Test
    void what_is_late_takes_it_back_too() {
        new Operator(stage).hold("dvcqg", "Cổng báo bảo trì");
        var state = stateAfter(story.order());

        stage.pass(Duration.ofDays(3).plusSeconds(1));
        stage.bean(Expiry.class).sweep();
        assertThat(story.state(state)).isEqualTo(State.EXPIRED);
        becomes(child(state, "postal.cancel-order").id(), State.DELIVERED);

        assertThat(cancelled()).isEqualTo(1);
    }

    @Test
    void what_cannot_be_taken_back_because_the_rule_fails_is_told_beside_the_transaction() {
        stage.sandbox().on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor("DongBoTrangThaiHoSo"));
        var state = stateAfter(story.order());

        await().atMost(Story.PATIENCE).until(() -> stage.bean(Interventions.class).cancel(state,
                "luật hỏng") == Interventions.Done.YES);

        assertThat(children(state, "postal.cancel-order")).isEmpty();
        assertThat(notSetOff(state)).contains("kind=undo", "service=postal.cancel-order",
                "dvcqg.sync-status.undo.jsonata");
    }

    @Test
    void what_does_not_follow_because_the_rule_fails_is_told_beside_the_transaction() {
        var sample = new HashMap<>(Samples.order(story.number()));
        sample.put("noiDung", "luật hỏng");
        var order = story.accepted("/api/postal/v1/orders", sample);
        story.becomes(order, State.DELIVERED);

        assertThat(children(order, "dvcqg.sync-status")).isEmpty();
        assertThat(notSetOff(order)).contains("kind=follow", "service=dvcqg.sync-status",
                "postal.create-order.follow.jsonata");
    }

    @Test
    void what_is_delivered_or_whose_rule_says_nothing_takes_nothing_back() {
        var delivered = stateAfter(story.order());
        becomes(delivered, State.DELIVERED);
        var other = new Story(stage);
        var order = other.order();
        other.becomes(order, State.DELIVERED);
        stage.sandbox().on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor("DongBoTrangThaiHoSo"));
        var kept = child(order, "dvcqg.sync-status").id();
        await().atMost(Story.PATIENCE).until(() -> stage.bean(Interventions.class).cancel(kept,
                "giữ đơn lại") == Interventions.Done.YES);

        assertThat(children(delivered, "postal.cancel-order")).isEmpty();
        assertThat(children(kept, "postal.cancel-order")).isEmpty();
        assertThat(cancelled()).isZero();
    }
}
