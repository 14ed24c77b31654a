package vn.lgsp.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.intake.ProblemShape.fast;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Stages;

/** XML at the addresses of JSON: the same requests, the same answers. */
class XmlCallersTest {
    private static final String CANCEL = "<cancelOrder><maHoSo>%s</maHoSo><soDon>%1$s-TKQ</soDon></cancelOrder>";

    private final GatewayStage stage = Stages.shared();
    private final String number = GatewayStage.dossierNumber();
    private final String key = UUID.randomUUID().toString();

    private Reply cancel(String body, String... more) {
        var headers = Stream.concat(Stream.of("Content-Type", "application/xml", "Idempotency-Key", key), Stream.of(
                more)).toArray(String[]::new);
        return stage.oneStop().send("POST", "/api/postal/v1/orders/cancel", body.getBytes(UTF_8), headers);
    }

    private static String text(Reply reply) {
        return new String(reply.bytes(), UTF_8);
    }

    @Test
    void a_request_in_xml_is_the_same_as_in_json_and_gets_its_receipt_in_xml() {
        var first = cancel(CANCEL.formatted(number));
        var json = stage.oneStop().post("/api/postal/v1/orders/cancel",
                Map.of("maHoSo", number, "soDon", number + "-TKQ"),
                "Idempotency-Key", key);

        assertThat(first.status()).as(first.toString()).isEqualTo(202);
        assertThat(first.header("Content-Type")).startsWith("application/xml");
        assertThat(text(first)).contains("<cancelOrderResponse xmlns=\"urn:lgsp:postal\"><transactionId>" + json.text(
                "transactionId"));
        assertThat(json.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void a_wrong_field_is_a_problem_in_xml_or_in_what_is_accepted() {
        var xml = cancel("<x><maHoSo>" + number + "</maHoSo></x>", "Accept-Language", "en");
        var json = cancel("<x><maHoSo>" + number + "</maHoSo></x>", "Accept", "application/json");

        assertThat(xml.status()).isEqualTo(422);
        assertThat(xml.header("Content-Type")).isEqualTo("application/problem+xml");
        assertThat(text(xml)).contains("<problem xmlns=\"urn:ietf:rfc:7807\">", "<code>invalid-request</code>",
                "<errors><i><pointer>/soDon</pointer><detail>");
        assertThat(json.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = { "text/xml", "application/xml, */*;q=0.1" })
    void a_read_is_answered_in_xml_to_who_accepts_it(String accept) {
        var answer = stage.oneStop().get("/api/dvcqg/v1/dossiers/" + number, "Accept", accept);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith(accept.substring(0, 8));
        assertThat(text(answer)).contains("<findDossierResponse xmlns=\"urn:lgsp:dvcqg\"><maHoSo>" + number
                + "</maHoSo><tonTai>false</tonTai>");
    }

    @Test
    void who_likes_json_better_gets_json() {
        var answer = stage.oneStop().get("/api/dvcqg/v1/dossiers/" + number, "Accept",
                "application/json, application/xml;q=0.5");

        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.get("tonTai")).isEqualTo(false);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "{}", "<a>", "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "<a>&undeclared;</a>" })
    void what_cannot_be_read_is_a_400_within_a_second(String body) {
        var answer = fast(() -> new RawHttp(stage.url()).post("/api/postal/v1/orders/cancel", body.getBytes(UTF_8),
                "Content-Type: text/xml"));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.text()).contains("<code>malformed-body</code>").doesNotContain("root:");
    }

    @Test
    void what_is_only_there_in_json_says_so() {
        var answer = stage.oneStop().send("POST", "/api/dvcqg/v1/inbound/dossiers", "<a/>".getBytes(UTF_8),
                "Content-Type",
                "application/xml", "X-API-Key", GatewayStage.PORTAL);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(415);
    }
}
