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

    public void reset() {
        counts.clear();
    }
}
