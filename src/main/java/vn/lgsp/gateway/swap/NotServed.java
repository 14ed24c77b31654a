package vn.lgsp.gateway.swap;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Serving;
import vn.lgsp.gateway.connector.faults.DeclarationFault;
import vn.lgsp.gateway.connector.folder.Bundle;
import vn.lgsp.gateway.ledger.ConnectorVersions;
import vn.lgsp.gateway.swap.Failing.Why;

/** Remembers which connectors are not served as they stand in this node's folder: since when, and why. */
@Component
public class NotServed {
    private static final Logger log = LoggerFactory.getLogger(NotServed.class);

    private final Serving serving;
    private final ConnectorVersions versions;
    private final Clock clock;
    private final Map<String, Failing> failing = new ConcurrentHashMap<>();

    private volatile Map<String, Integer> waiting = Map.of();

    NotServed(Serving serving, ConnectorVersions versions, Clock clock) {
        this.serving = serving;
        this.versions = versions;
        this.clock = clock;
    }

    /** By connector. */
    public Map<String, Failing> all() {
        return Map.copyOf(failing);
    }

    /** How many deliveries wait for the return of a connector that was removed; those nothing waits for are not told. */
    public Map<String, Integer> waiting() {
        return waiting;
    }

    /** Whether a connector of this name is or was there: what its services would be is not known. */
    boolean holds(String connector) {
        return failing.containsKey(connector) || waiting.containsKey(connector);
    }

    void waits(Map<String, Integer> deliveries) {
        waiting = Map.copyOf(deliveries);
    }

    /** Folders that stand still: those that are not what is served say why, e.g. after a way back. */
    void compare(Map<String, Bundle> folders) {
        var served = serving.connectors();
        folders.forEach((name, bundle) -> {
            var here = served.get(name);
            var known = failing.get(name);
            if (here != null && here.version().equals(bundle.version())) {
                if (known != null && known.why() != Why.FAULTY) {
                    served(name);
                }
            } else if (known == null) {
                tell(name, bundle.version(), left(name, bundle.version()), List.of());
            }
        });
    }

    /** A folder is there, and nobody can read it. */
    void unreadable(String name, DeclarationFault fault) {
        tell(name, null, Why.FAULTY, List.of(fault));
    }

    void tell(String name, @Nullable String version, Why why, List<DeclarationFault> faults) {
        failing.compute(name, (_, before) -> new Failing(version, before != null && before.why() == why && Objects
                .equals(before.version(), version) ? before.since() : clock.instant(), why, faults));
        log.warn("connector.not-served name={} version={} why={} faults={}", name, version, why, faults);
    }

    void served(String name) {
        failing.remove(name);
    }

    /** This very version is; what was said of another one still holds. */
    void served(String name, @Nullable String version) {
        failing.computeIfPresent(name, (_, fault) -> Objects.equals(fault.version(), version) ? null : fault);
    }

    /** How the version was left when it was served last. */
    Why left(String name, String version) {
        var changes = versions.changes(name);
        for (int i = 1; i < changes.size(); i++) {
            if (version.equals(changes.get(i).version())) {
                return switch (changes.get(i - 1).how()) {
                    case ROLLBACK -> Why.ROLLED_BACK;
                    case REMOVE -> Why.REMOVED;
                    case START, FOLDER, OPS -> Why.OLDER;
                };
            }
        }
        return Why.OLDER;
    }
}
