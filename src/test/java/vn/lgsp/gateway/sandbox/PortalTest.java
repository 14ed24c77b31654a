package vn.lgsp.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.node.ObjectNode;
import vn.lgsp.gateway.sandbox.Client.Reply;
import vn.lgsp.gateway.sandbox.portal.Dossier;
import vn.lgsp.gateway.sandbox.wire.Json;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortalTest {
    private static final String NUMBER = "H47.12-231005-0012";

    private final TestClock clock = new TestClock();
    private final Client client = new Client();
    private final Sandbox sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.standard().at(clock));
    private PortalCalls portal = new PortalCalls(sandbox, client);

    @BeforeEach
    void forget() {
        sandbox.reset();
        portal = new PortalCalls(sandbox, client);
    }

    @AfterAll
    void stop() {
        sandbox.close();
    }

    @Test
    void the_right_password_opens_a_session() {
        var answer = portal.login("sandbox-portal");

        assertThat(answer.json().path("error_code").asInt()).isZero();
        assertThat(answer.text("session")).isNotBlank();
    }

    @Test
    void a_wrong_password_opens_none() {
        var answer = portal.login("wrong");

        assertThat(answer.json().path("error_code").asInt()).isEqualTo(-1);
        assertThat(answer.json().has("session")).isFalse();
    }

    @Test
    void a_call_without_a_known_session_is_refused() {
        var answer = portal.ask("no-session", "TraCuuHoSo", Map.of("mahoso", NUMBER));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("error_code").asInt()).isEqualTo(-2);
        assertThat(answer.text("message")).isEqualTo("Phiên làm việc không hợp lệ hoặc đã hết hạn");
    }

    @Test
    void a_session_ends_after_ten_minutes() {
        var session = portal.session();
        clock.pass(Duration.ofMinutes(9));
        var before = portal.ask(session, "TraCuuHoSo", Map.of("mahoso", NUMBER));
        clock.pass(Duration.ofMinutes(1));
        var after = portal.ask(session, "TraCuuHoSo", Map.of("mahoso", NUMBER));

        assertThat(before.json().path("error_code").asInt()).isZero();
        assertThat(after.json().path("error_code").asInt()).isEqualTo(-2);
    }

    @Test
    void dstcode_may_be_a_header_but_must_be_there() {
        var url = sandbox.on("portal").url() + "/mapi/login";
        var given = Json.object("username", "000.00.00.H47", "password", "sandbox-portal");

        assertThat(client.post(url, given, "dstcode", "VN:GOV:000.00.00.G22:vpcpdvcprovider").status()).isEqualTo(200);
        assertThat(client.post(url, given).status()).isEqualTo(400);
    }

    @Test
    void a_new_dossier_is_taken_once() {
        var first = portal.push("False", portal.dossier(NUMBER));
        var second = portal.push("False", portal.dossier(NUMBER));

        assertThat(first.text("message")).contains("thành công");
        assertThat(second.json().path("error_code").asInt()).isEqualTo(-3);
        assertThat(second.text("message")).isEqualTo("Hồ sơ đã tồn tại");
        assertThat(held().inserts()).isOne();
        assertThat(held().refused()).isOne();
    }

    @Test
    void only_one_of_fifty_inserts_at_once_is_taken() throws Exception {
        var session = portal.session();
        var answers = Client.together(50, () -> portal.push(session, "False", portal.dossier(NUMBER)));

        assertThat(answers).filteredOn(PortalTest::good).hasSize(1);
        assertThat(held().inserts()).isOne();
        assertThat(held().refused()).isEqualTo(49);
        assertThat(sandbox.on("portal").arrived("DongBoHoSoMC")).isEqualTo(50);
    }

    @Test
    void an_update_makes_a_new_version() {
        portal.push("False", portal.dossier(NUMBER));
        var changed = portal.push("True", portal.dossier(NUMBER).put("TrangThaiHoSo", "9"));

        assertThat(good(changed)).isTrue();
        assertThat(held().versions()).isEqualTo(2);
        assertThat(held().statuses()).containsExactly("4", "9");
        assertThat(held().sameAgain()).isZero();
    }

    @Test
    void an_update_that_brings_nothing_new_is_counted_as_such() {
        portal.push("False", portal.dossier(NUMBER));
        portal.push("True", portal.dossier(NUMBER));

        assertThat(held().sameAgain()).isOne();
    }

    @Test
    void an_update_of_an_unknown_dossier_is_refused() {
        var answer = portal.push("True", portal.dossier(NUMBER));

        assertThat(answer.json().path("error_code").asInt()).isEqualTo(-1);
        assertThat(sandbox.portal().dossier(NUMBER)).isEmpty();
    }

    @Test
    void a_dossier_that_breaks_a_rule_is_refused_with_the_fields_name() {
        assertThat(refusal(portal.dossier(NUMBER).put("TenTTHC", ""))).contains("TenTTHC");
        assertThat(refusal(portal.dossier(NUMBER).put("KenhThucHien", 2))).contains("KenhThucHien", "chuỗi");
        assertThat(refusal(portal.dossier(NUMBER).put("NgayTiepNhan", "2026-03-01"))).contains("NgayTiepNhan");
        assertThat(refusal(portal.dossier(NUMBER).put("NgayHenTra", "20260230000000"))).contains("NgayHenTra");
        assertThat(refusal(portal.dossier(NUMBER).put("TrangThaiHoSo", "11"))).contains("TrangThaiHoSo");
        assertThat(refusal(portal.dossier(NUMBER).put("TrichYeuHoSo", "x".repeat(1001)))).contains("1000");
        assertThat(refusal(portal.dossier("no number"))).contains("MaHoSo");
        assertThat(sandbox.portal().dossiers()).isEmpty();
    }

    @Test
    void a_step_sent_twice_stands_there_twice() {
        portal.push("False", portal.dossier(NUMBER));
        portal.steps(List.of(portal.step(NUMBER, 1), portal.step(NUMBER, 2)));
        portal.steps(List.of(portal.step(NUMBER, 2)));

        assertThat(held().steps().values()).containsExactly(1, 2);
        assertThat(held().doubledSteps()).isOne();
    }

    @Test
    void steps_of_an_unknown_dossier_are_refused() {
        assertThat(portal.steps(List.of(portal.step(NUMBER, 1))).json().path("error_code").asInt()).isEqualTo(-1);
    }

    @Test
    void more_than_ten_steps_at_once_are_refused() {
        portal.push("False", portal.dossier(NUMBER));
        var ten = portal.steps(steps(10));
        var eleven = portal.steps(steps(11));

        assertThat(good(ten)).isTrue();
        assertThat(good(eleven)).isFalse();
        assertThat(held().steps()).hasSize(10);
    }

    @Test
    void success_is_spelt_in_three_ways() {
        var session = portal.session();
        var codes = new ArrayList<Object>();
        for (var turn = 0; turn < 3; turn++) {
            var code = portal.ask(session, "TraCuuHoSo", Map.of("mahoso", NUMBER)).json().path("error_code");
            codes.add(code.isString() ? code.asString() : code.asInt());
        }

        assertThat(codes).containsExactlyInAnyOrder(0, "0", "00");
    }

    @Test
    void a_dossier_is_found_once_it_was_taken() {
        var before = portal.ask(portal.session(), "TraCuuHoSo", Map.of("mahoso", NUMBER));
        portal.push("False", portal.dossier(NUMBER));
        var after = portal.ask(portal.session(), "TraCuuHoSo", Map.of("mahoso", NUMBER));

        assertThat(before.json().path("result")).isEmpty();
        assertThat(after.json().at("/result/0/MAHOSO").asString()).isEqualTo(NUMBER);
    }

    @Test
    void procedures_and_code_lists_are_shared() {
        var procedure = portal.ask(portal.session(), "LayThuTuc", Map.of("maTTHC", "1.001193"));
        var units = portal.ask(portal.session(), "LayDanhMucCoQuan", Map.of());
        var none = portal.ask(portal.session(), "LayDanhMucKhongCo", Map.of());

        assertThat(procedure.json().at("/result/0/TENTTHC").asString()).isEqualTo("Đăng ký khai sinh");
        assertThat(units.json().at("/result/0/MADONVI").asString()).isEqualTo("000.00.00.H47");
        assertThat(none.json().path("error_code").asInt()).isEqualTo(-1);
    }

    @Test
    void states_and_answers_are_counted_by_what_they_are_about() {
        var state = Json.object("TrangThai", "4", "MaHoSo", "000.00.00.G22-231005-0001", "NgayXuLy", "20231005101500");
        var answer = Json.object("HOIDAPID", "5512", "MADONVI", "000.00.12.H47", "NGUOITRALOI", "Trần Văn Mẫu",
                "NGAYTRALOI", "20231009090000", "NOIDUNGTRALOI", "…");
        portal.ask(portal.session(), "DongBoTrangThaiHoSo", Json.object("type", "2", "data", List.of(state)));
        portal.ask(portal.session(), "DongBoTrangThaiHoSo", Json.object("data", List.of(state)));
        portal.ask(portal.session(), "DongBoKetQuaHoiDapGuiTuDVCQG", Json.object("data", List.of(answer)));

        assertThat(sandbox.portal().statuses("000.00.00.G22-231005-0001", "4")).isOne();
        assertThat(sandbox.portal().answers("5512")).isOne();
    }

    @Test
    void a_dossier_submitted_on_the_portal_is_sent_to_the_gateway() throws Exception {
        try (var gateway = new GatewayDouble("{\"error_code\":0}");
                var own = Sandbox.start(SandboxPorts.FREE,
                        SandboxSettings.of(Map.of("GATEWAY_URL", gateway.url())))) {
            var reply = own.portal().submissions().submit();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(gateway.received("/api/dvcqg/v1/inbound/dossiers")).singleElement()
                    .satisfies(body -> assertThat(Json.text(body, "MaTTHC")).isEqualTo("1.001193"));
        }
    }

    private List<Map<String, Object>> steps(int count) {
        return IntStream.range(0, count).mapToObj(at -> portal.step(NUMBER, at)).toList();
    }

    private String refusal(ObjectNode dossier) {
        var answer = portal.push("False", dossier);
        assertThat(answer.json().path("error_code").asInt()).isEqualTo(-1);
        return answer.text("message");
    }

    private Dossier held() {
        return sandbox.portal().dossier(NUMBER).orElseThrow();
    }

    private static boolean good(Reply reply) {
        return List.of("0", "00").contains(reply.text("error_code"));
    }
}
