package vn.lgsp.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.ledger.Entry.Fed;
import vn.lgsp.gateway.ledger.Entry.Opening;
import vn.lgsp.gateway.ledger.Entry.Progress;
import vn.lgsp.gateway.ledger.Entry.Recording;
import vn.lgsp.gateway.ledger.Entry.Result;
import vn.lgsp.gateway.ledger.Entry.Written;

/** One group commit: collects the rows of its entries and writes each table once. */
final class Batch {
    private final Connection connection;
    private final PayloadSeal seal;
    private final String node;
    private final short slot;

    private final CopyRows transactions = new CopyRows("transaction", "id", "service", "caller", "business_key",
            "reference", "state", "mode", "mark", "received_at", "sent_at", "answered_at", "settled_at", "attempts",
            "provider_status", "code", "reason", "reply_status", "request_bytes", "reply_bytes", "traceparent",
            "version", "parent", "origin", "call_node", "sent_bytes", "answer_bytes", "wait_us", "map_us", "connect_us",
            "first_byte_us", "back_us", "sandbox");
    private final CopyRows attempts = new CopyRows("attempt", "transaction_id", "number", "part", "started_at",
            "took_ms",
            "outcome", "http_status", "code", "reason", "sent_bytes", "answer_bytes", "node", "wait_us", "map_us",
            "connect_us", "first_byte_us", "back_us", "together");
    private final CopyRows payloads = new CopyRows("payload", "transaction_id", "kind", "bytes");
    /** Of transactions that may have some already: a later attempt's answer takes the place of an earlier one's. */
    private final Columns laterPayloads = new Columns("uuid", "text", "bytea");
    private final Columns attachments = new Columns("uuid");
    private final Queued deliveries = new Queued();
    private final Set<String> due = new HashSet<>();
    private final Counters counters = new Counters();

