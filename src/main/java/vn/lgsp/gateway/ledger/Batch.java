package vn.lgsp.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.ledger.Entry.Fed;
import vn.lgsp.gateway.ledger.Entry.Opening;
import vn.lgsp.gateway.ledger.Entry.Progress;
import vn.lgsp.gateway.ledger.Entry.Recording;
import vn.lgsp.gateway.ledger.Entry.Written;

/** One group commit: collects the rows of its entries and writes each table once. */
final class Batch {
    private final Connection connection;
    private final short slot;
    private final Traces traces;

    private final Queued deliveries = new Queued();
    private final Set<String> due = new HashSet<>();
    private final Counters counters = new Counters();
    private final Statements together = new Statements();

    Batch(Connection connection, PayloadSeal seal, String node, int slot) {
        this.connection = connection;
        this.slot = (short) slot;
        this.traces = new Traces(seal, node);
    }

    /** Opens what is new; a repeated idempotency key opens nothing and learns whom it repeats. */
    void openings(List<Opening> openings, Map<Entry, Written> results) throws SQLException {
        var taken = claimKeys(openings);
        var marks = claimOnce(openings.stream().filter(opening -> !taken.containsKey(id(opening))).toList());
        for (var opening : openings) {
            var earlier = taken.get(id(opening));
            if (earlier != null) {
                results.put(opening, earlier);
            } else {
                var mark = marks.get(id(opening));
                var transaction = mark == null ? opening.transaction() : opening.transaction().marked(mark);
                open(transaction, opening);
                results.put(opening, new Written.Yes(transaction, deliveries.granted(), due));
            }
        }
    }

    private static UUID id(Opening opening) {
        return opening.transaction().id();
    }

    private Map<UUID, Written.Taken> claimKeys(List<Opening> openings) throws SQLException {
        var wanted = new TreeMap<String, Opening>();
        for (var opening : openings) {
            opening.key().ifPresent(key -> wanted.putIfAbsent(name(opening), opening));
        }
        if (wanted.isEmpty()) {
            return Map.of();
        }
        var holders = new Keys(connection).claim(wanted);
        var taken = new HashMap<UUID, Written.Taken>();
        for (var opening : openings) {
            var holder = opening.key().isEmpty() ? null : holders.get(name(opening));
            if (holder != null && !holder.earlier().equals(id(opening))) {
                taken.put(id(opening), holder);
            }
        }
        return taken;
    }

    private static String name(Opening opening) {
        var transaction = opening.transaction();
        return Keys.name(transaction.caller(), transaction.register(), opening.key().orElseThrow().value());
    }

    /** The marks of those that are not the first of their key. All writers claim in the same order. */
    private Map<UUID, String> claimOnce(List<Opening> openings) throws SQLException {
        var wanted = openings.stream().filter(opening -> opening.once().isPresent()).sorted(Comparator.comparing(
                (Opening opening) -> opening.transaction().register()).thenComparing(
                        opening -> opening.once()
                                .orElseThrow().key()))
                .toList();
        var rows = new Columns("text", "text", "uuid");
        wanted.forEach(opening -> rows.add(opening.transaction().register(), opening.once().orElseThrow().key(), id(
                opening)));
        var first = new HashSet<UUID>();
        rows.query(connection, """
                insert into once (service, key, transaction_id) select * from unnest(?, ?, ?)
                on conflict do nothing returning transaction_id""", row -> first.add(row.getObject(1, UUID.class)));
        return wanted.stream().filter(opening -> !first.contains(id(opening))).collect(Collectors.toMap(Batch::id,
                opening -> opening.once().orElseThrow().mark()));
    }

    private void open(Transaction transaction, Opening opening) {
        counters.add(transaction, State.RECEIVED, transaction.receivedAt(), 1);
        traces.begun(transaction, opening.request());
        opening.work().ifPresent(work -> deliveries.add(transaction, work));
    }

    void record(Recording recording, Map<Entry, Written> results) {
        var transaction = recording.transaction();
        var result = recording.result();
        counters.add(transaction, State.RECEIVED, transaction.receivedAt(), 1);
        counters.add(transaction, result.state(), result.at(), 1);
        traces.whole(transaction, recording.request(), result);
        results.put(recording, new Written.Yes(transaction, Set.of(), Set.of()));
    }

    /** Only what still has no known outcome, and is no work already. */
    void reopen(List<Entry.Reopened> reopened) throws SQLException {
        var ids = new Columns("uuid");
        reopened.forEach(entry -> ids.add(entry.step().transaction().id()));
        var unknown = new HashSet<UUID>();
        ids.query(connection, """
                select id from transaction where id = any(?) and state = 'UNKNOWN' order by id for update""",
                row -> unknown.add(row.getObject(1, UUID.class)));
        var rows = new Columns("uuid", "text", "text", "text", "timestamptz", "timestamptz", "text", "timestamptz");
        for (var entry : reopened) {
            var transaction = entry.step().transaction();
            var work = entry.work();
            var lease = work.lease().orElseThrow();
            if (unknown.contains(transaction.id())) {
                rows.add(transaction.id(), transaction.service(), work.destination(), work.orderKey(), work.dueAt(),
                        work.expiresAt(), lease.owner(), lease.until());
            }
        }
        rows.run(connection, """
                insert into delivery (id, service, destination, order_key, due_at, expires_at, lease_owner, lease_until)
                select * from unnest(?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""");
    }

