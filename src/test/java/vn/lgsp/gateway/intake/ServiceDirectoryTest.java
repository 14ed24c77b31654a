package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.Stages;

/** A caller learns what else there is than what it may call, and how each service's transactions come about. */
class ServiceDirectoryTest {
    /** Called by systems that may, be they local or national. */
    private static final List<String> CALLED = List.of("dvcqg.sync-dossier", "dvcqg.sync-progress", "dvcqg.sync-status",
            "dvcqg.find-dossier", "dvcqg.get-procedure", "dvcqg.list-catalogue", "dvcqg.answer-question",
            "dvcqg.receive-dossier", "payment.init", "payment.confirm", "payment.query", "payment.get-receipt",
            "payment.look-up-due", "postal.create-order", "postal.cancel-order", "population.verify-citizen",
            "population.find-citizen", "business-registration.get-enterprise", "civil-status.register",
            "civil-status.get-status", "judicial-record.submit", "judicial-record.get-status",
            "social-insurance.find-member", "shared-catalogue.get-category", "document-exchange.send",
            "civil-servants.get-profile", "civil-servants.sync-profile", "smart.find-dossier", "egov.notify-officer",
            "one-stop.find-dossier");

    private final GatewayStage stage = Stages.shared();
    private final OneStopClient oneStop = stage.oneStop();

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> all(OneStopClient caller) {
        var services = new LinkedHashMap<String, Map<String, Object>>();
        ((List<Map<String, Object>>) Objects.requireNonNull(caller.get("/api/services?of=all").get("services")))
                .forEach(service -> services.put((String) service.get("id"), service));
        return services;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> origin(Map<String, Map<String, Object>> services, String id) {
        var origin = new LinkedHashMap<>((Map<String, Object>) services.get(id).get("origin"));
        origin.remove("means");
        return origin;
    }

    @Test
    void all_33_services_are_listed_and_the_two_that_call_senders_back() {
        var services = all(oneStop);

        assertThat(CALLED).hasSize(30).allSatisfy(id -> assertThat(origin(services, id)).containsEntry("by", "caller"));
        assertThat(services.keySet()).containsAll(CALLED).contains("postal.track", "document-exchange.receive",
                "ioc.push-indicators").contains("one-stop.notify", "qoffice.notify").hasSize(33 + 2);
    }

    @Test
    void what_nobody_calls_is_told_with_how_it_comes_about() {
        var services = all(oneStop);

        // the stage's intervals
        assertThat(origin(services, "postal.track")).isEqualTo(Map.of("by", "feed", "everySeconds", 3600));
        assertThat(origin(services, "document-exchange.receive")).isEqualTo(Map.of("by", "feed", "everySeconds", 3600));
        assertThat(origin(services, "ioc.push-indicators")).isEqualTo(Map.of("by", "schedule", "everySeconds", 86400));
        assertThat(origin(services, "one-stop.notify")).isEqualTo(Map.of("by", "callback"));
        assertThat(origin(services, "qoffice.notify")).isEqualTo(Map.of("by", "callback"));
        assertThat(services.get("postal.track").get("origin").toString()).contains("Nobody calls it", "Không ai gọi");
    }

    @Test
    void what_is_called_is_told_with_its_address_and_whether_this_caller_may() {
        var services = all(oneStop);

        assertThat(origin(services, "one-stop.find-dossier")).isEqualTo(Map.of("by", "caller", "method", "GET", "path",
                "/api/one-stop/v1/dossiers/{maHoSo}"));
        assertThat(services.get("dvcqg.sync-dossier")).containsEntry("mayCall", true);
        assertThat(services.get("one-stop.find-dossier")).containsEntry("mayCall", false);
        assertThat(all(new OneStopClient(stage.url(), "test-narrow-key")).values()).filteredOn(
                service -> service.get("mayCall").equals(true)).extracting(service -> service.get("id"))
                .containsExactly("postal.create-order");
    }

    @Test
    void nobody_may_call_what_is_not_called_be_it_granted_by_a_star() {
        // "postal.*" is granted
        var services = all(new OneStopClient(stage.url(), "test-other-key"));

        assertThat(services.get("postal.cancel-order")).containsEntry("mayCall", true);
        assertThat(services.get("postal.track")).containsEntry("mayCall", false);
    }

    @Test
    void what_may_be_called_is_the_same_in_both_lists() {
        @SuppressWarnings("unchecked")
        var mine = (List<Map<String, Object>>) Objects.requireNonNull(oneStop.get("/api/services").get("services"));

        assertThat(all(oneStop).values()).filteredOn(service -> service.get("mayCall").equals(true)).extracting(
                service -> service.get("id")).isEqualTo(mine.stream().map(service -> service.get("id")).toList());
    }

    @Test
    void no_providers_address_and_no_other_caller_is_told() {
        var text = new String(oneStop.get("/api/services?of=all").bytes(), StandardCharsets.UTF_8);

        assertThat(text).contains("\"caller\":\"one-stop\"").doesNotContain("://", "localhost", "dvcqg-portal",
                "payment-platform", "narrow");
        assertThat(stage.bean(Catalogue.class).connectors().values()).allSatisfy(connector -> assertThat(text)
                .doesNotContain(connector.provider().url().getAuthority()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "?of=everything | The parameter of has one value only: all",
            "?of= | The parameter of has one value only: all",
            "?of=all&of=all | The parameter of has one value only: all",
            "?off=all | There is no parameter off here; there is only of=all.",
            "?of=all&page=2 | There is no parameter page here; there is only of=all.",
            "?of=%FF | A parameter in the address is not percent-encoded properly" })
    void a_wrong_parameter_is_refused_by_name(String query, String told) {
        var reply = oneStop.get("/api/services" + query, "Accept-Language", "en");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.text("detail")).startsWith(told);
        assertThat(oneStop.get("/api/services" + query).text("detail")).doesNotStartWith(told);
    }

    @Test
    void the_answer_is_as_the_contract_says() {
        var schemas = below(oneStop.get("/api/openapi.json").json(), "components", "schemas");
        var listed = below(schemas, "ListedService");
        var origin = below(listed, "properties", "origin");

        for (var service : all(oneStop).values()) {
            assertThat(service.keySet()).isEqualTo(below(listed, "properties").keySet()).containsAll(texts(listed.get(
                    "required")));
            var told = below(service, "origin");
            assertThat(below(origin, "properties").keySet()).containsAll(told.keySet());
            assertThat(texts(below(origin, "properties", "by").get("enum"))).contains((String) told.get("by"));
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> below(Map<String, Object> map, String... names) {
        var here = map;
        for (var name : names) {
            here = (Map<String, Object>) here.get(name);
        }
        return here;
    }

    @SuppressWarnings("unchecked")
    private static Set<String> texts(Object list) {
        return Set.copyOf((List<String>) list);
    }

    @Test
    void who_is_not_known_is_not_told_what_there_is() {
        assertThat(new OneStopClient(stage.url(), "nobody").get("/api/services?of=all").status()).isEqualTo(401);
    }
}
