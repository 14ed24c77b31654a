package vn.lgsp.gateway.connector;

import java.nio.file.Path;
import java.util.Map;

/** The small connectors under src/test/resources. */
final class Fixtures {
    static final Path GOOD = Path.of("src/test/resources/connectors/good");
    static final Map<String, String> ENVIRONMENT = Map.of("ALPHA_PASSWORD", "p", "ALPHA_SECRET", "s");

    private Fixtures() {}

    static ConnectorSettings settings(Path root) {
        return new ConnectorSettings(root.resolve("config"), root.resolve("contracts"),
                Path.of("config/connector.schema.json"));
    }

    static Catalogue catalogue() {
        return new ConnectorLoader(settings(GOOD), ENVIRONMENT::get).load().catalogue();
    }
}
