package vn.lgsp.gateway.connector;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Everything the gateway can talk to at one moment: checked and immutable. */
public record Catalogue(Map<String, Connector> connectors, Map<String, Service> services) {

    public static Catalogue of(Collection<Connector> connectors) {
        return new Catalogue(connectors.stream().collect(Collectors.toUnmodifiableMap(Connector::name, c -> c)),
                connectors.stream().flatMap(c -> c.services().values().stream())
                        .collect(Collectors.toUnmodifiableMap(Service::id, s -> s)));
    }

    public Optional<Service> service(String id) {
        return Optional.ofNullable(services.get(id));
    }
}
