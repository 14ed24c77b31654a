package vn.lgsp.gateway.connector;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.faults.Text;

/**
 * A checked connector folder.
 *
 * @param cases what stands in its folder's {@code cases/}, by the file's name without its ending
 * @param contract its OpenAPI contract as plain values, with the schema files taken into it; empty where it has none
 */
public record Connector(String name, Text title, String owner, String version, Destination provider,
        Map<String, Service> services, Map<String, @Nullable Object> contract, Map<String, String> cases) {

    /** One without public operations and cases. */
    public Connector(String name, Text title, String owner, String version, Destination provider,
            Map<String, Service> services) {
        this(name, title, owner, version, provider, services, Map.of(), Map.of());
    }
}
