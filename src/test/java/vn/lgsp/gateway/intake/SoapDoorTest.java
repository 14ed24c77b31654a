package vn.lgsp.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.intake.ProblemShape.fast;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.SoapSystem;
import vn.lgsp.gateway.journey.Stages;

/** Messages nobody should send are refused at once, as Faults; and a caller is told of its own operations only. */
class SoapDoorTest {
    private static final String ENVELOPE = "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\">";
    private static final String NEWER = "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\">";
    private static final String END = "</e:Envelope>";

    private final GatewayStage stage = Stages.shared();
    private final RawHttp http = new RawHttp(stage.url());

    private RawHttp.Response send(String message) {
        return fast(() -> http.post("/soap/dvcqg", message.getBytes(UTF_8), "Content-Type: text/xml"));
    }

    static Stream<Arguments> hostile() {
        var laughs = "<!DOCTYPE e:Envelope [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>" + ENVELOPE + "<e:Body><x>&c;</x></e:Body>" + END;
        var secret = "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>" + ENVELOPE
                + "<e:Body><findDossier><maHoSo>&f;</maHoSo></findDossier></e:Body>" + END;
        var deep = "<a>".repeat(50_000);
        return Stream.of(Arguments.of("nothing", ""), Arguments.of("no XML", "{\"a\":1}"), Arguments.of("half of it",
                ENVELOPE + "<e:Body><findDossier>"), Arguments.of("a billion laughs", laughs),
                Arguments.of(
                        "a file of this machine", secret),
                Arguments.of("a deep body", ENVELOPE + "<e:Body>" + deep),
                Arguments.of("a deep header", ENVELOPE + "<e:Header>" + "<a>".repeat(5_000)),
                Arguments.of("another root",
                        "<Letter/>"),
                Arguments.of("no body", ENVELOPE + "<e:Header/>" + END), Arguments.of(
                        "300,000 elements", ENVELOPE + "<e:Body><syncProgress>" + "<a/>".repeat(250_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void what_cannot_be_read_is_a_fault_with_a_400_within_a_second(String what, String message) {
        var answer = send(message);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.text()).contains("Fault>", "<code>malformed-body</code>").doesNotContain("root:",
                "Exception");
    }

    @Test
    void who_is_not_known_is_read_no_further_than_the_header() {
        var large = ENVELOPE + "<e:Header><x>" + "a".repeat(40_000) + "</x></e:Header><e:Body/>" + END;

        var answer = fast(() -> http.send("POST /soap/dvcqg HTTP/1.1", List.of("Content-Type: text/xml",
                "Content-Length: " + large.length()), large.getBytes(UTF_8)));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(413);
        assertThat(answer.text()).contains("<code>body-too-large</code>");
    }

    @Test
    void a_body_beyond_the_limit_is_refused_with_the_limit() {
        var answer = send(
                ENVELOPE + "<e:Body><syncDossier><maHoSo>" + "a".repeat(1 << 20) + "</maHoSo></syncDossier></e:Body>"
                        + END);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(413);
        assertThat(answer.text()).contains("<name>limit</name><value>1048576</value>");
    }

    @Test
    void a_header_that_must_be_understood_and_is_not_is_refused() {
        var answer = send(
                NEWER + "<e:Header><To xmlns=\"http://www.w3.org/2005/08/addressing\" e:mustUnderstand=\"true\">x"
                        + "</To></e:Header><e:Body><findDossier/></e:Body>" + END);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("soap:MustUnderstand", "<code>header-not-understood</code>", ": To.");
    }

    @Test
    void another_soap_and_another_type_are_refused() {
        var future = send("<e:Envelope xmlns:e=\"urn:soap:9\"><e:Body/></e:Envelope>");
        var json = http.post("/soap/dvcqg", "{}".getBytes(UTF_8), "Content-Type: application/json");
        var get = http.ask("GET", "/soap/dvcqg");

        assertThat(future.text()).contains("soap:VersionMismatch");
        assertThat(json.status()).isEqualTo(415);
        assertThat(get.status()).isEqualTo(405);
    }

    @Test
    void a_caller_is_told_of_its_own_operations_only() {
        var narrow = new OneStopClient(stage.url(), "test-narrow-key");

        assertThat(new SoapSystem(narrow, "postal").operations()).containsExactly("createOrder");
        assertThat(new String(new SoapSystem(narrow, "postal").wsdl(), UTF_8)).doesNotContain("cancelOrder");
        assertThat(new SoapSystem(stage.oneStop(), "postal").operations()).containsExactly("cancelOrder",
                "createOrder");
        assertThat(narrow.get("/soap/dvcqg?wsdl").status()).isEqualTo(404);
        assertThat(new OneStopClient(stage.url(), "nobody").get("/soap/postal?wsdl").status()).isEqualTo(401);
        assertThat(new SoapSystem(narrow, "postal").send("http://schemas.xmlsoap.org/soap/envelope/", "",
                "<cancelOrder/>").text("code")).isEqualTo("not-allowed");
    }

    @Test
    void each_service_says_where_it_is_called_in_soap_if_it_is() {
        var services = (List<?>) stage.oneStop().get("/api/services").get("services");

        assertThat(services)
                .filteredOn(one -> one instanceof Map<?, ?> map && map.get("id").equals("dvcqg.sync-dossier"))
                .first().asString().contains("operation=syncDossier", "wsdl=/soap/dvcqg?wsdl");
        assertThat(services)
                .filteredOn(one -> one instanceof Map<?, ?> map && map.get("id").equals("payment.get-receipt"))
                .first().asString().doesNotContain("wsdl");
    }

    @Test
    void a_quota_counts_here_too() {
        var small = new SoapSystem(new OneStopClient(stage.url(), "test-small-key"), "dvcqg");

        var codes = Stream.generate(() -> small.send("http://schemas.xmlsoap.org/soap/envelope/", "", "<none/>").text(
                "code")).limit(8).toList();

        assertThat(codes).contains("quota-exceeded");
    }
}
