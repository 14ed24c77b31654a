package vn.lgsp.gateway.sandbox.wire;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts by name, exact under many threads. */
public final class Tally {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    public void add(String name) {
        counts.computeIfAbsent(name, none -> new LongAdder()).increment();
    }

    public long of(String name) {
        var count = counts.get(name);
        return count == null ? 0 : count.sum();
    }

    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    public Map<String, Long> shown() {
        var shown = new TreeMap<String, Long>();
        counts.forEach((name, count) -> shown.put(name, count.sum()));
        return shown;
    }

    /** @param most names shown, the last in their order */
    public Map<String, Long> shown(int most) {
        var shown = new TreeMap<String, Long>();
        for (var one : new TreeMap<>(shown()).descendingMap().entrySet()) {
            if (shown.size() < most) {
                shown.put(one.getKey(), one.getValue());
            }
        }
        return shown;
    }

    /** Names counted more than once. */
    public Map<String, Long> doubled(int most) {
        var doubled = new TreeMap<String, Long>();
        shown().forEach((name, count) -> {
            if (count > 1 && doubled.size() < most) {
                doubled.put(name, count);
            }
        });
        return doubled;
    }

    public void reset() {
        counts.clear();
    }
}
