package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.delivery.Destinations;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.Stages;

/** A caller learns from the gateway itself what it may call, and nothing of what it may not. */
class OffersTest {
    private final GatewayStage stage = Stages.shared();
    private final OneStopClient oneStop = stage.oneStop();
    private final OneStopClient narrow = new OneStopClient(stage.url(), "test-narrow-key");

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> services(OneStopClient caller) {
        return (List<Map<String, Object>>) Objects.requireNonNull(caller.get("/api/services").get("services"));
    }

    private Map<String, Object> service(String id) {
        return services(oneStop).stream().filter(service -> service.get("id").equals(id)).findFirst().orElseThrow();
    }

    @Test
    void a_caller_sees_the_services_it_may_call_and_no_others() {
        assertThat(services(narrow)).extracting(service -> service.get("id")).containsExactly("postal.create-order");
        assertThat(services(oneStop)).extracting(service -> service.get("id")).contains("dvcqg.sync-dossier",
                "payment.init").doesNotContain("dvcqg.receive-dossier", "payment.confirm", "postal.track",
                        "one-stop.notify");
    }

    @Test
    void a_service_is_told_with_all_that_is_needed_to_call_it() {
        assertThat(service("dvcqg.sync-dossier")).containsEntry("method", "POST").containsEntry("path",
                "/api/dvcqg/v1/dossiers").containsEntry("reply", "later").containsEntry("effect", "write")
                .containsEntry("idempotencyKey", "required").containsEntry("batch", true).containsEntry("title", Map.of(
                        "vi", "Đồng bộ hồ sơ", "en", "Create or update a dossier"));
        assertThat(service("dvcqg.find-dossier")).containsEntry("method", "GET").containsEntry("idempotencyKey", "none")
                .containsEntry("batch", false);
        assertThat(Json.read(Json.write(service("dvcqg.sync-dossier").get("limits")))).isEqualTo(Map.of("bodyBytes",
                1_048_576, "answerMillis", 30_000, "expiresSeconds", 259_200, "remembersSeconds", 604_800));
    }

    @Test
    void a_destination_that_an_operator_holds_is_told_without_who_and_why() {
        var destination = stage.bean(Catalogue.class).service("dvcqg.sync-dossier").orElseThrow().call().destination();
        assertThat(service("dvcqg.sync-dossier")).containsEntry("state", Map.of("is", "open"));

        stage.bean(Destinations.class).hold(destination, "hoa", "a secret reason");
        try {
            assertThat(service("dvcqg.sync-dossier")).containsEntry("state", Map.of("is", "held", "why", "held"));
        } finally {
            stage.bean(Destinations.class).resume(destination, "hoa");
        }
    }

    @Test
    void each_link_leads_to_a_place_in_the_callers_own_document() {
        var document = oneStop.get("/api/openapi.json").json();
        for (var service : services(oneStop)) {
            assertThat(at(document, (String) service.get("contract"))).as(service.toString()).isInstanceOfSatisfying(
                    Map.class, operation -> assertThat(operation.get("operationId")).isEqualTo(service.get("id")));
            ((Map<?, ?>) service.get("schemas")).values().forEach(link -> assertThat(at(document, (String) link))
                    .as(String.valueOf(link)).isInstanceOf(Map.class));
        }
        assertThat(service("dvcqg.sync-dossier").get("schemas").toString()).contains("request=");
        assertThat(service("dvcqg.find-dossier").get("schemas").toString()).contains("response=");
    }

    private static Object at(Map<String, Object> document, String link) {
        Object here = document;
        for (var name : link.substring("/api/openapi.json#/".length()).split("/")) {
            here = ((Map<?, ?>) here).get(name.replace("~1", "/").replace("~0", "~"));
        }
        return here;
    }

    @Test
    void the_contract_holds_the_callers_operations_and_nothing_of_the_others() {
        var text = new String(narrow.get("/api/openapi.yaml").bytes(), StandardCharsets.UTF_8);
        var read = parsed(text);

        assertThat(read.getPaths().values().stream().flatMap(path -> path.readOperations().stream()).map(
                io.swagger.v3.oas.models.Operation::getOperationId).filter(id -> !id.startsWith("gateway.")))
                .containsExactly("postal.create-order");
        assertThat(text).contains("postal.create-order.request").doesNotContain("postal.cancel-order.request")
                .doesNotContain("dvcqg").doesNotContain("MaXacThuc");
    }

    @Test
    void a_real_parser_finds_nothing_to_complain_about_and_every_reference_leads_somewhere() {
        for (var address : List.of("/api/openapi.yaml", "/api/openapi.json")) {
            var text = new String(oneStop.get(address).bytes(), StandardCharsets.UTF_8);

            var read = parsed(text);

            assertThat(read.getPaths().get("/api/dvcqg/v1/dossiers").readOperationsMap()).containsOnlyKeys(
                    PathItem.HttpMethod.POST);
            assertThat(read.getPaths()).containsKeys("/api/batch", "/api/services", "/api/transactions/{id}");
            assertThat(text).doesNotContain("../config");
            assertThat(Pattern.compile("#/components/schemas/([A-Za-z0-9._-]+)").matcher(text).results().map(
                    match -> match.group(1)).collect(Collectors.toSet())).hasSizeGreaterThan(15).isSubsetOf(read
                            .getComponents().getSchemas().keySet());
        }
    }

    private static io.swagger.v3.oas.models.OpenAPI parsed(String text) {
        var options = new ParseOptions();
        options.setResolve(true);
        var result = new OpenAPIV3Parser().readContents(text, null, options);
        assertThat(result.getMessages()).isNullOrEmpty();
        return result.getOpenAPI();
    }

    @Test
    void who_is_not_known_is_told_nothing() {
        for (var address : List.of("/api/services", "/api/openapi.yaml", "/api/openapi.json")) {
            assertThat(new OneStopClient(stage.url(), "nobody").get(address).status()).isEqualTo(401);
        }
        assertThat(oneStop.post("/api/services", Map.of()).status()).isEqualTo(405);
        assertThat(oneStop.get("/api/services/none").status()).isEqualTo(404);
    }

    @Test
    void the_pages_that_show_the_contract_load_nothing_from_elsewhere_and_run_no_inline_script() {
        var page = oneStop.get("/api/docs/");
        var text = new String(page.bytes(), StandardCharsets.UTF_8);

        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self';");
        assertThat(text).doesNotContain("://").doesNotContainPattern("<script>|\\son[a-z]+=|javascript:");
        assertThat(text.lines().filter(line -> line.contains("src=") || line.contains("href=")).map(
                line -> line.replaceFirst(".*(?:src|href)=\"([^\"]*)\".*", "$1"))).hasSizeGreaterThan(4).allSatisfy(
                        file -> assertThat(oneStop.get(file).status()).as(file).isEqualTo(200));
        assertThat(oneStop.get("/api/docs").header("Location")).isEqualTo("/api/docs/");
        assertThat(oneStop.get("/api/docs/swagger-ui.js").status()).isEqualTo(404);
    }
}
