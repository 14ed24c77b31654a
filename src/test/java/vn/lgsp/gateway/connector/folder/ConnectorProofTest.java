package vn.lgsp.gateway.connector.folder;

import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Every folder under config/connectors proves itself; adding one adds no Java. */
class ConnectorProofTest {

    @TestFactory
    Stream<DynamicNode> connectors() {
        return new ConnectorProof(new ConnectorSettings(Path.of("config/connectors"), Path.of("contracts"),
                Path.of("config/connector.schema.json"))).nodes();
    }
}