    /** Moves transactions on, guarded by lease and state; those somebody else holds are left alone. */
    void progress(List<Progress> steps, Map<Entry, Written> results) throws SQLException {
        if (steps.isEmpty()) {
            return;
        }
        var held = held(steps);
        var children = new ArrayList<Opening>();
        var repeated = new HashSet<Progress>();
        for (var step : steps) {
            var before = held.get(step.transaction().id());
            if (before == null || !before.lease().equals(step.lease())) {
                results.put(step, new Written.NotOurs());
                continue;
            }
            results.put(step, new Written.Yes(step.transaction(), deliveries.granted(), due));
            if (before.took(step.next())) {
                repeated.add(step);
                continue;
            }
            settle(step, before);
            children.addAll(step.children());
        }
        due.addAll(new Steps(connection, together, id -> Objects.requireNonNull(held.get(id)).ordered())
                .write(steps.stream().filter(step -> results.get(
                        step) instanceof Written.Yes && !repeated.contains(step)).toList()));
        openings(children, new HashMap<>());
    }

    private void settle(Progress step, Held before) {
        var result = step.result();
        traces.further(step.transaction().id(), result, before.attempts());
        if (before.state() != result.state()) {
            if (before.state().settled() && before.settledAt() != null) {
                counters.add(step.transaction(), before.state(), before.settledAt(), -1);
            }
            if (result.state().settled()) {
                counters.add(step.transaction(), result.state(), result.at(), 1);
            }
        }
    }

    private record Held(State state, @Nullable Instant settledAt, int attempts, String lease, int part,
            boolean ordered) {
        /** A step under a lease it keeps may be written twice: the first time its commit's answer was lost. */
        boolean took(Entry.Next next) {
            return next instanceof Entry.Next.Go(_, var to) && part >= to;
        }
    }

    private Map<UUID, Held> held(List<Progress> steps) throws SQLException {
        try (var statement = connection.prepareStatement("""
                select t.id, t.state, t.settled_at, t.attempts, d.lease_owner, d.part,
                  d.order_key is not null
                from delivery d join transaction t on t.id = any(array[d.id])
                where d.id = any(?) and d.lease_owner is not null
                order by d.id for update of d""")) {
            statement.setArray(1, connection.createArrayOf("uuid",
                    steps.stream().map(step -> step.transaction().id()).sorted().toArray()));
            var held = new HashMap<UUID, Held>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var settled = rows.getTimestamp(3);
                    held.put(rows.getObject(1, UUID.class), new Held(State.valueOf(rows.getString(2)),
                            settled == null ? null : settled.toInstant(), rows.getInt(4), rows.getString(5),
                            rows.getInt(6), rows.getBoolean(7)));
                }
            }
            return held;
        }
    }

    /** Remembers that a call may have been made, before it is. */
    void calling(List<Entry.Calling> calls, Map<Entry, Written> results) throws SQLException {
        var columns = new Columns("uuid", "text");
        calls.forEach(call -> columns.add(call.id(), call.lease()));
        var held = new HashSet<UUID>();
        if (!columns.isEmpty()) {
            columns.query(connection, """
                    update delivery d set calling = true from unnest(?, ?) as s(id, lease)
                    where d.id = any(array[s.id]) and d.lease_owner = s.lease and d.lease_until > '-infinity'
                    returning d.id""",
                    row -> held.add(row.getObject(1, UUID.class)));
        }
        var parts = new Columns("uuid", "text", "int4");
        calls.stream().filter(call -> held.contains(call.id())).forEach(call -> call.parts().ifPresent(
                now -> parts.add(call.id(), now.of(), now.size())));
        parts.run(connection, """
                update transaction t set part_of = nullif(s.part_of, ''), part_size = nullif(s.part_size, 0)
                from unnest(?, ?, ?) as s(id, part_of, part_size)
                where t.id = any(array[s.id]) and (s.part_size > 0 or t.part_size is not null)""");
        calls.forEach(call -> results.put(call, held.contains(call.id())
                ? new Written.Noted()
                : new Written.NotOurs()));
    }

    /** Items not yet handed over become transactions; the cursor moves in the same commit. */
    void feed(Fed fed, Map<Entry, Written> results) throws SQLException {
        openings(new FeedItems(connection).handOver(fed), new HashMap<>());
        results.put(fed, new Written.Noted());
    }

    /** Writes the collected rows and commits. */
    void flush() throws SQLException {
        counters.write(together, slot);
        deliveries.write(connection, together);
        traces.write(connection, together);
        together.commit(connection);
    }
}
