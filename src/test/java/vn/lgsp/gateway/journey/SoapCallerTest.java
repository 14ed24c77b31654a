package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static vn.lgsp.gateway.journey.SoapSystem.SOAP_1_1;
import static vn.lgsp.gateway.journey.SoapSystem.SOAP_1_2;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.shape.Messages;
import vn.lgsp.gateway.connector.shape.XmlValues;
import vn.lgsp.gateway.connector.xml.Xml;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** A system that can only speak SOAP sends a dossier, sends it again, asks, and is told what is wrong. */
class SoapCallerTest {
    private final GatewayStage stage = Stages.shared();
    private final String number = GatewayStage.dossierNumber();
    private final String key = UUID.randomUUID().toString();
    private final SoapSystem portal = new SoapSystem(stage.oneStop(), "dvcqg");

    /** A request's element, its members in the order of the schema. */
    private String element(String service, Map<String, Object> document) {
        var found = stage.bean(Catalogue.class).service(service).orElseThrow();
        var messages = Messages.of(found, stage.bean(Catalogue.class).connectors().get(found.connector()));
        var element = new LinkedHashMap<String, Object>();
        element.put("@xmlns", "urn:lgsp:" + found.connector());
        ((Map<?, ?>) XmlValues.write(messages.request(), document)).forEach((name, value) -> element.put(String.valueOf(
                name), value));
        return Xml.write(Map.of(messages.operation(), element));
    }

    private static String find(String number) {
        return "<findDossier xmlns=\"urn:lgsp:dvcqg\"><maHoSo>" + number + "</maHoSo></findDossier>";
    }

    @Test
    void a_dossier_sent_twice_gets_the_same_receipt_and_reaches_the_portal_once() {
        var dossier = element("dvcqg.sync-dossier", Samples.dossier(number));

        var first = portal.call(dossier, "Idempotency-Key", key);
        var second = portal.send(SOAP_1_1,
                "<k:IdempotencyKey xmlns:k=\"urn:lgsp:dvcqg\">" + key + "</k:IdempotencyKey>",
                dossier);

        assertThat(first.status()).as(first.http().toString()).isEqualTo(200);
        assertThat(first.body().getLocalName()).isEqualTo("syncDossierResponse");
        assertThat(first.text("state")).isEqualTo("RECEIVED");
        assertThat(second.text("transactionId")).isEqualTo(first.text("transactionId"));
        assertThat(second.http().header("Idempotency-Replayed")).isEqualTo("true");
        await().atMost(Duration.ofSeconds(20)).until(() -> stage.sandbox().portal().dossier(number).isPresent());
        assertThat(stage.sandbox().on("portal").calls(number)).hasSize(1);
        assertThat(stage.oneStop().transaction(first.text("transactionId")).get("service")).isEqualTo(
                "dvcqg.sync-dossier");
    }

    @Test
    void the_same_dossier_by_json_is_the_same_request() {
        var dossier = Samples.dossier(number);
        var bySoap = portal.call(element("dvcqg.sync-dossier", dossier), "Idempotency-Key", key);

        var byJson = stage.oneStop().post("/api/dvcqg/v1/dossiers", dossier, "Idempotency-Key", key);

        assertThat(byJson.status()).as(byJson.toString()).isEqualTo(202);
        assertThat(byJson.get("transactionId")).isEqualTo(bySoap.text("transactionId"));
    }

    @Test
    void a_read_is_answered_in_the_version_it_was_asked_in() {
        portal.call(element("dvcqg.sync-dossier", Samples.dossier(number)), "Idempotency-Key", key);
        await().atMost(Duration.ofSeconds(20)).until(() -> stage.sandbox().portal().dossier(number).isPresent());

        var older = portal.call(find(number));
        var newer = portal.send(SOAP_1_2, "", find(number));

        assertThat(older.version()).isEqualTo(SOAP_1_1);
        assertThat(older.text("tonTai")).isEqualTo("true");
        assertThat(older.http().header("Content-Type")).startsWith("text/xml");
        assertThat(newer.version()).isEqualTo(SOAP_1_2);
        assertThat(newer.text("tonTai")).isEqualTo("true");
        assertThat(newer.http().header("Content-Type")).startsWith("application/soap+xml");
    }

    @Test
    void lists_and_numbers_are_what_the_schema_says_however_many_there_are() {
        var progress = element("dvcqg.sync-progress", Samples.progress(number, 1));

        var answer = portal.call(progress, "Idempotency-Key", key);

        assertThat(answer.status()).as(answer.http().toString()).isEqualTo(200);
    }

    @Test
    void a_key_may_stand_in_a_username_token_for_clients_that_set_no_headers() throws Exception {
        assertThat(withToken(GatewayStage.ONE_STOP)).contains("findDossierResponse").doesNotContain("Fault");
        assertThat(withToken("nobody")).contains("Fault", "unknown-caller");
    }

