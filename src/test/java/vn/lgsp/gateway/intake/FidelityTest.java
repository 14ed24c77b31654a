package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
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

/** What was sent is what arrives: texts code point by code point, numbers by value. */
class FidelityTest {
    private static final String TEXT = "Nguyễn Thị Ộp – “Đường 2/9”, Hội An";

    private final GatewayStage stage = Stages.shared();
    private final String number = GatewayStage.dossierNumber();

    private byte[] atThePortal(String text) {
        var dossier = Samples.dossier(number);
        dossier.put("ghiChu", text);
        var answer = stage.oneStop().post("/api/dvcqg/v1/dossiers", dossier, "Idempotency-Key", UUID.randomUUID()
                .toString());
        assertThat(answer.status()).as(answer.toString()).isEqualTo(202);
        await().until(() -> stage.sandbox().portal().dossier(number).isPresent());
        return stage.sandbox().on("portal").calls(number).getLast().body();
    }

    private static void holds(byte[] body, String text) {
        assertThat(new String(body, StandardCharsets.ISO_8859_1)).contains(new String(text.getBytes(
                StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    @Test
    void composed_vietnamese_arrives_byte_by_byte() {
        holds(atThePortal(Normalizer.normalize(TEXT, Normalizer.Form.NFC)), Normalizer.normalize(TEXT,
                Normalizer.Form.NFC));
    }

    @Test
    void decomposed_vietnamese_arrives_byte_by_byte() {
        holds(atThePortal(Normalizer.normalize(TEXT, Normalizer.Form.NFD)), Normalizer.normalize(TEXT,
                Normalizer.Form.NFD));
    }

    @ParameterizedTest
    @ValueSource(strings = { "😀 𠀀", "\u200d\u200b\ufeff", "\u2028\u2029", "ＡＢ①", "e\u0301\u0323", "\uffff\ufdd0" })
    void rare_characters_arrive_byte_by_byte(String text) {
        holds(atThePortal(text), text);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "0", "-1", "75000", "9007199254740993", "12345678901234567890",
            "123456789012345678901234567890123456789", "0.1", "75000.5", "12345678.901234567890123", "1e2", "1E+30",
            "1.5e-7", "-0.000000000000000000000000000001" })
    void a_number_keeps_its_value(String digits) {
        var body = "{\"MaHoSo\":\"" + number + "\",\"MaTTHC\":\"1.001193\",\"SoThu\":" + digits + ",\"x\":[" + digits
                + "]}";

        var reply = new OneStopClient(stage.url(), GatewayStage.PORTAL).send("POST", "/api/dvcqg/v1/inbound/dossiers",
                body.getBytes(StandardCharsets.UTF_8));

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        await().until(() -> !stage.sandbox().on("one-stop").calls(number).isEmpty());
        var text = stage.sandbox().on("one-stop").calls(number).getLast().text();
        var arrived = text.replaceAll(".*\"SoThu\":([^,}]+).*", "$1");
        assertThat(new BigDecimal(arrived)).as(text).isEqualByComparingTo(new BigDecimal(digits));
    }

    @Test
    void an_amount_beyond_2_to_the_53_is_the_same_number_at_the_platform() {
        var payment = Samples.payment(number, 9_007_199_254_740_993L);

        stage.oneStop().post("/api/payment/v1/payments", payment, "Idempotency-Key", UUID.randomUUID().toString());

        assertThat(stage.sandbox().on("payment").calls(number).getFirst().json().path("SoTien").asString()).isEqualTo(
                "9007199254740993");
    }

    @Test
    void an_empty_and_an_absent_field_stay_different() {
        var body = Json.write(Map.of("MaHoSo", number, "MaTTHC", "1.001193", "Rong", "", "DanhSach", List.of()));

        new OneStopClient(stage.url(), GatewayStage.PORTAL).send("POST", "/api/dvcqg/v1/inbound/dossiers", body);

        await().until(() -> !stage.sandbox().on("one-stop").calls(number).isEmpty());
        assertThat(stage.sandbox().on("one-stop").calls(number).getLast().text()).contains("\"Rong\":\"\"",
                "\"DanhSach\":[]").doesNotContain("null");
    }
}
