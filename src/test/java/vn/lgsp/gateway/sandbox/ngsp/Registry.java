package vn.lgsp.gateway.sandbox.ngsp;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

/** Dossiers that go from state to state as time passes, under one lock. */
final class Registry {
    private static final class Entry {
        private final String number;
        private JsonNode last;
        private Instant since;
        private int skipped;
        private int taken = 1;
        private int repeats;
        private boolean wanting;

        private Entry(String number, JsonNode last, Instant since) {
            this.number = number;
            this.last = last;
            this.since = since;
        }
    }

    private final InstantSource clock;
    private final List<Integer> states;
    private final int wants;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private Duration step;

    /**
     * @param states in their order, the last is final
     * @param wants the state of a dossier that wants a supplement; negative where there is none
     */
    Registry(InstantSource clock, Duration step, List<Integer> states, int wants) {
        this.clock = clock;
        this.step = step;
        this.states = states;
        this.wants = wants;
    }

    synchronized void step(Duration time) {
        step = time;
    }

    /** False when it is there already and nothing more was wanted; then nothing changes. */
    synchronized boolean take(String number, JsonNode content) {
        var there = entries.get(number);
        if (there == null) {
            entries.put(number, new Entry(number, content, clock.instant()));
            return true;
        }
        if (!there.wanting) {
            there.repeats++;
            return false;
        }
        there.wanting = false;
        there.taken++;
        there.skipped = 0;
        there.since = clock.instant();
        there.last = content;
        return true;
    }

    /** The next state now; false when there is no such dossier, or no next state. */
    synchronized boolean advance(String number) {
        var entry = entries.get(number);
        if (entry == null || entry.wanting || at(entry) == states.size() - 1) {
            return false;
        }
        entry.skipped++;
        return true;
    }

    /** From now on the dossier waits for a supplement. */
    synchronized boolean want(String number) {
        var entry = entries.get(number);
        if (entry == null || wants < 0 || at(entry) == states.size() - 1) {
            return false;
        }
        entry.wanting = true;
        return true;
    }

    synchronized Optional<Handed> find(String number) {
        return Optional.ofNullable(entries.get(number)).map(this::shown);
    }

    synchronized List<Handed> all() {
        return entries.values().stream().map(this::shown).toList();
    }

    synchronized void clear() {
        entries.clear();
    }

    private Handed shown(Entry entry) {
        return new Handed(entry.number, entry.taken, entry.repeats, entry.wanting ? wants : states.get(at(entry)),
                entry.last);
    }

    private int at(Entry entry) {
        var passed = Duration.between(entry.since, clock.instant()).dividedBy(step) + entry.skipped;
        return (int) Math.min(states.size() - 1L, passed);
    }
}