    private String withToken(String password) throws Exception {
        var message = """
                <e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>
                <s:Security xmlns:s="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
                  e:mustUnderstand="1"><s:UsernameToken><s:Username>one-stop</s:Username><s:Password Type="%s">%s</s:Password>
                </s:UsernameToken></s:Security></e:Header><e:Body>%s</e:Body></e:Envelope>""".formatted(
                "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText",
                password, find(number));
        try (var http = HttpClient.newHttpClient()) {
            return http
                    .send(HttpRequest.newBuilder(stage.url().resolve("/soap/dvcqg")).header("Content-Type", "text/xml")
                            .POST(HttpRequest.BodyPublishers.ofString(message)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void a_wrong_field_is_named_in_both_languages() {
        var dossier = Samples.dossier(number);
        dossier.put("trangThaiHoSo", 9);

        var older = portal.call(element("dvcqg.sync-dossier", dossier), "Idempotency-Key", key);
        var newer = portal.send(SOAP_1_2, "", element("dvcqg.sync-dossier", dossier), "Idempotency-Key", key);

        assertThat(older.status()).isEqualTo(500);
        assertThat(older.text("faultcode")).isEqualTo("soap:Client");
        assertThat(older.text("code")).isEqualTo("invalid-request");
        assertThat(older.text("status")).isEqualTo("422");
        assertThat(older.texts("pointer")).containsExactly("/ngayKetThucXuLy");
        assertThat(older.texts("vi")).hasSize(3).doesNotContain("");
        assertThat(older.texts("en")).hasSize(3).doesNotContainAnyElementsOf(older.texts("vi"));
        assertThat(stage.oneStop().transaction(older.text("transactionId")).get("state")).isEqualTo("REJECTED");
        assertThat(newer.status()).isEqualTo(400);
        assertThat(newer.text("Value")).isEqualTo("soap:Sender");
        assertThat(newer.texts("Text")).hasSize(2);
        assertThat(stage.sandbox().on("portal").calls(number)).isEmpty();
    }

    @Test
    void what_is_not_of_its_type_or_unknown_is_named_too() {
        var answer = portal.send(SOAP_1_1, "", "<syncProgress><maHoSo>" + number
                + "</maHoSo><buocXuLy><trangThai>bốn</trangThai><la>1</la></buocXuLy></syncProgress>",
                "Idempotency-Key",
                key);

        assertThat(answer.texts("pointer")).contains("/buocXuLy/0/trangThai", "/buocXuLy/0/la");
    }

    @Test
    void a_write_without_a_key_is_refused() {
        var answer = portal.call(element("dvcqg.sync-dossier", Samples.dossier(number)));

        assertThat(answer.text("code")).isEqualTo("idempotency-key-missing");
    }

    @Test
    void an_unknown_operation_and_a_wrong_key_are_faults() {
        var unknown = portal.send(SOAP_1_1, "", "<deleteDossier/>");
        var stranger = portal.send(SOAP_1_1, "", find(number), "X-API-Key", "nobody");

        assertThat(unknown.text("code")).isEqualTo("no-such-operation");
        assertThat(stranger.text("code")).isEqualTo("unknown-caller");
        assertThat(stranger.status()).isEqualTo(500);
        assertThat(stranger.text("faultcode")).isEqualTo("soap:Client");
    }

    @Test
    void a_provider_that_does_not_answer_is_a_fault_of_the_server() {
        stage.sandbox().on("portal").set(Fault.of(FaultMode.UNAVAILABLE));
        try {
            var answer = portal.send(SOAP_1_2, "", find(number));

            assertThat(answer.status()).as(answer.http().toString()).isEqualTo(500);
            assertThat(answer.text("Value")).isEqualTo("soap:Receiver");
            assertThat(answer.text("code")).isEqualTo("provider-unavailable");
            assertThat(answer.http().header("Retry-After")).isNotNull();
        } finally {
            Stages.calm(stage);
        }
    }

    @Test
    void the_commands_of_the_callers_page_are_answered(@TempDir Path folder) throws Exception {
        var page = Files.readString(Path.of("docs/callers.md"));
        var begin = page.indexOf("```bash", page.indexOf("\n## XML and SOAP")) + "```bash".length();

        var shell = new ProcessBuilder("bash", "-ec", page.substring(begin, page.indexOf("```", begin)))
                .directory(folder
                        .toFile())
                .redirectErrorStream(true);
        shell.environment().putAll(Map.of("KEY", GatewayStage.ONE_STOP, "GATEWAY", stage.url().toString()));
        var ran = shell.start();
        var said = new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(ran.waitFor()).as(said).isZero();
        assertThat(Files.readString(folder.resolve("postal.wsdl"))).contains("cancelOrder");
        assertThat(said.split("<transactionId>")).as(said).hasSize(3);
        assertThat(said).contains("<findDossierResponse").doesNotContain("Fault", "<problem");
    }
}
