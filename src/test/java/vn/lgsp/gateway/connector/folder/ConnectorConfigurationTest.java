package vn.lgsp.gateway.connector.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Operations;

class ConnectorConfigurationTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(ConnectorConfiguration.class).withPropertyValues(
                    "gateway.connectors.directory=" + Fixtures.GOOD.resolve("config"),
                    "gateway.connectors.contracts=" + Fixtures.GOOD.resolve("contracts"));

    @Test
    void the_catalogue_is_a_bean_and_placeholders_are_springs() {
        runner.withPropertyValues("ALPHA_PASSWORD=p", "ALPHA_SECRET=s").run(context -> {
            assertThat(context.getBean(Catalogue.class).connectors()).containsOnlyKeys("alpha", "beta");
            assertThat(context.getBean(Loaded.class).faults()).isEmpty();
            assertThat(context.getBean(Operations.class).match("alpha", "POST", "/things")).isPresent();
        });
    }

    @Test
    void a_faulty_connector_is_told_and_the_others_start() {
        runner.run(context -> {
            assertThat(context.getBean(Catalogue.class).connectors()).containsOnlyKeys("beta");
            assertThat(context.getBean(Loaded.class).faults()).containsOnlyKeys("alpha");
        });
    }

    /** The database may keep what is to be served; who has neither is told when both are known. */
    @Test
    void without_any_good_folder_the_catalogue_is_empty(@TempDir Path empty) throws IOException {
        for (var directory : new Path[]{ Files.createDirectories(empty.resolve("config")), empty.resolve("none") }) {
            runner.withPropertyValues("gateway.connectors.directory=" + directory).run(context -> assertThat(context
                    .getBean(Catalogue.class).connectors()).isEmpty());
        }
    }
}