    Batch(Connection connection, PayloadSeal seal, String node, int slot) {
        this.connection = connection;
        this.seal = seal;
        this.node = node;
        this.slot = (short) slot;
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

    /** The marks of those that are not the first of their key. */
    private Map<UUID, String> claimOnce(List<Opening> openings) throws SQLException {
        var marks = new HashMap<UUID, String>();
        for (var opening : openings) {
            if (opening.once().isPresent()) {
                var once = opening.once().get();
                try (var statement = connection.prepareStatement("""
                        insert into once (service, key, transaction_id) values (?, ?, ?)
                        on conflict do nothing""")) {
                    statement.setString(1, opening.transaction().register());
                    statement.setString(2, once.key());
                    statement.setObject(3, id(opening));
                    if (statement.executeUpdate() == 0) {
                        marks.put(id(opening), once.mark());
                    }
                }
            }
        }
        return marks;
    }

    private void open(Transaction transaction, Opening opening) {
        row(transaction, State.RECEIVED, opening.request(), null, null);
        payloads.add(transaction.id(), "request", seal.seal(transaction.id(), opening.request()));
        opening.work().ifPresent(work -> deliveries.add(transaction, work));
    }

    /** @param only the call that its own row keeps */
    private void row(Transaction t, State state, byte[] request, @Nullable Result result, @Nullable Attempt only) {
        claim(request);
        counters.add(t, State.RECEIVED, t.receivedAt(), 1);
        var r = result == null ? Result.none(t.receivedAt()) : result;
        claim(r.answer());
        claim(r.reply());
        var times = only == null ? Times.NONE : only.times();
        transactions.add(t.id(), t.service(), t.caller(), t.businessKey(), t.reference(), state.name(), t.mode(), t
                .mark(), t.receivedAt(), sentAt(r), answeredAt(r), result == null ? null : r.at(), r.attempts().size(),
                r.providerStatus(), r.code(), r.reason(), r.replyStatus(),
                (int) Math.min(Parted.length(request), Integer.MAX_VALUE),
                replyBytes(r), t.traceparent(), t.version(), t.parent(), t.origin().text(),
                only == null ? null : node, only == null ? null : only.sentBytes(),
                only == null ? null : only.answerBytes(), times.waiting(), times.map(), times.connect(),
                times.firstByte(), times.back(), t.sandbox());
    }

    /** Its attachments are somebody's from now on. */
    private void claim(byte @Nullable [] body) {
        if (body != null) {
            Parted.in(body).forEach(attachment -> attachments.add(attachment.id()));
        }
    }

    static int replyBytes(Result result) {
        return result.reply() == null ? 0 : (int) Math.min(Parted.length(result.reply()), Integer.MAX_VALUE);
    }

    void record(Recording recording, Map<Entry, Written> results) {
        var transaction = recording.transaction();
        var result = recording.result();
        var only = onlyCall(result);
        row(transaction, result.state(), recording.request(), result, only);
        counters.add(transaction, result.state(), result.at(), 1);
        if (only == null) {
            steps(transaction.id(), result, 0);
        }
        kept(transaction.id(), new Exchange(recording.request(), result.answer(), result.reply()), result.state());
        results.put(recording, new Written.Yes(transaction, Set.of(), Set.of()));
    }

    /** The one call that delivered it, when the transaction's row says the rest of it: no attempt of its own is kept. */
    private static @Nullable Attempt onlyCall(Result result) {
        if (result.state() != State.DELIVERED || result.attempts().size() != 1) {
            return null;
        }
        var call = result.attempts().getFirst();
        var told = call.outcome().equals(State.DELIVERED.name()) && call.part() == 0 && call.together() == 1
                && Objects.equals(call.httpStatus(), result.providerStatus())
                && Objects.equals(call.code(), result.code()) && Objects.equals(call.reason(), result.reason());
        return told ? call : null;
    }

    /** What was delivered is over: nothing will be written in the place of one of its bodies. */
    private void kept(UUID id, Exchange exchange, State state) {
        if (state == State.DELIVERED && exchange.small()) {
            payloads.add(id, Exchange.KIND, seal.seal(id, exchange.bytes()));
        } else {
            payloads.add(id, "request", seal.seal(id, exchange.request()));
            body(id, "answer", exchange.answer(), 0);
            body(id, "reply", exchange.reply(), 0);
        }
    }

    private void trace(UUID id, Result result, int before) {
        claim(result.answer());
        claim(result.reply());
        steps(id, result, before);
        body(id, "answer", result.answer(), before);
        body(id, "reply", result.reply(), before);
    }

    private void steps(UUID id, Result result, int before) {
        for (int i = 0; i < result.attempts().size(); i++) {
            var a = result.attempts().get(i);
            attempts.add(id, before + i + 1, a.part(), a.startedAt(), (int) a.took().toMillis(), a.outcome(),
                    a.httpStatus(), a.code(), a.reason(), a.sentBytes(), a.answerBytes(), node, a.times().waiting(), a
                            .times().map(),
                    a.times().connect(), a.times().firstByte(), a.times().back(),
                    a.together() == 1 ? null : a.together());
        }
    }

    private void body(UUID id, String kind, byte @Nullable [] body, int before) {
        if (body == null) {
            return;
        }
        var sealed = seal.seal(id, body);
        if (before == 0) {
            payloads.add(id, kind, sealed);
        } else {
            laterPayloads.add(id, kind, sealed);
        }
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
        due.addAll(new Steps(connection).write(steps.stream().filter(step -> results.get(
                step) instanceof Written.Yes && !repeated.contains(step)).toList()));
        openings(children, new HashMap<>());
    }

    private void settle(Progress step, Held before) {
        var result = step.result();
        trace(step.transaction().id(), result, before.attempts());
        if (before.state() != result.state()) {
            if (before.state().settled() && before.settledAt() != null) {
                counters.add(step.transaction(), before.state(), before.settledAt(), -1);
            }
            if (result.state().settled()) {
                counters.add(step.transaction(), result.state(), result.at(), 1);
            }
        }
    }

    private record Held(State state, @Nullable Instant settledAt, int attempts, String lease, int part) {
        /** A step under a lease it keeps may be written twice: the first time its commit's answer was lost. */
        boolean took(Entry.Next next) {
            return next instanceof Entry.Next.Go(_, var to) && part >= to;
        }
    }

    private Map<UUID, Held> held(List<Progress> steps) throws SQLException {
        try (var statement = connection.prepareStatement("""
                select t.id, t.state, t.settled_at, t.attempts, d.lease_owner, d.part
                from delivery d join transaction t on t.id = d.id
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
                            rows.getInt(6)));
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
                    update delivery d set calling = true from (select * from unnest(?, ?)) as s(id, lease)
                    where d.id = s.id and d.lease_owner = s.lease and d.lease_until > '-infinity' returning d.id""",
                    row -> held.add(row.getObject(1, UUID.class)));
        }
        calls.forEach(call -> results.put(call, held.contains(call.id())
                ? new Written.Noted()
                : new Written.NotOurs()));
    }

    /** Items not yet handed over become transactions; the cursor moves in the same commit. */
    void feed(Fed fed, Map<Entry, Written> results) throws SQLException {
        openings(new FeedItems(connection).handOver(fed), new HashMap<>());
        results.put(fed, new Written.Noted());
    }

    /** Writes the collected rows; counters last, so that their locks are short. */
    void flush() throws SQLException {
        transactions.write(connection);
        payloads.write(connection);
        attachments.run(connection, "delete from attachment_pending where id in (select * from unnest(?))");
        laterPayloads.run(connection, """
                insert into payload (transaction_id, kind, bytes) select * from unnest(?, ?, ?)
                on conflict (transaction_id, kind) do update set bytes = excluded.bytes""");
        attempts.write(connection);
        deliveries.write(connection);
        counters.write(connection, slot);
    }

    static @Nullable Instant sentAt(Result result) {
        return result.attempts().isEmpty() ? null : result.attempts().getFirst().startedAt();
    }

    static @Nullable Instant answeredAt(Result result) {
        return result.attempts().isEmpty() ? null : result.attempts().getLast().endedAt();
    }
}
