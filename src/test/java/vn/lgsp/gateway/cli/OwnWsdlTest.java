package vn.lgsp.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.SoapSystem;
import vn.lgsp.gateway.journey.Stages;

/** What the gateway tells callers as WSDL, its own bench reads back: one gateway can be the provider of another. */
class OwnWsdlTest {
    @TempDir
    private Path at;

    private static Map<?, ?> schema(Path folder, String connector, String name) throws IOException {
        return (Map<?, ?>) Objects.requireNonNull(Json.read(Files.readAllBytes(folder.resolve(connector + "/schema/"
                + connector + "." + name + ".json"))));
    }

    private static Map<?, ?> properties(Map<?, ?> schema) {
        return (Map<?, ?>) Objects.requireNonNull(schema.get("properties"));
    }

    @Test
    void a_connector_is_begun_from_the_wsdl_of_a_gateway_and_asks_for_the_same_fields() throws IOException {
        var folders = GoodFolders.copied(at);
        var wsdl = Files.write(at.resolve("dvcqg.wsdl"), new SoapSystem(Stages.shared().oneStop(), "dvcqg").wsdl());

        var begun = folders.bench("new", "neighbour", "--wsdl", wsdl.toString(), "--reads",
                "findDossier,getProcedure,listCatalogue");

        assertThat(begun.code()).as(begun.toString()).isZero();
        assertThat(folders.bench("lint", "neighbour").out()).isEqualTo("no fault in 1 connector\n");
        assertThat(folders.bench("test", "neighbour").out()).contains("all hold");
        var ours = schema(Path.of("config/connectors"), "dvcqg", "sync-dossier.request");
        var theirs = schema(at.resolve("config/connectors"), "neighbour", "sync-dossier.request");
        assertThat(properties(theirs).keySet()).isEqualTo(properties(ours).keySet());
        assertThat(Set.copyOf((List<?>) Objects.requireNonNull(theirs.get("required"))))
                .isEqualTo(Set.copyOf((List<?>) Objects.requireNonNull(ours.get("required"))));
        assertThat(properties(theirs).get("trangThaiHoSo")).asString().contains("integer");
        assertThat(properties(theirs).get("dinhDanhCHS")).asString().contains("array");
    }
}
