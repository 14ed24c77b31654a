package vn.lgsp.gateway.connector.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Service;

/** Folders that check become a catalogue, with all that was left unsaid. */
class ConnectorLoaderTest {
    private final GoodFolders folders;

    ConnectorLoaderTest(@TempDir Path work) throws IOException {
        folders = GoodFolders.copied(work);
    }

    @Test
    void good_folders_become_a_catalogue_with_all_defaults() {
        var loaded = folders.load();

        assertThat(loaded.faults()).isEmpty();
        var alpha = GoodFolders.alpha(loaded);
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
        var find = folders.load().catalogue().service("alpha.find").orElseThrow();

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
        assertThat(folders.load().catalogue().service("beta.notify").orElseThrow().schedule().retry())
                .containsExactly(Duration.ofSeconds(1), Duration.ofMinutes(2));
        assertThat(folders.declarationFaultsAfter("code: $string(error_code)", "code: '${error_code: 1}.`0`'"))
                .isEmpty();
    }

    @Test
    void an_inbound_service_calls_the_other_connectors_provider() {
        var inbound = folders.load().catalogue().service("alpha.inbound").orElseThrow();

        assertThat(inbound.call().destination().name()).isEqualTo("beta");
        assertThat(inbound.entry().inbound().orElseThrow().caller()).contains("alpha-platform");
    }

    @Test
    void signed_headers_stand_alone_or_beside_another_way() throws IOException {
        var way = "auth: { session: {";
        var signed = "signed: { with: { secret: \"${ALPHA_SECRET}\" }, headers: { X-Sum: \"$sha256($secret & '${url}')\" } }";

        assertThat(folders.anew(way, "auth: { " + signed + ", session: {")).isEmpty();
        assertThat(GoodFolders.alpha(folders.load()).provider().signing().orElseThrow().headers())
                .containsOnlyKeys("X-Sum");
        assertThat(folders.anew(way, "auth: { basic: { username: a, password: \"${ALPHA_SECRET}\" }, session: {"))
                .contains("connector.yaml:6:");
        assertThat(folders.anew(way, "auth: { " + signed.replace("${ALPHA_SECRET}", "hunter4")
                + ", session: {")).contains("never the secret itself").doesNotContain("hunter4");
        assertThat(folders.anew(way, "auth: { " + signed.replace("')\"", "'\"") + ", session: {")).contains(
                "`X-Sum` does not compile");
    }

    @Test
    void the_extension_of_a_mapping_picks_its_engine() throws IOException {
        var mapping = folders.at().resolve("config/alpha/mapping");
        var sheet = "<xsl:stylesheet version='3.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>\n<xsl:template "
                + "match='.'><a><xsl:value-of select='?ma'/></a></xsl:template></xsl:stylesheet>";
        Files.delete(mapping.resolve("alpha.send.request.jsonata"));
        Files.writeString(mapping.resolve("alpha.send.request.xsl"), sheet);

        var loaded = folders.load();
        assertThat(loaded.faults()).isEmpty();
        assertThat(
                loaded.catalogue().service("alpha.send").orElseThrow().call().request().orElseThrow().evaluate(Map.of(
                        "ma", "H1"), Map.of()))
                .isEqualTo("<a>H1</a>");
        assertThat(folders.faultsAfter("config/alpha/mapping/alpha.send.request.xsl", "'?ma'", "'?ma +'")).startsWith(
                "config/alpha/mapping/alpha.send.request.xsl:2:").contains("does not compile");
        Files.writeString(mapping.resolve("alpha.find.request.xsl"), sheet);
        assertThat(folders.load().faults().toString()).contains("stands beside one in JSONata");
    }

    @Test
    void the_version_changes_with_any_file() throws IOException {
        var before = GoodFolders.alpha(folders.load()).version();
        Files.writeString(folders.at().resolve("config/alpha/mapping/alpha.find.request.jsonata"),
                "{ \"ma\": ma & \"\" }");

        assertThat(GoodFolders.alpha(folders.load()).version()).isNotEqualTo(before);
    }
}
