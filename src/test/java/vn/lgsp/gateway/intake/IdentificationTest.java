package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.intake.ProblemShape.problem;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Stages;

/** Who may come in by a key. */
class IdentificationTest {
    private static final String DOSSIERS = "/api/dvcqg/v1/dossiers";

    private final GatewayStage stage = Stages.shared();
    private final RawHttp http = new RawHttp(stage.url());

    @Test
    void nobody_without_a_key() {
        var answer = http.send("GET " + DOSSIERS + "/x HTTP/1.1", List.of(), new byte[0]);

        problem(answer, 401, "unknown-caller");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("ApiKey realm=\"lgsp\"");
    }

    @ParameterizedTest(name = "“{0}”")
    @ValueSource(strings = { "", "wrong", "demo-one-stop-key2", "DEMO-ONE-STOP-KEY", "demo-one-stop-key,x",
            "08773057eaf1a9e2158d28a8c35886ca9b9bc44a44b8bfce7abaed7ae0e8e244" })
    void nobody_with_another_key(String key) {
        var answer = http.send("GET " + DOSSIERS + "/x HTTP/1.1", List.of("X-API-Key: " + key), new byte[0]);

        problem(answer, 401, "unknown-caller");
    }

    @Test
    void a_key_in_the_address_or_in_authorization_is_no_key() {
        problem(http.send("GET " + DOSSIERS + "/x?X-API-Key=demo-one-stop-key HTTP/1.1", List.of(
                "Authorization: Bearer demo-one-stop-key"), new byte[0]), 401, "unknown-caller");
    }

    @Test
    void a_caller_without_the_service_is_refused_and_the_service_named() {
        var answer = new OneStopClient(stage.url(), "test-narrow-key").post(DOSSIERS, Samples.dossier(GatewayStage
                .dossierNumber()), "Idempotency-Key", UUID.randomUUID().toString());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("code")).isEqualTo("not-allowed");
        assertThat(answer.text("detail")).contains("dvcqg.sync-dossier");
    }

    @Test
    void an_inbound_service_is_for_its_caller_only() {
        var body = Map.of("MaHoSo", GatewayStage.dossierNumber(), "MaTTHC", "1.001193");

        var ours = stage.oneStop().post("/api/dvcqg/v1/inbound/dossiers", body);
        var nobodys = new OneStopClient(stage.url(), "x").post("/api/dvcqg/v1/inbound/dossiers", body);
        var portals = new OneStopClient(stage.url(), GatewayStage.PORTAL).post("/api/dvcqg/v1/inbound/dossiers", body);

        assertThat(ours.status()).isEqualTo(403);
        assertThat(nobodys.status()).isEqualTo(401);
        assertThat(nobodys.get("error_code")).isEqualTo(-1);
        assertThat(nobodys.header("WWW-Authenticate")).isEqualTo("ApiKey realm=\"lgsp\"");
        assertThat(portals.status()).isEqualTo(200);
        assertThat(portals.get("error_code")).isEqualTo(0);
    }

    @Test
    void who_is_known_by_a_checksum_is_asked_for_a_checksum() {
        var answer = new OneStopClient(stage.url(), "none").post("/api/payment/v1/inbound/confirm", Map.of("LoaiBanTin",
                "CONFIRM", "MaLoi", "00", "MaDoiTac", "QNAM", "MaThamChieu", "dvcX", "SoTien", 1, "MaTienTe", "VND",
                "MaGiaoDich", "G", "MaXacThuc", "wrong"));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Checksum realm=\"lgsp\"");
    }

    @Test
    void a_refusal_for_want_of_a_key_does_not_read_the_body() {
        var answer = http.send("POST " + DOSSIERS + " HTTP/1.1", List.of("Content-Type: application/json",
                "Content-Length: 3"), Json.write("x"));

        problem(answer, 401, "unknown-caller");
    }

    /** Seen: bytes of UTF-8 in a header were a fault of ours, and the value stood in the log. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "X-API-Key", "Idempotency-Key", "traceparent", "Prefer", "Content-Type",
            "Accept-Language" })
    void a_header_with_control_bytes_is_the_callers_fault(String name) {
        var answer = http.send("POST " + DOSSIERS + " HTTP/1.1", List.of("X-API-Key: demo-one-stop-key",
                "Content-Type: application/json", "Content-Length: 2", name + ": \u00c4\u0090\u0085"),
                Json.write(Map
                        .of()));

        assertThat(answer.status()).as(answer.toString()).isBetween(400, 422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }
}
