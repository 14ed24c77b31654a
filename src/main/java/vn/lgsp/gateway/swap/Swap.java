package vn.lgsp.gateway.swap;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.Serving;
import vn.lgsp.gateway.connector.folder.Bundle;
import vn.lgsp.gateway.connector.folder.Workshop;
import vn.lgsp.gateway.delivery.Changeover;
import vn.lgsp.gateway.ledger.ConnectorChange;
import vn.lgsp.gateway.ledger.ConnectorChange.How;
import vn.lgsp.gateway.ledger.ConnectorVersions;
import vn.lgsp.gateway.ledger.ConnectorVersions.Wish;
import vn.lgsp.gateway.swap.Failing.Why;

/**
 * Checks what is to be served next, has the database remember it, and serves here what the database says. One change at a
 * time; what does not check changes nothing.
 */
@Component
public class Swap {
    private static final Logger log = LoggerFactory.getLogger(Swap.class);

    private final Workshop workshop;
    private final ConnectorVersions versions;
    private final Serving serving;
    private final Changeover changeover;
    /** What is served here, as files. */
    private final Map<String, Bundle> served = new TreeMap<>();
    /** Folders that never were good here: what others say of them still holds. */
    private final Map<String, Bundle> broken = new TreeMap<>();
    private final NotServed notServed;
    private volatile Map<String, ConnectorChange> decided = Map.of();
    private long last = -1;

    Swap(Workshop workshop, ConnectorVersions versions, Serving serving, Changeover changeover, NotServed notServed) {
        this.workshop = workshop;
        this.versions = versions;
        this.serving = serving;
        this.changeover = changeover;
        this.notServed = notServed;
    }

    /** The change that decided what is served of a connector, on all nodes. */
    public Optional<ConnectorChange> decided(String connector) {
        return Optional.ofNullable(decided.get(connector));
    }

