package vn.lgsp.gateway.connector;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.faults.Text;

/**
 * A checked connector folder.
 *
 * @param contract its OpenAPI contract as plain values, with the schema files taken into it; empty where it has none
 */
public record Connector(String name, Text title, String owner, String version, Destination provider,
        Map<String, Service> services, Map<String, @Nullable Object> contract) {

    /** One without public operations. */
    public Connector(String name, Text title, String owner, String version, Destination provider,
            Map<String, Service> services) {
        this(name, title, owner, version, provider, services, Map.of());
    }
}
