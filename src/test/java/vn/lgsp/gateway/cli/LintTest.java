package vn.lgsp.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.cli.Ran.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a folder is told at its line, with what was meant; secrets are never repeated. */
class LintTest {
    private final GoodFolders folders;

    LintTest(@TempDir Path work) throws IOException {
        folders = GoodFolders.copied(work);
    }

    @Test
    void good_folders_lint_clean() {
        var ran = folders.bench("lint");

        assertThat(ran.out()).isEqualTo("no fault in 2 connectors\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void a_misspelt_key_is_told_with_its_line_and_what_was_meant() throws IOException {
        folders.exchange("connector.yaml", "reply: later", "replay: later");

        var ran = folders.bench("lint", "alpha");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out())
                .containsPattern("alpha/connector\\.yaml:14:5: replay is not a known field \\(did you mean `reply`");
        assertThat(folders.bench("lint", "beta").code()).isZero();
        assertThat(folders.bench("lint", "--json").json()).containsEntry("clean", false);
    }

    @Test
    void a_secret_in_clear_is_refused_and_not_repeated() throws IOException {
        folders.exchange("connector.yaml", "\"${ALPHA_PASSWORD}\"", "hunter3");

        assertThat(folders.bench("lint").out()).contains("never the secret itself").doesNotContain("hunter3");
    }

    @ParameterizedTest
    @ValueSource(strings = { "headers: { Authorization: Basic CLEAR }", "headers: { X-Api-Key: CLEAR }",
            "headers: { Cookie: \"JSESSIONID=CLEAR\" }", "headers: { X-Access-Token: \"${ALPHA_TOKEN:CLEAR}\" }",
            "headers: { matkhau: CLEAR }", "failover: { url: \"https://me:CLEAR@spare.example.vn\" }" })
    void a_secret_in_clear_is_refused_wherever_a_provider_is_told(String declared) throws IOException {
        folders.exchange("connector.yaml", "  timeout: 3s",
                "  " + declared.replace("CLEAR", "hunter3") + "\n  timeout: 3s");

        var ran = folders.bench("lint", "alpha");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).containsPattern("connector\\.yaml:8:\\d+: .*never the secret itself").doesNotContain(
                "hunter3");
    }

    @Test
    void a_header_that_refers_to_its_secret_is_none_in_clear() throws IOException {
        folders.exchange("connector.yaml", "  timeout: 3s", "  headers: { Authorization: \"Bearer ${ALPHA_TOKEN}\" }\n"
                + "  timeout: 3s");

        assertThat(folders.bench("lint", "alpha").code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = { "Bearer a1b2c3d4e5f6a1b2c3d4", "-----BEGIN RSA PRIVATE KEY-----" })
    void what_looks_like_a_secret_in_any_file_is_told_with_its_line_and_not_repeated(String secret) throws IOException {
        Files.writeString(folders.alpha("mapping/alpha.find.response.jsonata"), "\n/* " + secret + " */",
                StandardOpenOption.APPEND);

        assertThat(folders.bench("lint", "alpha").out()).containsPattern(
                "alpha\\.find\\.response\\.jsonata:\\d+:4: looks like a secret").doesNotContain(secret);
    }

    @Test
    void what_nothing_uses_and_nothing_proves_is_told() throws IOException {
        Files.writeString(folders.alpha("schema/forgotten.json"), "{}");
        Files.writeString(folders.alpha("stubs/stray.json"),
                "{\"request\":{\"method\":\"GET\",\"urlPath\":\"/nobody\"}}");
        Files.writeString(folders.alpha("mapping/alpha.find.refusal.jsonata"), "{}");
        try (var cases = Files.list(folders.alpha("cases"))) {
            for (var file : cases.toList()) {
                if (Files.readString(file).contains("service: alpha.find")) {
                    Files.delete(file);
                }
            }
        }

        var ran = folders.bench("lint");

        assertThat(ran.out()).contains("forgotten.json: no schema refers to this one")
                .contains("stray.json: nothing that is asked of alpha is answered")
                .contains("alpha.find.refusal.jsonata: no case uses this mapping")
                .containsPattern("connector\\.yaml:\\d+:\\d+: `alpha\\.find` has no case");
    }

    @Test
    void a_case_of_an_unknown_service_is_told_at_its_line() throws IOException {
        folders.exchange("cases/send.yaml", "service: alpha.send", "service: alpha.sent");

        assertThat(folders.bench("lint").out()).containsPattern(
                "cases/send\\.yaml:\\d+:\\d+: `service` names none of this connector.*did you mean `alpha.send`");
    }

    @Test
    void a_mapping_that_does_not_compile_is_told_at_its_line() throws IOException {
        Files.writeString(folders.alpha("mapping/alpha.find.request.jsonata"), "{\n  \"ma\": (ma\n}");

        assertThat(folders.bench("lint").out())
                .containsPattern("alpha\\.find\\.request\\.jsonata:\\d+:\\d+: does not compile");
    }

    @Test
    void callers_name_services_that_exist() throws IOException {
        folders.caller("    services: [alpha.sent]", "    quoda: 5/s");

        assertThat(folders.bench("lint").out()).containsPattern(
                "callers\\.yaml:5:16: there is no service `alpha.sent` \\(did you mean `alpha.send`\\?\\)")
                .containsPattern("callers\\.yaml:6:5: .*quoda");
    }

    @Test
    void a_service_that_callers_misname_is_told_of_its_own_connector_too() throws IOException {
        folders.caller("    services: [alpha.sent]");

        assertThat(folders.bench("lint", "alpha").out()).contains("there is no service `alpha.sent`");
        assertThat(folders.bench("lint", "beta").out()).isEqualTo("no fault in 1 connector\n");
    }

    @Test
    void a_function_that_does_not_exist_is_named_where_no_case_gets_there_too() throws IOException {
        Files.writeString(folders.alpha("mapping/alpha.find.request.jsonata"), "{ \"ma\": false ? $trimm(ma) : ma }");

        assertThat(folders.bench("lint", "alpha").out()).contains("alpha.find.request.jsonata:1:17: ",
                "there is no function `$trimm` (did you mean `$trim`?)");
    }

    @Test
    void a_function_without_its_dollar_sign_is_named() throws IOException {
        Files.writeString(folders.alpha("mapping/alpha.find.request.jsonata"), "{ \"ma\": uppercase(ma) }");

        assertThat(folders.bench("lint", "alpha").out()).contains("alpha.find.request.jsonata:1:9: ",
                "`uppercase` is a field here and no function (did you mean `$uppercase`?)");
    }

    @Test
    void a_declaration_that_is_no_yaml_is_one_fault() throws IOException {
        folders.exchange("connector.yaml", "    reply: later", "   reply: later");

        assertThat(folders.bench("lint", "alpha").out()).contains("no YAML").contains("1 fault in 1 connector");
    }
}
