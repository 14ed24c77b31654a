package vn.lgsp.gateway.connector.folder;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.Loaded;

class TemplatesTest {
    private static final String TEMPLATE = """
            template: library
            title: { vi: Thư viện, en: Library }
            parameters:
              wait: { type: duration, default: 20s }
              desks: { type: integer, default: 4 }
              place: { type: text }
            connector:
              provider:
                url: http://$(place).example.vn
                auth: { basic: { username: u, password: "${PASSWORD}" } }
                timeout: $(wait)
                atOnce: $(desks)
              settings: { kind: book, place: $(place) }
            services:
              answer:
                parameters:
                  busy: { type: rule, default: "false" }
                  code: { type: rule }
                unavailable: $status = 403 or $(busy)
                code: '$string($exists(fault) ? fault : $(code))'
            """;
    private static final String CONNECTOR = """
            connector: gamma
            title: { vi: Gamma, en: Gamma }
            owner: Sở C
            template: { name: library, with: { place: tam-ky, wait: 5s } }
            settings: { kind: map }
            services:
              gamma.find:
                title: { vi: Tìm, en: Find }
                internal: true
                reply: now
                effect: read
                target: GET /find
                like: { answer: { code: 'a ? b : c', busy: 'x = 1' } }
            """;

    @TempDir
    private Path work;

    @BeforeEach
    void one_template_and_one_connector() throws IOException {
        Files.createDirectories(work.resolve("templates"));
        Files.createDirectories(work.resolve("connectors/gamma"));
        for (var schema : List.of("connector.schema.json", "template.schema.json")) {
            Files.copy(Path.of("config").resolve(schema), work.resolve(schema));
        }
        write(TEMPLATE, CONNECTOR);
    }

    private void write(String template, String connector) throws IOException {
        Files.writeString(work.resolve("templates/library.yaml"), template);
        Files.writeString(work.resolve("connectors/gamma/connector.yaml"), connector);
    }

    private Loaded load() {
        return new ConnectorLoader(new ConnectorSettings(work.resolve("connectors"), work.resolve("contracts"), work
                .resolve("connector.schema.json")), Map.of("PASSWORD", "p")::get).load();
    }

    private Connector gamma() {
        var loaded = load();
        assertThat(loaded.faults()).isEmpty();
        return requireNonNull(loaded.catalogue().connectors().get("gamma"));
    }

    private String faults() {
        return load().faults().values().stream().flatMap(List::stream).map(fault -> fault.toString().replace(work + "/",
                "")).collect(Collectors.joining("\n"));
    }

