package vn.lgsp.gateway.swap;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.folder.Bundle;
import vn.lgsp.gateway.connector.folder.Workshop;

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
    private final Loaded first;
    private final Map<String, String> settled = new HashMap<>();
    private final Map<String, String> moving = new HashMap<>();

    FolderWatch(Workshop workshop, Swap swap, Loaded first) {
        this.workshop = workshop;
        this.swap = swap;
        this.first = first;
    }

    void begin() {
        var folders = read();
        folders.forEach((name, bundle) -> settled.put(name, bundle.version()));
        swap.begin(folders, first);
    }

    /** Looks once. */
    void look() {
        var folders = read();
        if (folders.isEmpty()) {
            // a mount that is gone is not a decision
            return;
        }
        var names = new HashSet<>(settled.keySet());
        names.addAll(folders.keySet());
        var changed = false;
        for (var name : names) {
            var bundle = folders.get(name);
            var version = bundle == null ? GONE : bundle.version();
            if (version.equals(settled.getOrDefault(name, GONE))) {
                moving.remove(name);
            } else if (version.equals(moving.put(name, version))) {
                changed |= swap.observed(name, bundle);
                settled.put(name, version);
                moving.remove(name);
            }
        }
        if (changed) {
            again(folders, names);
        }
    }

    /** What did not check may have waited for what is served now. */
    private void again(SortedMap<String, Bundle> folders, Set<String> names) {
        swap.failing().forEach((name, failing) -> {
            if (failing.why() == Failing.Why.FAULTY && names.contains(name) && !moving.containsKey(name)) {
                swap.observed(name, folders.get(name));
            }
        });
    }

    private SortedMap<String, Bundle> read() {
        try {
            return workshop.folders();
        } catch (IOException e) {
            log.debug("connectors.unreadable", e);
            return new TreeMap<>();
        }
    }
}
