package vn.lgsp.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.State;

/** What contracts/ops.openapi.yaml promises is what is served, no more and no less. */
@OpsStage
class OpsContractTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private static JsonNode contract;

    @LocalServerPort
    private int port;
    @Autowired
    private SampleLedger ledger;
    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    @BeforeAll
    static void readContract() throws Exception {
        Object yaml = new Yaml().load(Files.readString(Path.of("contracts", "ops.openapi.yaml")));
        contract = JsonMapper.shared().valueToTree(yaml);
    }

    @Test
    void every_operation_is_promised_and_the_reverse() {
        var promised = new TreeSet<String>();
        contract.get("paths").properties().forEach(path -> path.getValue().propertyNames().stream()
                .filter(METHODS::contains)
                .forEach(method -> promised.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        var served = mappings.getHandlerMethods().keySet().stream()
                .flatMap(info -> info.getPatternValues().stream().filter(path -> path.startsWith("/ops"))
                        .flatMap(path -> info.getMethodsCondition().getMethods().stream()
                                .map(method -> method + " " + path)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(served).isEqualTo(promised);
    }

    @Test
    void every_operation_has_a_name_of_its_own_and_words_in_both_languages() {
        var operations = contract.get("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream())
                .filter(method -> METHODS.contains(method.getKey())).toList();

        assertThat(operations).allSatisfy(operation -> {
            assertThat(operation.getValue().path("operationId").asString()).startsWith("ops.");
            assertThat(operation.getValue().path("summary").asString()).isNotBlank();
            assertThat(operation.getValue().path("description").asString()).isNotBlank();
        });
        assertThat(operations.stream().map(operation -> operation.getValue().get("operationId").asString()))
                .doesNotHaveDuplicates();
    }

    @Test
    void every_origin_and_state_is_promised() {
        var schemas = contract.get("components").get("schemas").toString();

        assertThat(schemas).contains(promised(Stream.of(Origin.values()).map(Origin::text)), promised(Stream.of(State
                .values()).map(Enum::name)));
    }

    private static String promised(Stream<String> values) {
        return "\"enum\":[" + values.map(value -> '"' + value + '"').collect(Collectors.joining(",")) + "]";
    }

    @Test
    void answers_have_the_shapes_that_are_promised() {
        ledger.empty();
        var client = new OpsClient(port);
        var id = ledger.transaction("payment.init", State.DELIVERING).key("H47.12-260302-0012").attempts(1).insert();
        ledger.attempt(id, 1, Instant.now(), 12, "UNAVAILABLE", null, null, null);
        ledger.waiting(id, "payment.init", Instant.now(), 1, "breaker");
        ledger.transaction("payment.init", State.DELIVERED).child(id, "callback").settledAfterMs(9).insert();
        ledger.count("payment.init", Instant.now(), State.DELIVERED, 4);

        assertFits("Services", client.read("/ops/services?window=9h").body());
        assertFits("Days", client.read("/ops/days").body());
        assertFits("Connectors", client.read("/ops/connectors").body());
        assertFits("Versions", client.read("/ops/connectors/postal/versions").body());
        assertFits("Swapped", client.command("/ops/connectors/postal/versions?check=true",
                "{\"files\": {\"connector.yaml\": \"connector: postal\"}}").body());
        assertFits("Found", client.read("/ops/transactions").body());
        assertFits("Story", client.read("/ops/transactions/" + id).body());
        var dead = ledger.transaction("dvcqg.sync-dossier", State.EXHAUSTED).insert();
        var wish = "{\"filter\": {\"service\": \"dvcqg.sync-dossier\"}, \"reason\": \"thử lại\", \"dryRun\": %s}";
        assertFits("ReplayForecast", client.command("/ops/replays", wish.formatted(true)).body());
        var replay = client.command("/ops/replays", wish.formatted(false));
        assertFits("Replay", replay.body());
        var path = "/ops/replays/" + OpsClient.text(replay, "$.id");
        ledger.replay(UUID.fromString(OpsClient.text(replay, "$.id")), 1);
        assertFits("ReplayItems", client.read(path + "/items").body());
        assertThat(OpsClient.text(client.read(path + "/items"), "$.items[0].original")).isEqualTo(dead.toString());
        assertFits("Replays", client.read("/ops/replays").body());
        assertFits("Destinations", client.read("/ops/destinations").body());
        var late = ledger.transaction("payment.init", State.DELIVERING, Instant.now().minusSeconds(7_200)).insert();
        ledger.waiting(late, "payment.init", Instant.now(), 1, null);
        assertFits("Overdue", client.read("/ops/overdue").body());
        assertFits("Decided", client.command("/ops/transactions/" + late + "/cancel", "{\"reason\": \"thôi\"}").body());
        assertFits("Problem", client.read("/ops/transactions?limit=0").body());
    }

    private static void assertFits(String name, String json) {
        var root = JsonMapper.shared().createObjectNode();
        root.set("components", contract.get("components"));
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$id", "https://gateway.example/ops");
        root.put("$ref", "#/components/schemas/" + name);
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://gateway.example/ops"), root);

        assertThat(schema.validate(json, InputFormat.JSON)).as(name + " " + json).isEmpty();
    }
}
