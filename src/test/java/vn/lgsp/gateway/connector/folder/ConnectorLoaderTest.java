package vn.lgsp.gateway.connector.folder;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Service;

class ConnectorLoaderTest {
    @TempDir
    private Path work;

    @BeforeEach
    void copy_the_good_folders() throws IOException {
        try (var files = Files.walk(Fixtures.GOOD)) {
            for (var file : files.toList()) {
                var to = work.resolve(Fixtures.GOOD.relativize(file).toString());
                if (!Files.isDirectory(file)) {
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private Loaded load() {
        return new ConnectorLoader(Fixtures.settings(work), Fixtures.ENVIRONMENT::get).load();
    }

    private static Connector alpha(Loaded loaded) {
        return requireNonNull(loaded.catalogue().connectors().get("alpha"));
    }

    /** Exchanges a text in a file and gives what the loader says, one line a fault, from {@code alpha/} on. */
    private String faultsAfter(String file, String text, String other) throws IOException {
        var path = work.resolve(file);
        var content = Files.exists(path) ? Files.readString(path) : text;
        assertThat(content).contains(text);
        Files.writeString(path, content.replace(text, other));
        return load().faults().values().stream().flatMap(List::stream)
                .map(fault -> fault.toString().replace(work + "/", "")).collect(Collectors.joining("\n"));
    }

    private String declarationFaultsAfter(String text, String other) throws IOException {
        return faultsAfter("config/alpha/connector.yaml", text, other);
    }

    /** The same with nothing else exchanged. */
    private String anew(String text, String other) throws IOException {
        copy_the_good_folders();
        return declarationFaultsAfter(text, other);
    }

    @Test
    void good_folders_become_a_catalogue_with_all_defaults() {
        var loaded = load();

        assertThat(loaded.faults()).isEmpty();
        var alpha = alpha(loaded);
        assertThat(alpha.version()).matches("[0-9a-f]{12}");
        assertThat(alpha.provider())
                .isEqualTo(new Destination("alpha", URI.create("http://alpha.example.vn/base"), alpha.provider().auth(),
                        Map.of("dstcode", "VN:GOV:1"), Map.of(), Duration.ofSeconds(3), 20, 50,
                        new Destination.Breaker(50, Duration.ofSeconds(60), 5, Duration.ofSeconds(30)), 0, List.of(),
                        Optional.empty(), Destination.Transport.LEAN, Format.JSON, Optional.empty(), Optional.empty()));
        assertThat(alpha.provider().auth()).isInstanceOfSatisfying(Auth.Session.class,
                session -> assertThat(session.password()).isEqualTo("p"));
        var send = loaded.catalogue().service("alpha.send").orElseThrow();
        assertThat(send.settings()).isEqualTo(Map.of("partner", "QNAM", "secret", "s", "list", List.of("a", "012")));
        assertThat(send.schedule()).isEqualTo(
                new Service.Schedule(ServiceReader.RETRY, Duration.ofDays(3), true, java.util.Optional.empty(),
                        java.util.Optional.of(Duration.ofMinutes(15))));
        assertThat(send.entry().limit()).isEqualTo(20L << 20);
        assertThat(send.entry().keep()).isEqualTo(Duration.ofDays(7));
        assertThat(send.entry().checks()).hasSize(1);
        assertThat(send.call().repeatable()).isFalse();
        assertThat(send.call().chunk()).contains(new Service.Chunk("buoc", 2));
        assertThat(send.call().verdicts().success()).isPresent();
    }

    @Test
    void the_contract_gives_the_operation_and_a_merged_key_stands_for_both_services() {
        var find = load().catalogue().service("alpha.find").orElseThrow();

        assertThat(find.entry().operation()).contains(new Service.Operation("GET", "/things/{ma}",
                List.of(new Service.Parameter("ma", "path", "string"),
                        new Service.Parameter("page", "query", "integer"))));
        assertThat(find.call().streamed()).isTrue();
        assertThat(find.call().repeatable()).isTrue();
        assertThat(find.schedule().retry()).isEmpty();
        assertThat(find.schedule().sla()).isEmpty();
        assertThat(find.call().verdicts().code()).isPresent();
    }

    @Test
    void placeholders_stand_for_values_everywhere_but_in_rules() throws IOException {
        assertThat(load().catalogue().service("beta.notify").orElseThrow().schedule().retry())
                .containsExactly(Duration.ofSeconds(1), Duration.ofMinutes(2));
        assertThat(declarationFaultsAfter("code: $string(error_code)", "code: '${error_code: 1}.`0`'")).isEmpty();
    }

    @Test
    void an_inbound_service_calls_the_other_connectors_provider() {
        var inbound = load().catalogue().service("alpha.inbound").orElseThrow();

        assertThat(inbound.call().destination().name()).isEqualTo("beta");
        assertThat(inbound.entry().inbound().orElseThrow().caller()).contains("alpha-platform");
    }

    @Test
    void an_unknown_key_is_named_with_its_line_and_what_was_meant() throws IOException {
        assertThat(declarationFaultsAfter("    cache: 24h", "    repeatabel: true")).isEqualTo(
                "config/alpha/connector.yaml:30:5: repeatabel is not a known field (did you mean `repeatable`?) at /services/alpha.find/repeatabel");
    }

    @Test
    void a_batch_is_refused_where_its_requests_cannot_share_a_call() throws IOException {
        var chunk = "    chunk: { of: buoc, size: 2 }";
        var batch = "    batch: { items: data, upTo: 20, each: \"results[$index]\" }";

        assertThat(declarationFaultsAfter(chunk, batch)).isEmpty();
        assertThat(anew(chunk, chunk + "\n" + batch)).contains("`batch` does not go with `chunk`");
        assertThat(anew(chunk, batch + "\n    format: xml"))
                .contains("`batch` does not go with `format` other than json");
        assertThat(anew("    cache: 24h", batch)).contains("`batch` does not go with `reply: now`",
                "`batch` does not go with a GET");
        assertThat(anew(chunk, batch.replace("20", "1"))).contains("/services/alpha.send/batch/upTo");
        assertThat(anew(chunk, batch.replace("$index]", "$index"))).contains("`each` does not compile");
    }

    @Test
    void all_faults_come_at_once() throws IOException {
        Files.writeString(work.resolve("config/alpha/mapping/alpha.sned.request.jsonata"), "{}");
        Files.writeString(work.resolve("config/alpha/mapping/alpha.find.reqest.jsonata"), "{}");
        Files.writeString(work.resolve("config/alpha/mapping/alpha.find.request.jsonata"), "{\n  'a': )\n}");
        var faults = declarationFaultsAfter("timeout: 3s", "timeout: 3 sec").lines().toList();

        assertThat(faults).anyMatch(f -> f.startsWith("config/alpha/connector.yaml:8:3") && f.contains("500ms, 5s"))
                .anyMatch(f -> f.contains("alpha.sned.request.jsonata") && f.contains("did you mean `alpha.send`"))
                .anyMatch(f -> f.contains("alpha.find.reqest.jsonata") && f.contains("no kind known"))
                .anyMatch(f -> f.startsWith("config/alpha/mapping/alpha.find.request.jsonata:2:"));
    }

    @Test
    void a_secret_in_clear_is_refused_without_being_quoted() throws IOException {
        assertThat(declarationFaultsAfter("password: \"${ALPHA_PASSWORD}\"", "password: hunter2"))
                .contains("connector.yaml:6:", "never the secret itself").doesNotContain("hunter2");
        assertThat(declarationFaultsAfter("secret: \"${ALPHA_SECRET}\"", "secret: \"${ALPHA_SECRET:hunter3}\""))
                .contains("connector.yaml:10:", "never the secret itself").doesNotContain("hunter3");
    }

    @Test
    void signed_headers_stand_alone_or_beside_another_way() throws IOException {
        var way = "auth: { session: {";
        var signed = "signed: { with: { secret: \"${ALPHA_SECRET}\" }, headers: { X-Sum: \"$sha256($secret & '${url}')\" } }";

        assertThat(anew(way, "auth: { " + signed + ", session: {")).isEmpty();
        assertThat(alpha(load()).provider().signing().orElseThrow().headers()).containsOnlyKeys("X-Sum");
        assertThat(anew(way, "auth: { basic: { username: a, password: \"${ALPHA_SECRET}\" }, session: {"))
                .contains("connector.yaml:6:");
        assertThat(anew(way, "auth: { " + signed.replace("${ALPHA_SECRET}", "hunter4")
                + ", session: {")).contains("never the secret itself").doesNotContain("hunter4");
        assertThat(anew(way, "auth: { " + signed.replace("')\"", "'\"") + ", session: {")).contains(
                "`X-Sum` does not compile");
    }

    @Test
    void formats_and_keys_of_the_connection_are_checked() throws IOException {
        assertThat(anew("target: POST /g", "target: POST /g\n    format: soap-1.1\n    action: urn:x"))
                .isEmpty();
        assertThat(anew("target: POST /g", "target: POST /g\n    action: urn:x")).contains(
                "`action` is for `format: soap-1.1`");
        assertThat(anew("timeout: 3s", "timeout: 3s\n  tls: { certificate: \"${NONE:}\" }")).isEmpty();
        assertThat(anew("timeout: 3s", "timeout: 3s\n  tls: { key: no/such.pem }")).contains(
                "`key` names no file that can be read", "stands only together");
    }

    @Test
    void headers_the_connection_makes_and_times_of_nothing_are_refused() throws IOException {
        assertThat(anew("provider:\n", "provider:\n  headers: { Host: elsewhere }\n"))
                .contains("/provider/headers/Host");
        assertThat(anew("provider:\n", "provider:\n  headers: { X-A: \"a\\r\\nb\" }\n")).contains(
                "must be one line without control characters");
        assertThat(anew("provider:\n", "provider:\n  headers: { api_key: \"${ALPHA_SECRET}\" }\n")).isEmpty();
        assertThat(anew("timeout: 3s", "timeout: 0s")).contains("must be a time like 500ms");
    }

    @Test
    void attachments_stand_nowhere_where_something_is_computed_over_the_body() throws IOException {
        var chunk = "    chunk: { of: buoc, size: 2 }";
        var attachments = "    attachments: 20MB";
        var way = "auth: { session: {";

        assertThat(anew(chunk, attachments)).isEmpty();
        assertThat(load().catalogue().service("alpha.send").orElseThrow().entry().attachments()).isEqualTo(20 << 20);
        assertThat(anew(chunk, attachments + "\n    format: soap-1.1")).contains("connector.yaml:20:",
                "`attachments` is for JSON bodies only");
        assertThat(anew(chunk, chunk + "\n" + attachments)).contains("connector.yaml:21:",
                "`attachments` stands without `proof`, `chunk` and `cache`");
        anew(chunk, attachments);
        assertThat(declarationFaultsAfter(way, "auth: { signed: { headers: { X-Sum: $sha256(body) } }, session: {"))
                .contains("`attachments` stands against `auth.signed`, which is computed over the body, of alpha");
        anew(chunk, attachments);
        assertThat(declarationFaultsAfter(way, "auth: { signed: { headers: { X-Sum: $sha256(path) } }, session: {"))
                .isEmpty();
    }

    @Test
    void the_extension_of_a_mapping_picks_its_engine() throws IOException {
        var mapping = work.resolve("config/alpha/mapping");
        var sheet = "<xsl:stylesheet version='3.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>\n<xsl:template "
                + "match='.'><a><xsl:value-of select='?ma'/></a></xsl:template></xsl:stylesheet>";
        Files.delete(mapping.resolve("alpha.send.request.jsonata"));
        Files.writeString(mapping.resolve("alpha.send.request.xsl"), sheet);

        var loaded = load();
        assertThat(loaded.faults()).isEmpty();
        assertThat(
                loaded.catalogue().service("alpha.send").orElseThrow().call().request().orElseThrow().evaluate(Map.of(
                        "ma", "H1"), Map.of()))
                .isEqualTo("<a>H1</a>");
        assertThat(faultsAfter("config/alpha/mapping/alpha.send.request.xsl", "'?ma'", "'?ma +'")).startsWith(
                "config/alpha/mapping/alpha.send.request.xsl:2:").contains("does not compile");
        Files.writeString(mapping.resolve("alpha.find.request.xsl"), sheet);
        assertThat(load().faults().toString()).contains("stands beside one in JSONata");
    }

    @Test
    void a_placeholder_without_value_and_default_is_a_fault() throws IOException {
        assertThat(declarationFaultsAfter("${ALPHA_URL:http://alpha.example.vn/base/}", "${ALPHA_URL}"))
                .contains("connector.yaml:5:3", "${ALPHA_URL} has no value and no default");
    }

    @Test
    void a_rule_that_does_not_compile_is_named_by_its_line() throws IOException {
        assertThat(declarationFaultsAfter("code: $string(error_code)", "code: $string(error_code"))
                .contains("connector.yaml:24:").contains("`code` does not compile");
    }

    @Test
    void a_schedule_needs_whole_minutes_and_a_service_nobody_waits_for() throws IOException {
        copy_the_good_folders();
        assertThat(declarationFaultsAfter("key: ma\n", "key: ma\n    schedule: { every: 90s }\n")).contains(
                "`every` must be whole minutes");
        assertThat(anew("key: ma\n", "key: ma\n    schedule: { every: 15m }\n")).contains(
                "`schedule` is for services that are `internal: true`");
    }

    @Test
    void names_that_lead_nowhere_are_faults() throws IOException {
        assertThat(declarationFaultsAfter("to: beta", "to: betta")).contains("did you mean `beta`");
        assertThat(declarationFaultsAfter("service: alpha.send", "service: alpha.sent"))
                .contains("did you mean `alpha.send`");
        assertThat(declarationFaultsAfter("  alpha.find:", "  alpha.look:"))
                .contains("`alpha.look` has no operation in the contract")
                .contains("operation `alpha.find` has no service");
    }

    @Test
    void a_wrong_contract_is_a_fault_of_its_connector() throws IOException {
        assertThat(faultsAfter("contracts/alpha.openapi.yaml", "alpha.send.request.json", "alpha.sent.request.json"))
                .contains("contracts/alpha.openapi.yaml:9:").contains("there is no file");
        assertThat(faultsAfter("contracts/alpha.openapi.yaml", "responses: { '202'", "respnses: { '202'"))
                .contains("no valid OpenAPI");
        assertThat(faultsAfter("contracts/alpha.openapi.yaml", "name: Idempotency-Key", "name: Other"))
                .contains("contracts/alpha.openapi.yaml:7:").contains("must have the header parameter Idempotency-Key");
    }

    @Test
    void broken_yaml_is_a_fault_with_its_line() throws IOException {
        assertThat(declarationFaultsAfter("owner: Sở A", "owner: [")).contains("connector.yaml:").contains("no YAML");
        assertThat(faultsAfter("config/beta/connector.yaml", "owner: Sở B", "owner: Sở B\nowner: Sở C"))
                .contains("`owner` stands here twice");
    }

    @Test
    void a_folder_that_does_not_check_leaves_the_others_alone() throws IOException {
        declarationFaultsAfter("reply: later", "reply: soon");

        var loaded = load();
        assertThat(loaded.catalogue().connectors()).containsOnlyKeys("beta");
        assertThat(loaded.faults()).containsOnlyKeys("alpha");
    }

    @Test
    void the_version_changes_with_any_file() throws IOException {
        var before = alpha(load()).version();
        Files.writeString(work.resolve("config/alpha/mapping/alpha.find.request.jsonata"), "{ \"ma\": ma & \"\" }");

        assertThat(alpha(load()).version()).isNotEqualTo(before);
    }
}
