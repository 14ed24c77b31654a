package vn.lgsp.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.cli.Ran.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An integrator's folder is checked, played and mapped from the terminal, without its secrets and without a network. */
class BenchTest {
    private static final Path GOOD = Path.of("src/test/resources/connectors/good");

    @TempDir
    private Path work;

    @BeforeEach
    void copy_the_good_folders() throws IOException {
        try (var files = Files.walk(GOOD)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var below = GOOD.relativize(file).toString().replaceFirst("^config", "config/connectors");
                var to = work.resolve(below);
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
                if (below.startsWith("contracts")) {
                    Files.writeString(to, Files.readString(to).replace("../config/", "../config/connectors/"));
                }
            }
        }
    }

    private Ran bench(String... arguments) {
        return gateway(Stream.concat(Stream.of(arguments), Stream.of("--config", work.resolve("config").toString(),
                "--contracts", work.resolve("contracts").toString(), "--lang", "en")).toArray(String[]::new));
    }

    private void exchange(String file, String text, String other) throws IOException {
        var path = alpha(file);
        assertThat(Files.readString(path)).contains(text);
        Files.writeString(path, Files.readString(path).replace(text, other));
    }

    private Path alpha(String file) {
        return work.resolve("config/connectors/alpha").resolve(file);
    }

    @Test
    void good_folders_lint_clean() {
        var ran = bench("lint");

        assertThat(ran.out()).isEqualTo("no fault in 2 connectors\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void a_misspelt_key_is_told_with_its_line_and_what_was_meant() throws IOException {
        exchange("connector.yaml", "reply: later", "replay: later");

        var ran = bench("lint", "alpha");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .containsPattern("alpha/connector\\.yaml:14:5: replay is not a known field \\(did you mean `reply`");
        assertThat(bench("lint", "beta").code()).isZero();
        assertThat(bench("lint", "--json").json()).containsEntry("clean", false);
    }

    @Test
    void a_secret_in_clear_is_refused_and_not_repeated() throws IOException {
        exchange("connector.yaml", "\"${ALPHA_PASSWORD}\"", "hunter3");

        assertThat(bench("lint").out()).contains("never the secret itself").doesNotContain("hunter3");
    }

    @ParameterizedTest
    @ValueSource(strings = { "headers: { Authorization: Basic CLEAR }", "headers: { X-Api-Key: CLEAR }",
            "headers: { Cookie: \"JSESSIONID=CLEAR\" }", "headers: { X-Access-Token: \"${ALPHA_TOKEN:CLEAR}\" }",
            "headers: { matkhau: CLEAR }", "failover: { url: \"https://me:CLEAR@spare.example.vn\" }" })
    void a_secret_in_clear_is_refused_wherever_a_provider_is_told(String declared) throws IOException {
        exchange("connector.yaml", "  timeout: 3s", "  " + declared.replace("CLEAR", "hunter3") + "\n  timeout: 3s");

        var ran = bench("lint", "alpha");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).containsPattern("connector\\.yaml:8:\\d+: .*never the secret itself").doesNotContain(
                "hunter3");
    }

    @Test
    void a_header_that_refers_to_its_secret_is_none_in_clear() throws IOException {
        exchange("connector.yaml", "  timeout: 3s", "  headers: { Authorization: \"Bearer ${ALPHA_TOKEN}\" }\n"
                + "  timeout: 3s");

        assertThat(bench("lint", "alpha").code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "Bearer a1b2c3d4e5f6a1b2c3d4", "-----BEGIN RSA PRIVATE KEY-----" })
    void what_looks_like_a_secret_in_any_file_is_told_with_its_line_and_not_repeated(String secret) throws IOException {
        Files.writeString(alpha("mapping/alpha.find.response.jsonata"), "\n/* " + secret + " */",
                StandardOpenOption.APPEND);

        assertThat(bench("lint", "alpha").out()).containsPattern(
                "alpha\\.find\\.response\\.jsonata:\\d+:4: looks like a secret").doesNotContain(secret);
    }

    @Test
    void what_nothing_uses_and_nothing_proves_is_told() throws IOException {
        Files.writeString(alpha("schema/forgotten.json"), "{}");
        Files.writeString(alpha("stubs/stray.json"), "{\"request\":{\"method\":\"GET\",\"urlPath\":\"/nobody\"}}");
        Files.writeString(alpha("mapping/alpha.find.refusal.jsonata"), "{}");
        try (var cases = Files.list(alpha("cases"))) {
            for (var file : cases.toList()) {
                if (Files.readString(file).contains("service: alpha.find")) {
                    Files.delete(file);
                }
            }
        }

        var ran = bench("lint");

        assertThat(ran.out()).contains("forgotten.json: no schema refers to this one")
                .contains("stray.json: nothing that is asked of alpha is answered")
                .contains("alpha.find.refusal.jsonata: no case uses this mapping")
                .containsPattern("connector\\.yaml:\\d+:\\d+: `alpha\\.find` has no case");
    }

    @Test
    void a_case_of_an_unknown_service_is_told_at_its_line() throws IOException {
        exchange("cases/send.yaml", "service: alpha.send", "service: alpha.sent");

        assertThat(bench("lint").out()).containsPattern(
                "cases/send\\.yaml:\\d+:\\d+: `service` names none of this connector.*did you mean `alpha.send`");
    }

    @Test
    void a_mapping_that_does_not_compile_is_told_at_its_line() throws IOException {
        Files.writeString(alpha("mapping/alpha.find.request.jsonata"), "{\n  \"ma\": (ma\n}");

        assertThat(bench("lint").out()).containsPattern("alpha\\.find\\.request\\.jsonata:\\d+:\\d+: does not compile");
    }

    @Test
    void callers_name_services_that_exist() throws IOException {
        Files.writeString(work.resolve("config/callers.yaml"), """
                callers:
                  one:
                    title: { vi: Một, en: One }
                    keys: []
                    services: [alpha.sent]
                    quoda: 5/s
                """);

        assertThat(bench("lint").out()).containsPattern(
                "callers\\.yaml:5:16: there is no service `alpha.sent` \\(did you mean `alpha.send`\\?\\)")
                .containsPattern("callers\\.yaml:6:5: .*quoda");
    }

    @Test
    void a_service_that_callers_misname_is_told_of_its_own_connector_too() throws IOException {
        Files.writeString(work.resolve("config/callers.yaml"), """
                callers:
                  one:
                    title: { vi: Một, en: One }
                    keys: []
                    services: [alpha.sent]
                """);

        assertThat(bench("lint", "alpha").out()).contains("there is no service `alpha.sent`");
        assertThat(bench("lint", "beta").out()).isEqualTo("no fault in 1 connector\n");
    }

    @Test
    void cases_of_a_connector_with_faults_lead_to_the_faults() throws IOException {
        exchange("connector.yaml", "reply: later", "replay: later");

        assertThat(bench("test", "alpha").out()).contains("not played, the connector has faults: ./gateway lint alpha");
    }

    @Test
    void a_function_that_does_not_exist_is_named_where_no_case_gets_there_too() throws IOException {
        Files.writeString(alpha("mapping/alpha.find.request.jsonata"), "{ \"ma\": false ? $trimm(ma) : ma }");

        assertThat(bench("lint", "alpha").out()).contains("alpha.find.request.jsonata:1:17: ",
                "there is no function `$trimm` (did you mean `$trim`?)");
    }

    @Test
    void an_address_that_is_none_is_wrong_usage() {
        var ran = bench("hold", "postal", "--reason", "none", "--ops", "nonsense");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("`nonsense` is no address such as http://localhost:8081");
    }

    @Test
    void a_declaration_that_is_no_yaml_is_one_fault() throws IOException {
        exchange("connector.yaml", "    reply: later", "   reply: later");

        assertThat(bench("lint", "alpha").out()).contains("no YAML").contains("1 fault in 1 connector");
    }

    @Test
    void what_is_wrong_with_a_command_is_not_hidden_by_its_usage() {
        assertThat(bench("lint", "alhpa").err()).isEqualTo("""
                there is no connector `alhpa` (did you mean `alpha`?)
                → gateway lint --help
                """);
        assertThat(bench("dry-run", "alpha").err()).contains("`alpha` cannot be used before this is mended");
        assertThat(bench("new", "pets", "--openapi", "pets.yaml").err()).startsWith("there is no file pets.yaml\n");
    }

    @Test
    void cases_are_played_offline() throws IOException {
        var ran = bench("test");

        assertThat(ran.out()).contains("ok    send.yaml").contains("all hold");
        assertThat(ran.code()).isZero();
        assertThat(bench("test", "--json").json()).containsEntry("holds", true);
    }

    @Test
    void a_case_that_does_not_hold_shows_where_it_differs() throws IOException {
        exchange("cases/send-again.yaml", "True", "False");

        var ran = bench("test", "alpha");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("FAIL  send-again.yaml").contains("sends (- the case says, + what came)")
                .containsPattern("- +\"\\w+\": \"False\"").containsPattern("\\+ +\"\\w+\": \"True\"")
                .contains("1 does not hold");
    }

    @Test
    void one_mapping_runs_on_one_file() throws IOException {
        var file = Files.writeString(work.resolve("one.json"), "{\"ma\":\"H1\"}");
        Files.writeString(alpha("mapping/alpha.find.request.jsonata"), "{ \"so\": ma & '!' }");

        var ran = bench("map", "alpha.find", "request", file.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).isEqualTo("{\n  \"so\": \"H1!\"\n}\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void a_mapping_that_fails_says_where() throws IOException {
        var file = Files.writeString(work.resolve("one.json"), "{\"ma\":\"H1\"}");
        Files.writeString(alpha("mapping/alpha.find.request.jsonata"), "{\n  \"so\": $abs(ma)\n}");

        var ran = bench("map", "alpha.find", "request", file.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).containsPattern("alpha\\.find\\.request\\.jsonata:2:\\d+: ");
    }

    @Test
    void wrong_usage_is_told_with_what_was_meant() {
        assertThat(bench("map", "alpha.fnd", "request", "x.json").code()).isEqualTo(2);
        assertThat(bench("map", "alpha.fnd", "request", "x.json").err()).contains("did you mean `alpha.find`");
        assertThat(bench("lint", "alfa").err()).contains("did you mean `alpha`");
        assertThat(List.of(bench("lint", "--nonsense").code(), bench("nonsense").code())).containsOnly(2);
    }

    @Test
    void answers_come_in_vietnamese_too() {
        assertThat(gateway("lint", "--config", work.resolve("config").toString(), "--contracts", work.resolve(
                "contracts").toString(), "--lang", "vi").out()).isEqualTo("không có lỗi trong 2 hệ thống kết nối\n");
    }

    @Test
    void a_foreign_openapi_becomes_a_connector_that_lints_and_tests_clean() throws IOException {
        var begun = bench("new", "petstore", "--openapi", "src/test/resources/foreign/petstore.yaml");

        assertThat(begun.err()).isEmpty();
        assertThat(begun.code()).isZero();
        assertThat(begun.out()).contains("6 services").contains("the header parameter `X-Request` is not sent");
        assertThat(bench("lint", "petstore").out()).isEqualTo("no fault in 1 connector\n");
        assertThat(bench("test", "petstore").out()).contains("6 cases: all hold");
        assertThat(Files.readString(work.resolve("config/connectors/petstore/connector.yaml"))).contains(
                "${PETSTORE_URL:https://petstore.example.org/v1}", "${PETSTORE_KEY}", "PUT /pets/{petId}");
        assertThat(bench("new", "petstore", "--openapi", "src/test/resources/foreign/petstore.yaml").code()).isEqualTo(
                2);
    }

    @Test
    void a_plan_shows_when_attempts_are_made() throws IOException {
        exchange("connector.yaml", "reply: later", "reply: later\n    retry: [5s, 2m]\n    expires: 1d");

        var ran = bench("plan", "alpha.send");

        assertThat(ran.out()).contains("attempt 1  +0s\n", "attempt 2  +8s\n", "attempt 3  +2m11s\n",
                "EXPIRED after 1d", "the breaker opens at 50%");
        assertThat(bench("plan", "alpha", "--json").json()).containsKey("services");
    }

    @Test
    void a_foreign_wsdl_becomes_a_connector_that_lints_and_tests_clean() throws IOException {
        var begun = bench("new", "calculator", "--wsdl", "src/test/resources/foreign/calculator.wsdl", "--reads",
                "Add,Divide");

        assertThat(begun.err()).isEmpty();
        assertThat(begun.code()).isZero();
        assertThat(bench("lint", "calculator").out()).isEqualTo("no fault in 1 connector\n");
        assertThat(bench("test", "calculator").out()).contains("3 cases: all hold");
        var file = Files.writeString(work.resolve("add.json"), "{\"intA\":2,\"intB\":3}");
        assertThat(bench("map", "calculator.add", "request", file.toString()).out()).contains(
                "<Add xmlns=\"http://tempuri.org/\"><intA>2</intA><intB>3</intB></Add>");
    }
}
