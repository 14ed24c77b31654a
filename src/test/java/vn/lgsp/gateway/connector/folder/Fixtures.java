package vn.lgsp.gateway.connector.folder;

import java.nio.file.Path;
import java.util.Map;

import vn.lgsp.gateway.connector.Catalogue;

/** The small connectors under src/test/resources. */
public final class Fixtures {
    public static final Path GOOD = Path.of("src/test/resources/connectors/good");
    /** Its provider takes many requests in one call. */
    public static final Path DEPOT = Path.of("src/test/resources/connectors/depot");
    public static final Map<String, String> ENVIRONMENT = Map.of("ALPHA_PASSWORD", "p", "ALPHA_SECRET", "s");

    private Fixtures() {}

    public static ConnectorSettings settings(Path root) {
        return new ConnectorSettings(root.resolve("config"), root.resolve("contracts"),
                Path.of("config/connector.schema.json"));
    }

    public static Catalogue catalogue() {
        return new ConnectorLoader(settings(GOOD), ENVIRONMENT::get).load().catalogue();
    }
}