    @Test
    void what_a_template_says_is_laid_under_the_connector_with_its_parameters() {
        var provider = gamma().provider();

        assertThat(provider.url()).hasToString("http://tam-ky.example.vn");
        assertThat(provider.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(provider.atOnce()).isEqualTo(4);
        assertThat(provider.auth()).isInstanceOfSatisfying(Auth.Basic.class, basic -> assertThat(basic.password())
                .isEqualTo("p"));
    }

    @Test
    void what_a_connector_says_itself_stands() throws IOException {
        write(TEMPLATE, CONNECTOR.replace("settings:", "provider: { atOnce: 9 }\nsettings:"));

        assertThat(gamma().provider().atOnce()).isEqualTo(9);
        assertThat(gamma().provider().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(gamma().services().get("gamma.find").settings()).isEqualTo(Map.of("kind", "map", "place",
                "tam-ky"));
    }

    @Test
    void a_rule_given_as_a_parameter_is_one_operand_of_the_templates_rule() {
        var verdicts = requireNonNull(gamma().services().get("gamma.find")).call().verdicts();
        var code = verdicts.code().orElseThrow();
        var busy = verdicts.unavailable().orElseThrow();

        assertThat(code.text(Map.of("fault", 7, "a", true, "b", "B"), Map.of())).isEqualTo("7");
        assertThat(code.text(Map.of("a", true, "b", "B", "c", "C"), Map.of())).isEqualTo("B");
        assertThat(busy.holds(Map.of("x", 1), Map.of("status", 200))).isTrue();
        assertThat(busy.holds(Map.of("x", 2), Map.of("status", 403))).isTrue();
        assertThat(busy.holds(Map.of("x", 2), Map.of("status", 200))).isFalse();
    }

    @Test
    void another_template_is_another_version_of_the_connector() throws IOException {
        var before = gamma().version();

        write(TEMPLATE.replace("default: 4", "default: 5"), CONNECTOR);

        assertThat(gamma().version()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "name: library|name: libary|connector.yaml:4:13: there is no template `libary`|did you mean `library`?",
            "place: tam-ky|palce: tam-ky|4:36: `palce` is no parameter of template `library` (did you mean `place`?)|`place` is missing",
            "wait: 5s|wait: 5|4:51: `wait` must be a time like 5s|",
            "wait: 5s|desks: many|4:51: `desks` must be a whole number|",
            "code: 'a ? b : c'|code: 'a ? b :'|13:23: `code` does not compile|",
            "like: { answer:|like: { anser:|13:13: template `library` has no service `anser` (did you mean `answer`?)|",
            "template: { name: library, with: { place: tam-ky, wait: 5s } }|provider: { url: http://x }|13:5: `like` needs a `template`|" })
    void what_is_wrong_in_its_use_is_told_with_its_place(String text, String other, String said, String too)
            throws IOException {
        write(TEMPLATE, CONNECTOR.replace(text, other));

        assertThat(faults()).contains(said).contains(too == null ? "" : too);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "type: duration|type: time|templates/library.yaml:4:|must be one of",
            "$(desks)|$(desk)|templates/library.yaml:12:5: `$(desk)` has no value (did you mean `desks`?)|",
            "\"${PASSWORD}\"|hunter2|connectors/gamma/connector.yaml:|never the secret itself",
            "url: http://$(place).example.vn|query: {}|url|missing" })
    void what_is_wrong_in_a_template_is_told_to_who_uses_it(String text, String other, String said, String too)
            throws IOException {
        write(TEMPLATE.replace(text, other), CONNECTOR);

        assertThat(faults()).contains(said).contains(too == null ? "" : too).doesNotContain("hunter2");
    }

    /** "mapi" serves the portal, and any ministry that speaks it. */
    @Test
    void the_portals_template_serves_a_ministry_too() throws IOException {
        Files.copy(Path.of("config/templates/mapi.yaml"), work.resolve("templates/mapi.yaml"));
        write(TEMPLATE,
                CONNECTOR
                        .replaceAll("template:.*",
                                """
                template: { name: mapi, with: { url: "http://bo.example.vn", username: u, password: "\\${PASSWORD}", dstcode: "VN:GOV:BO" } }""")
                        .replaceAll("like:.*", "like: { answer: {} }"));

        var verdicts = requireNonNull(gamma().services().get("gamma.find")).call().verdicts();

        assertThat(gamma().provider().auth()).isInstanceOfSatisfying(Auth.Session.class, session -> assertThat(session
                .password()).isEqualTo("p"));
        assertThat(gamma().provider().query()).isEqualTo(Map.of("dstcode", "VN:GOV:BO"));
        assertThat(verdicts.success().orElseThrow().holds(Map.of("error_code", "00"), Map.of())).isTrue();
        assertThat(verdicts.unavailable().orElseThrow().holds(Map.of("error_code", -1, "message",
                "Hệ thống đang bảo trì"), Map.of("status", 200))).isTrue();
    }

    @Test
    void without_a_template_a_connector_must_say_where_its_provider_is() throws IOException {
        write(TEMPLATE, CONNECTOR.replaceAll("template:.*\n", "").replaceAll(" *like:.*\n", ""));

        assertThat(faults()).contains("provider");
    }
}
