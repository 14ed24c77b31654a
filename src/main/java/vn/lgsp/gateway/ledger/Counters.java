package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** The counts a batch changes, in an order that two writers share, so that neither waits for the other in a circle. */
final class Counters {
    private final Map<Key, Long> counts = new HashMap<>();

    /** @param at the minute it counts in: of its receipt for RECEIVED, of its end for every other state */
    void add(Transaction transaction, State state, Instant at, long by) {
        counts.merge(new Key(transaction.service(), at.truncatedTo(ChronoUnit.MINUTES), transaction.caller(), state
                .name()), by, Long::sum);
    }

    void write(Statements together, short slot) {
        var rows = new Columns("text", "timestamptz", "text", "text", "int2", "int8");
        counts.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            var key = entry.getKey();
            rows.add(key.service, key.minute, key.caller, key.state, slot, entry.getValue());
        });
        together.add(rows, """
                insert into counter as c (service, minute, caller, state, slot, n)
                select * from unnest(?, ?, ?, ?, ?, ?)
                on conflict (service, minute, caller, state, slot) do update set n = c.n + excluded.n""");
    }

    private record Key(String service, Instant minute, String caller, String state) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::service).thenComparing(Key::minute)
                .thenComparing(Key::caller).thenComparing(Key::state);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }
}
