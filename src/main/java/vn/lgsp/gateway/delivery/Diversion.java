package vn.lgsp.gateway.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.ledger.ConnectorChange;
import vn.lgsp.gateway.ledger.ConnectorVersions;
import vn.lgsp.gateway.ledger.Recurring;
import vn.lgsp.gateway.ledger.Waypoints;

/**
 * Has work wait where its service is called now, when that has changed since it was accepted: before what comes for the
 * same key from now on, and in a lane that somebody works.
 */
@Component
public class Diversion implements Recurring.Source {
    private static final Logger log = LoggerFactory.getLogger(Diversion.class);
    /** For what nodes that went by the old version have accepted meanwhile; it reads the whole queue. */
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Catalogue catalogue;
    private final Waypoints waypoints;
    private final ConnectorVersions versions;

    Diversion(Catalogue catalogue, Waypoints waypoints, ConnectorVersions versions) {
        this.catalogue = catalogue;
        this.waypoints = waypoints;
        this.versions = versions;
    }

    @Override
    public List<Recurring.Job> jobs() {
        return List.of(new Recurring.Job("diversion", EVERY, this::divert));
    }

    /** The same, but a database that cannot be asked now keeps nobody from going on. */
    void tryToDivert() {
        try {
            divert();
        } catch (DataAccessException e) {
            log.warn("deliveries.not-diverted cause={}: it is done within {}", e.getMessage(), EVERY);
        }
    }

    private record Way(String from, String to) {}

    /** Moves all that waits elsewhere than where its service is called. */
    public void divert() {
        var ways = new HashMap<Way, Set<String>>();
        waypoints.all().forEach(at -> catalogue.service(at.service()).filter(service -> !to(service).equals(at
                .destination())).ifPresent(service -> ways.computeIfAbsent(new Way(at.destination(), to(service)),
                        _ -> new HashSet<>()).add(at.service())));
        if (ways.isEmpty()) {
            return;
        }
        var served = versions.served();
        ways.forEach((way, services) -> {
            services.removeIf(service -> !isCurrent(service, served));
            var moved = services.isEmpty() ? 0 : waypoints.move(services, way.from(), way.to());
            if (moved > 0) {
                log.info("deliveries.diverted services={} from={} to={} deliveries={}", services, way.from(), way.to(),
                        moved);
            }
        });
    }

    /** A node that does not serve yet, or cannot serve, what all nodes are to serve moves nothing back. */
    private boolean isCurrent(String id, Map<String, ConnectorChange> served) {
        return catalogue.service(id).filter(service -> {
            var change = served.get(service.connector());
            return change != null && service.version().equals(change.version());
        }).isPresent();
    }

    private static String to(Service service) {
        return service.call().destination().name();
    }
}
