package vn.lgsp.gateway.swap;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.folder.Bundle;
import vn.lgsp.gateway.connector.folder.Workshop;
import vn.lgsp.gateway.connector.folder.Workshop.Folders;

/**
 * Notices that folders have changed by looking at all of their bytes, which works on every kind of mount. A change is taken
 * when the folder was the same at two looks: half-written ones are waited for.
 */
@Component
class FolderWatch {
    private static final Logger log = LoggerFactory.getLogger(FolderWatch.class);
    private static final String GONE = "";

    private final Workshop workshop;
    private final Swap swap;
    private final NotServed notServed;
    private final Loaded first;
    private final Map<String, String> settled = new HashMap<>();
    private final Map<String, String> moving = new HashMap<>();
    private Map<String, Bundle> seen = Map.of();

    FolderWatch(Workshop workshop, Swap swap, NotServed notServed, Loaded first) {
        this.workshop = workshop;
        this.swap = swap;
        this.notServed = notServed;
        this.first = first;
    }

    void begin() {
        var folders = read().readable();
        folders.forEach((name, bundle) -> settled.put(name, bundle.version()));
        swap.begin(folders, first);
    }

    /** Looks once. */
    void look() {
        var folders = read();
        if (folders.readable().isEmpty()) {
            // a mount that is gone is not a decision
            return;
        }
        var names = new HashSet<>(settled.keySet());
        names.addAll(folders.readable().keySet());
        names.addAll(folders.unreadable().keySet());
        var changed = false;
        for (var name : names) {
            var state = state(folders, name);
            if (state.equals(settled.getOrDefault(name, GONE))) {
                moving.remove(name);
            } else if (state.equals(moving.put(name, state))) {
                changed |= take(folders, name);
                settled.put(name, state);
                moving.remove(name);
            }
        }
        if (changed) {
            again(folders, names);
        }
        var still = new TreeMap<>(folders.readable());
        still.keySet().removeAll(moving.keySet());
        notServed.compare(still);
    }

    private static String state(Folders folders, String name) {
        var fault = folders.unreadable().get(name);
        var bundle = folders.readable().get(name);
        return fault != null ? fault.toString() : bundle == null ? GONE : bundle.version();
    }

    private boolean take(Folders folders, String name) {
        var fault = folders.unreadable().get(name);
        if (fault == null) {
            return swap.observed(name, folders.readable().get(name));
        }
        notServed.unreadable(name, fault);
        return false;
    }

    /** What did not check may have waited for what is served now. */
    private void again(Folders folders, Set<String> names) {
        notServed.all().forEach((name, failing) -> {
            if (failing.why() == Failing.Why.FAULTY && names.contains(name) && !moving.containsKey(name)) {
                take(folders, name);
            }
        });
    }

    private Folders read() {
        try {
            var folders = workshop.folders();
            // what is the same as before has its version computed
            folders.readable().replaceAll((name, now) -> {
                var before = seen.get(name);
                return before != null && before.same(now) ? before : now;
            });
            seen = folders.readable();
            return folders;
        } catch (IOException e) {
            log.debug("connectors.unreadable", e);
            return new Folders(new TreeMap<>(), new TreeMap<>());
        }
    }
}