    /** Those of which nothing is served any more. */
    Set<String> removed() {
        return decided.values().stream().filter(change -> change.version() == null).map(ConnectorChange::connector)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * Begins with what was read at start. A folder that was never seen before is what is to be served from now on; one that
     * was is not: another node, or an operator, has gone on from there.
     */
    synchronized void begin(Map<String, Bundle> folders, Loaded first) {
        decided = versions.served();
        folders.forEach((name, bundle) -> {
            var read = serving.connectors().get(name);
            if (read != null && read.version().equals(bundle.version())) {
                served.put(name, bundle);
                first(bundle);
            } else {
                broken.put(name, bundle);
            }
        });
        first.faults().forEach((name, faults) -> notServed.tell(name, version(folders.get(name)), Why.FAULTY, faults));
        converge();
    }

    private void first(Bundle bundle) {
        var name = bundle.name();
        var now = decided.get(name);
        if (now != null && bundle.version().equals(now.version())) {
            return;
        }
        if (now == null || !versions.known(name, bundle.version())) {
            versions.serve(new Wish(name, bundle.version(), bundle.zip(), How.START, null, null));
        } else {
            notServed.tell(name, bundle.version(), notServed.left(name, bundle.version()), List.of());
        }
    }

    /** A folder has changed and stands still; none: it is gone. True when something else is served now. */
    synchronized boolean observed(String name, @Nullable Bundle bundle) {
        decided = versions.served();
        var now = decided.get(name);
        var version = version(bundle);
        if (now == null ? bundle == null : Objects.equals(now.version(), version)) {
            notServed.served(name);
            return converge();
        }
        if (bundle != null && versions.known(name, bundle.version())
                && notServed.left(name, bundle.version()) != Why.OLDER) {
            notServed.tell(name, version, notServed.left(name, bundle.version()), List.of());
            return false;
        }
        var checked = check(name, bundle);
        if (!checked.faults().isEmpty()) {
            notServed.tell(name, version, Why.FAULTY,
                    checked.faults().values().stream().flatMap(List::stream).toList());
            return false;
        }
        versions.serve(new Wish(name, version, bundle == null ? null : bundle.zip(), How.FOLDER, null, null));
        converge();
        return true;
    }

    /** What it would change, and what is wrong with it. */
    public synchronized Swapped check(String name, @Nullable Bundle bundle) {
        var wanted = new TreeMap<>(served);
        if (bundle == null) {
            wanted.remove(name);
        } else {
            wanted.put(name, bundle);
        }
        var loaded = load(wanted);
        var change = Swapped.of(name, version(bundle), serving.now(), loaded.catalogue());
        return loaded.faults().isEmpty() ? change : change.faulty(loaded.faults());
    }

    /** What is known of others' folders counts, and what is wrong with those does not. */
    private Loaded load(Map<String, Bundle> wanted) {
        var all = new TreeMap<>(broken);
        all.putAll(wanted);
        var loaded = workshop.check(all.values(), serving.now());
        var faults = new TreeMap<>(loaded.faults());
        faults.keySet().retainAll(wanted.keySet());
        return new Loaded(loaded.catalogue(), faults);
    }

    /** Serves it on all nodes, when nothing is wrong with it; its contract, if it brings none, stays as it is. */
    public synchronized Swapped apply(Bundle bundle, String by, String reason) {
        var checked = check(bundle.name(), bundle);
        return checked.faults().isEmpty()
                ? done(checked, new Wish(bundle.name(), bundle.version(), bundle.zip(), How.OPS, by, reason))
                : checked;
    }

    /** The same with the contract that is served, where it brings none. */
    public synchronized Bundle completed(Bundle bundle) {
        return workshop.completed(bundle.orContractOf(served.get(bundle.name())));
    }

    /** Serves a kept version again; none when it is not kept. */
    public synchronized Optional<Swapped> rollback(String name, String version, String by, String reason) {
        var kept = kept(name, version);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        var checked = check(name, kept.get());
        return Optional.of(checked.faults().isEmpty()
                ? done(checked, new Wish(name, version, kept.get().zip(), How.ROLLBACK, by, reason))
                : checked);
    }

    /** Serves it no more, unless others need it. */
    public synchronized Swapped remove(String name, String by, String reason) {
        var checked = check(name, null);
        return checked.faults().isEmpty()
                ? done(checked, new Wish(name, null, null, How.REMOVE, by, reason))
                : checked;
    }

    private Swapped done(Swapped checked, Wish wish) {
        var changed = versions.serve(wish);
        converge();
        return checked.done(changed);
    }

    /** Serves here what the database says, if that has changed; what does not check here leaves what is served. */
    synchronized boolean converge() {
        var newest = versions.last();
        if (newest == last) {
            return false;
        }
        decided = versions.served();
        var wanted = new TreeMap<String, Bundle>();
        var changed = new HashSet<String>();
        decided.forEach((name, change) -> {
            var here = served.get(name);
            if (!Objects.equals(version(here), change.version())) {
                changed.add(name);
            }
            Optional.ofNullable(change.version()).flatMap(version -> version.equals(version(here))
                    ? Optional.ofNullable(here)
                    : kept(name, version)).ifPresent(bundle -> wanted.put(name, bundle));
        });
        last = newest;
        return !changed.isEmpty() && switched(wanted, changed);
    }

    private boolean switched(Map<String, Bundle> wanted, Set<String> changed) {
        var loaded = load(wanted);
        while (!loaded.faults().isEmpty() && !changed.isEmpty()) {
            var bad = new ArrayList<>(changed);
            bad.retainAll(loaded.faults().keySet());
            back(bad.isEmpty() ? List.copyOf(changed) : bad, wanted, changed, loaded);
            loaded = load(wanted);
        }
        if (changed.isEmpty()) {
            return false;
        }
        changeover.to(loaded.catalogue());
        served.clear();
        served.putAll(wanted);
        broken.keySet().removeAll(wanted.keySet());
        for (var name : changed) {
            var version = version(wanted.get(name));
            notServed.served(name, version);
            var change = decided.get(name);
            if (change != null && wanted.containsKey(name)) {
                log.info("connector.served name={} version={} by={} how={}", name, version, change.by(), change.how());
            } else if (change != null) {
                log.info("connector.removed name={} by={} how={}", name, change.by(), change.how());
            }
        }
        return true;
    }

    private void back(Collection<String> names, Map<String, Bundle> wanted, Set<String> changed, Loaded loaded) {
        for (var name : names) {
            notServed.tell(name, version(wanted.get(name)), Why.FAULTY,
                    loaded.faults().values().stream().flatMap(List::stream)
                            .toList());
            var before = served.get(name);
            if (before == null) {
                wanted.remove(name);
            } else {
                wanted.put(name, before);
            }
            changed.remove(name);
        }
    }

    private Optional<Bundle> kept(String name, String version) {
        return versions.files(name, version).map(zip -> Bundle.kept(name, zip));
    }

    private static @Nullable String version(@Nullable Bundle bundle) {
        return bundle == null ? null : bundle.version();
    }
}
