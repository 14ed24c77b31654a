package vn.lgsp.gateway.connector;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything the gateway can talk to: at one moment, or ({@link Serving}) at each moment what is served then. */
public interface Catalogue {

    Map<String, Connector> connectors();

    Map<String, Service> services();

    /** Services that others wait for. */
    Set<String> awaited();

    default Optional<Service> service(String id) {
        return Optional.ofNullable(services().get(id));
    }

    /** The services in whose order, key by key, this one's transactions are delivered; none when they keep none. */
    default Set<String> inOrderWith(Service service) {
        return service.schedule().ordered()
                ? services().values().stream().filter(other -> other.schedule().ordered() && other.call().destination()
                        .name().equals(service.call().destination().name())).map(Service::id).collect(
                                Collectors.toUnmodifiableSet())
                : Set.of();
    }

    static Catalogue of(Collection<Connector> connectors) {
        var services = connectors.stream().flatMap(c -> c.services().values().stream())
                .collect(Collectors.toUnmodifiableMap(Service::id, s -> s));
        return new Snapshot(connectors.stream().collect(Collectors.toUnmodifiableMap(Connector::name, c -> c)),
                services, services.values().stream().flatMap(service -> service.schedule().after().stream())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** One moment's: checked and immutable. */
    record Snapshot(Map<String, Connector> connectors, Map<String, Service> services, Set<String> awaited)
            implements
                Catalogue {}
}
