package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** The province's own systems: officers, the staff app, and the citizen who asks for a dossier. */
class ProvinceTest {
    private static final String OFFICER = "QNM.CB.0012";
    private static final String OWNER = "049090000001";

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);
    private final OneStopClient egov = new OneStopClient(stage.url(), "demo-egov-key");
    private final OneStopClient smart = new OneStopClient(stage.url(), "demo-smart-key");

    @AfterEach
    void end_faults() {
        Stages.calm(stage);
    }

    private UUID accepted(OneStopClient caller, String path, Object body) {
        var reply = caller.post(path, body, "Idempotency-Key", Story.key());
        assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
        return UUID.fromString(reply.text("transactionId"));
    }

    @Test
    void an_officers_profile_comes_without_salary_and_identity_number() {
        var reply = egov.get("/api/civil-servants/v1/officers/" + OFFICER);

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.text("hoTen")).isEqualTo("Phạm Văn Thử");
        assertThat(reply.toString()).doesNotContain("4.32").doesNotContain("049080000001");
    }

    @Test
    void an_officer_nobody_knows_is_a_refusal() {
        assertThat(egov.get("/api/civil-servants/v1/officers/QNM.CB.9999").status()).isEqualTo(422);
    }

    @Test
    void a_change_whose_answer_was_lost_is_made_once() {
        sandbox.on("province").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("officers").times(1));

        var id = accepted(egov, "/api/civil-servants/v1/changes", Map.of("maCanBo", OFFICER, "loaiThayDoi", "lien-lac",
                "ngayHieuLuc", "2026-03-02", "dienThoai", "0900000003"));

        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        assertThat(sandbox.province().changes(OFFICER))
                .filteredOn(change -> change.path("changeId").asString("").equals(
                        id.toString()))
                .hasSize(1);
    }

    @Test
    void an_officer_learns_of_a_refusal_though_the_apps_token_is_over() {
        sandbox.on("province").set(Fault.of(FaultMode.TOKEN_EXPIRED).onlyFor("notifications").times(1));

        var id = accepted(stage.oneStop(), "/api/egov/v1/notifications", Map.of("maCanBo", OFFICER, "loai", "tu-choi",
                "tieuDe", "Hồ sơ bị từ chối", "noiDung", "Đề nghị sửa trong ngày", "maHoSo", story.number(), "lyDo",
                "MaTTHC không tồn tại"));

        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        assertThat(sandbox.province().message(id.toString())).isPresent();
    }

    @Test
    void a_citizen_learns_of_their_own_dossier_and_of_no_other() {
        sandbox.oneStop().holds(story.number(), OWNER, 4);

        var own = smart.post("/api/smart/v1/dossiers/look-up", Map.of("maHoSo", story.number(), "soDinhDanh", OWNER));
        var others = smart.post("/api/smart/v1/dossiers/look-up", Map.of("maHoSo", story.number(), "soDinhDanh",
                "049090000002"));

        assertThat(own.text("trangThai")).isEqualTo("dang-xu-ly");
        assertThat(own.toString()).doesNotContain(OWNER).doesNotContain("Nguyễn");
        assertThat(others.json()).isEqualTo(Map.of("maHoSo", story.number(), "timThay", false));
    }

    @Test
    void staff_see_the_dossier_as_the_one_stop_system_holds_it_and_the_citizens_app_may_not() {
        sandbox.oneStop().holds(story.number(), OWNER, 9);
        var path = "/api/one-stop/v1/dossiers/" + story.number();

        assertThat(egov.get(path).get("trangThaiHoSo")).isEqualTo(9);
        assertThat(smart.get(path).status()).isEqualTo(403);
    }
}
