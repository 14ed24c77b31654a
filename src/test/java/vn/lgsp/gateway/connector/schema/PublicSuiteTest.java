package vn.lgsp.gateway.connector.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.faults.Faults;

/**
 * The JSON Schema Test Suite, draft 2020-12, required part (json-schema-org/JSON-Schema-Test-Suite, MIT; from the test jar
 * of io.vertx:vertx-json-schema), through our own wrapper. A schema we refuse to read is no wrong answer, but it must be
 * one that we say we refuse.
 */
class PublicSuiteTest {
    private static final String DRAFT = "draft2020-12/";

    @TempDir
    private Path folder;

    @Test
    void each_answer_is_the_suites_but_for_those_that_are_known() throws IOException {
        var otherwise = new TreeSet<String>();
        var asked = 0;
        for (var suite : suite()) {
            for (var group : suite.get("value")) {
                var name = suite.get("name").asString().substring(DRAFT.length()) + ": " + group.get("description")
                        .asString();
                var schema = schema(group.get("schema"));
                if (schema.isEmpty()) {
                    otherwise.add(name);
                    continue;
                }
                for (var test : group.get("tests")) {
                    asked++;
                    if (valid(schema.get(), test.get("data")) != test.get("valid").asBoolean()) {
                        otherwise.add(name + ": " + test.get("description").asString());
                    }
                }
            }
        }

        assertThat(asked).isGreaterThan(900);
        assertThat(otherwise).containsExactlyInAnyOrderElementsOf(known());
    }

    private static List<String> known() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/schema/suite-deviations.txt")).stream().filter(
                line -> !line.isBlank() && !line.startsWith("#") && !line.startsWith("[")).toList();
    }

    private static List<JsonNode> suite() throws IOException {
        try (var file = PublicSuiteTest.class.getResourceAsStream("/test-suite-tck.json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(file)).get("suites").valueStream().filter(
                    suite -> suite.get("name").asString().startsWith(DRAFT) && !suite.get("name").asString().contains(
                            "/optional/"))
                    .toList();
        }
    }

    private Optional<Schema> schema(JsonNode schema) throws IOException {
        var file = folder.resolve("suite.request.json");
        Files.writeString(file, schema.toString());
        return new SchemaFolder(folder).read(file, new Faults());
    }

    private static boolean valid(Schema schema, JsonNode data) {
        try {
            return schema.check(Json.read(data.toString().getBytes(StandardCharsets.UTF_8))).isEmpty();
        } catch (MalformedJson tooLarge) {
            return false;
        }
    }
}
