package vn.lgsp.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.cli.Ran.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An integrator's folder is checked, played and mapped from the terminal, without its secrets and without a network. */
class BenchTest {
    private final GoodFolders folders;

    BenchTest(@TempDir Path work) throws IOException {
        folders = GoodFolders.copied(work);
    }

    @Test
    void cases_of_a_connector_with_faults_lead_to_the_faults() throws IOException {
        folders.exchange("connector.yaml", "reply: later", "replay: later");

        assertThat(folders.bench("test", "alpha").out())
                .contains("not played, the connector has faults: ./gateway lint alpha");
    }

    @Test
    void what_is_wrong_with_a_command_is_not_hidden_by_its_usage() {
        assertThat(folders.bench("lint", "alhpa").err()).isEqualTo("""
                there is no connector `alhpa` (did you mean `alpha`?)
                → gateway lint --help
                """);
        assertThat(folders.bench("dry-run", "alpha").err()).contains("`alpha` cannot be used before this is mended");
        assertThat(folders.bench("new", "pets", "--openapi", "pets.yaml").err())
                .startsWith("there is no file pets.yaml\n");
    }

    @Test
    void cases_are_played_offline() throws IOException {
        var ran = folders.bench("test");

        assertThat(ran.out()).contains("ok    send.yaml").contains("all hold");
        assertThat(ran.code()).isZero();
        assertThat(folders.bench("test", "--json").json()).containsEntry("holds", true);
    }

    @Test
    void a_case_that_does_not_hold_shows_where_it_differs() throws IOException {
        folders.exchange("cases/send-again.yaml", "True", "False");

        var ran = folders.bench("test", "alpha");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("FAIL  send-again.yaml").contains("sends (- the case says, + what came)")
                .containsPattern("- +\"\\w+\": \"False\"").containsPattern("\\+ +\"\\w+\": \"True\"")
                .contains("1 does not hold");
    }

    @Test
    void one_mapping_runs_on_one_file() throws IOException {
        var file = Files.writeString(folders.at().resolve("one.json"), "{\"ma\":\"H1\"}");
        Files.writeString(folders.alpha("mapping/alpha.find.request.jsonata"), "{ \"ma\": ma & '!' }");

        var ran = folders.bench("map", "alpha.find", "request", file.toString());

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).isEqualTo("{\n  \"ma\": \"H1!\"\n}\n");
        assertThat(ran.code()).isZero();
    }

    @Test
    void a_mapping_that_fails_says_where() throws IOException {
        var file = Files.writeString(folders.at().resolve("one.json"), "{\"ma\":\"H1\"}");
        Files.writeString(folders.alpha("mapping/alpha.find.request.jsonata"), "{\n  \"ma\": $abs(ma)\n}");

        var ran = folders.bench("map", "alpha.find", "request", file.toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).containsPattern("alpha\\.find\\.request\\.jsonata:2:\\d+: ");
    }

    @Test
    void wrong_usage_is_told_with_what_was_meant() {
        assertThat(folders.bench("map", "alpha.fnd", "request", "x.json").code()).isEqualTo(2);
        assertThat(folders.bench("map", "alpha.fnd", "request", "x.json").err()).contains("did you mean `alpha.find`");
        assertThat(folders.bench("lint", "alfa").err()).contains("did you mean `alpha`");
        assertThat(List.of(folders.bench("lint", "--nonsense").code(), folders.bench("nonsense").code()))
                .containsOnly(2);
    }

    @Test
    void an_address_that_is_none_is_wrong_usage() {
        var ran = folders.bench("hold", "postal", "--reason", "none", "--ops", "nonsense");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("`nonsense` is no address such as http://localhost:8081");
    }

    @Test
    void answers_come_in_vietnamese_too() {
        assertThat(gateway("lint", "--config", folders.at().resolve("config").toString(), "--contracts",
                folders.at().resolve(
                        "contracts").toString(),
                "--lang", "vi").out()).isEqualTo("không có lỗi trong 2 hệ thống kết nối\n");
    }

    @Test
    void a_foreign_openapi_becomes_a_connector_that_lints_and_tests_clean() throws IOException {
        var begun = folders.bench("new", "petstore", "--openapi", "src/test/resources/foreign/petstore.yaml");

        assertThat(begun.err()).isEmpty();
        assertThat(begun.code()).isZero();
        assertThat(begun.out()).contains("6 services").contains("the header parameter `X-Request` is not sent");
        assertThat(folders.bench("lint", "petstore").out()).isEqualTo("no fault in 1 connector\n");
        assertThat(folders.bench("test", "petstore").out()).contains("6 cases: all hold");
        assertThat(Files.readString(folders.at().resolve("config/connectors/petstore/connector.yaml"))).contains(
                "${PETSTORE_URL:https://petstore.example.org/v1}", "${PETSTORE_KEY}", "PUT /pets/{petId}");
        assertThat(folders.bench("new", "petstore", "--openapi", "src/test/resources/foreign/petstore.yaml").code())
                .isEqualTo(
                        2);
    }

    @Test
    void a_misspelt_target_of_a_foreign_openapi_is_found_before_it_is_served() throws IOException {
        folders.bench("new", "petstore", "--openapi", "src/test/resources/foreign/petstore.yaml");
        var file = folders.at().resolve("config/connectors/petstore/connector.yaml");
        Files.writeString(file, Files.readString(file).replace("PUT /pets/{petId}", "PUT /pets/{petIdd}"));

        var ran = folders.bench("lint", "petstore");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out() + ran.err()).contains("connector.yaml:", "petIdd", "did you mean `petId`?");
    }

    @Test
    void a_plan_shows_when_attempts_are_made() throws IOException {
        folders.exchange("connector.yaml", "reply: later", "reply: later\n    retry: [5s, 2m]\n    expires: 1d");

        var ran = folders.bench("plan", "alpha.send");

        assertThat(ran.out()).contains("attempt 1  +0s\n", "attempt 2  +8s\n", "attempt 3  +2m11s\n",
                "EXPIRED after 1d", "the breaker opens at 50%");
        assertThat(folders.bench("plan", "alpha", "--json").json()).containsKey("services");
    }

    @Test
    void a_foreign_wsdl_becomes_a_connector_that_lints_and_tests_clean() throws IOException {
        var begun = folders.bench("new", "calculator", "--wsdl", "src/test/resources/foreign/calculator.wsdl",
                "--reads",
                "Add,Divide");

        assertThat(begun.err()).isEmpty();
        assertThat(begun.code()).isZero();
        assertThat(folders.bench("lint", "calculator").out()).isEqualTo("no fault in 1 connector\n");
        assertThat(folders.bench("test", "calculator").out()).contains("3 cases: all hold");
        var file = Files.writeString(folders.at().resolve("add.json"), "{\"intA\":2,\"intB\":3}");
        assertThat(folders.bench("map", "calculator.add", "request", file.toString()).out()).contains(
                "<Add xmlns=\"http://tempuri.org/\"><intA>2</intA><intB>3</intB></Add>");
    }
}
