package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.journey.SwapStage.soon;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.cli.Ran;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.Serving;
import vn.lgsp.gateway.journey.OneStopClient.Reply;

/** Systems nobody here knows become services of a gateway that runs: from what they say of themselves, or from a zip. */
@Aside
class SwapForeignTest {
    private static SwapStage stage;

    @BeforeAll
    static void start() throws IOException {
        stage = new SwapStage();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    private static void gateway(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", stage.root.resolve("config").toString(), "--contracts", stage.root
                .resolve("contracts").toString(), "--lang", "en"));
        var ran = Ran.gateway(all.toArray(String[]::new));
        assertThat(ran.code()).as(ran.toString()).isZero();
    }

    /** As an integrator edits what `new` has written; callers are let in when that is served. */
    private static void point(String connector, String to) {
        stage.edit("config/connectors/" + connector + "/connector.yaml", text -> text.replaceFirst(
                "\"url\":\"[^\"]*\"", "\"url\":\"" + to + "\",\"reaches\":[\"loopback\"]")
                .replaceFirst("(?m)^  url: .*",
                        "  url: " + to + "\n  reaches: [loopback]")
                .replaceFirst("(?m)^  auth:.*\\n(?:    .*\\n)*", "  auth: none\n"));
        soon().until(() -> {
            var served = stage.gateway.bean(Serving.class).connectors().get(connector);
            return served != null && to.equals(served.provider().url().toString());
        });
        stage.grant(connector + ".*");
    }

    private static Reply soonServed(Supplier<Reply> asked) {
        return soon().until(asked::get, reply -> reply.status() == 200);
    }

    private static String envelope(String body) {
        return "<?xml version=\"1.0\"?><soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                + body + "</soap:Body></soap:Envelope>";
    }

    private static String weather(Neighbour.Call call) {
        if (!call.body().contains("<CelsiusToFahrenheit xmlns=\"https://temperature.example.org/ws/\">")) {
            return envelope("<soap:Fault><faultcode>soap:Client</faultcode><faultstring>unknown: " + call.action()
                    + "</faultstring></soap:Fault>");
        }
        if (call.body().contains("<Celsius>-300</Celsius>")) {
            return envelope("<soap:Fault><faultcode>soap:Client</faultcode><faultstring>below absolute zero"
                    + "</faultstring></soap:Fault>");
        }
        return envelope("<t:CelsiusToFahrenheitResponse xmlns:t=\"https://temperature.example.org/ws/\">"
                + "<t:CelsiusToFahrenheitResult>212</t:CelsiusToFahrenheitResult></t:CelsiusToFahrenheitResponse>");
    }

    @Test
    void a_foreign_wsdl_is_served_without_a_restart() throws IOException {
        try (var converter = new Neighbour("text/xml; charset=utf-8", SwapForeignTest::weather)) {
            gateway("new", "temperature", "--wsdl", "src/test/resources/foreign/temperature.wsdl", "--reads", "*");
            point("temperature", converter.url());
            gateway("lint", "temperature");
            gateway("test", "temperature");

            var boiling = soonServed(() -> stage.post("/api/temperature/v1/celsius-to-fahrenheit",
                    Map.of("Celsius", "100")));
            var impossible = stage.post("/api/temperature/v1/celsius-to-fahrenheit", Map.of("Celsius", "-300"));

            assertThat(boiling.status()).as(boiling.toString()).isEqualTo(200);
            assertThat(boiling.toString()).contains("\"CelsiusToFahrenheitResult\":\"212\"");
            assertThat(impossible.status()).as(impossible.toString()).isBetween(400, 499);
            assertThat(impossible.toString()).contains("below absolute zero");
            assertThat(converter.calls()).first().satisfies(call -> {
                assertThat(call.action()).contains("https://temperature.example.org/ws/CelsiusToFahrenheit");
                assertThat(call.path()).isEqualTo("/ws/tempconvert.asmx");
            });
            assertThat(stage.gateway.oneStop().get("/api/services").toString()).contains(
                    "temperature.celsius-to-fahrenheit");
        }
    }

    @Test
    void a_foreign_openapi_is_served_without_a_restart() throws IOException {
        try (var store = new Neighbour("application/json", call -> switch (call.method()) {
            case "GET" -> call.path().startsWith("/v1/pets/")
                    ? "{\"id\":7,\"name\":\"Mực\",\"status\":\"available\"}"
                    : "[{\"id\":7,\"name\":\"Mực\"}]";
            default -> "{}";
        })) {
            gateway("new", "petstore", "--openapi", "src/test/resources/foreign/petstore.yaml");
            point("petstore", store.url() + "/v1");
            gateway("lint", "petstore");
            gateway("test", "petstore");

            var pet = soonServed(() -> stage.gateway.oneStop().get("/api/petstore/v1/pets/7"));
            var pets = stage.gateway.oneStop().get("/api/petstore/v1/pets?limit=5");
            var made = stage.post("/api/petstore/v1/create-pets", Map.of("id", 8, "name", "Vàng"));
            var nameless = stage.post("/api/petstore/v1/create-pets", Map.of("id", 9));

            assertThat(pet.status()).as(pet.toString()).isEqualTo(200);
            assertThat(pet.text("name")).isEqualTo("Mực");
            assertThat(pets.status()).as(pets.toString()).isEqualTo(200);
            assertThat(made.status()).as(made.toString()).isEqualTo(202);
            assertThat(nameless.status()).as(nameless.toString()).isEqualTo(422);
            soon().until(() -> store.calls().stream().anyMatch(call -> call.method().equals("POST") && call.path()
                    .equals("/v1/pets") && call.body().contains("Vàng")));
            assertThat(store.calls()).anySatisfy(call -> assertThat(call.path()).isEqualTo("/v1/pets?limit=5"));
        }
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, String> folder(String name) throws IOException {
        var files = new TreeMap<String, String>();
        var folder = stage.connector(name);
        try (var all = Files.walk(folder)) {
            for (var file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    private static Reply apply(String query, byte[] zip, String... headers) {
        return stage.operator.zip("/ops/connectors/egov/versions" + query, zip, headers);
    }

    /** A refusal in both languages. */
    private static String refused(byte[] zip) {
        return apply("?reason=test", zip) + " | " + apply("?reason=test", zip, "Accept-Language", "en");
    }

    @Test
    void a_zip_is_checked_compared_and_served() throws IOException {
        var before = stage.version("egov");
        var files = folder("egov");
        files.replace("connector.yaml", files.get("connector.yaml") + "# from a zip\n");

        var compared = apply("?check=true", zip(files));
        assertThat(compared.status()).as(compared.toString()).isEqualTo(200);
        assertThat(compared.json()).containsEntry("applied", false).containsEntry("before", before);
        assertThat(stage.version("egov")).isEqualTo(before);
        var applied = apply("?reason=a%20zip", zip(files));

        assertThat(applied.status()).as(applied.toString()).isEqualTo(200);
        assertThat(stage.version("egov")).isEqualTo(applied.text("version")).isNotEqualTo(before);
        assertThat(stage.operator.get("/ops/connectors/egov/versions").toString()).contains("a zip", "ops");
        assertThat(stage.operator.post("/ops/connectors/egov/rollback", Map.of("version", before, "reason", "back"))
                .status()).isEqualTo(200);
        assertThat(stage.version("egov")).isEqualTo(before);
    }

    @Test
    void what_is_no_connector_in_a_zip_is_told_in_both_languages() throws IOException {
        var before = stage.version("egov");
        var elsewhere = zip(Map.of("connector.yaml", "connector: egov\n", "../../callers.yaml", "callers: {}\n"));
        var huge = Map.of("connector.yaml", "connector: egov\n", "schema/big.json", "x".repeat(6 << 20));

        assertThat(refused("no zip".getBytes(StandardCharsets.UTF_8))).startsWith("400").contains("không phải tệp zip",
                "no zip");
        assertThat(refused(elsewhere)).startsWith("400").contains("tệp không thuộc kết nối này: ../../callers.yaml",
                "no file of this connector");
        assertThat(refused(zip(huge))).startsWith("400").contains("quá", "more than");
        assertThat(refused(zip(Map.of("README.md", "x")))).startsWith("400").contains("thiếu connector.yaml",
                "connector.yaml is missing");
        assertThat(stage.version("egov")).isEqualTo(before);
    }

    @Test
    void faults_are_told_in_both_languages() throws IOException {
        var files = folder("egov");
        files.replace("connector.yaml", files.get("connector.yaml").replaceFirst("effect: ", "efect: "));

        var refused = apply("?reason=test", zip(files));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(Json.write(refused.get("faults"))).asString(StandardCharsets.UTF_8).contains(
                "efect là trường không được định nghĩa", "efect is not a known field", "connector.yaml:");
    }
}
