package vn.lgsp.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import vn.lgsp.gateway.ledger.Entry.Next;
import vn.lgsp.gateway.ledger.Entry.Progress;

/** The part of a group commit that moves existing transactions and their queue rows. */
final class Steps {
    private static final String AFTER = "after:";
    private static final String FACTS = """
            update transaction t set state = s.state, sent_at = coalesce(t.sent_at, s.sent_at),
              answered_at = coalesce(s.answered_at, t.answered_at),
              settled_at = case when t.state = s.state and s.settled_at is not null then t.settled_at
                else s.settled_at end,
              attempts = t.attempts + s.attempts,
              provider_status = coalesce(s.provider_status, t.provider_status),
              code = case when s.attempts = 0 and t.state = s.state then coalesce(s.code, t.code) else s.code end,
              reason = case when s.attempts = 0 and t.state = s.state then coalesce(s.reason, t.reason)
                else s.reason end,
              reply_status = s.reply_status, reply_bytes = s.reply_bytes, version = s.version
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as s(id, state, sent_at, answered_at, settled_at, attempts,
              provider_status, code, reason, reply_status, reply_bytes, version)
            where t.id = any(array[s.id])""";
    private static final String LATER = """
            update delivery d set due_at = s.due_at, attempts = s.attempts, part = s.part, parked = s.parked,
              purpose = s.purpose, lease_owner = null, lease_until = null, calling = false
            from unnest(?, ?, ?, ?, ?, ?) as s(id, due_at, attempts, part, parked, purpose)
            where d.id = any(array[s.id])""";
    private static final String GOING = """
            update delivery d set attempts = s.attempts, part = s.part
            from unnest(?, ?, ?) as s(id, attempts, part) where d.id = any(array[s.id])""";

    private static final String LOST = """
            update transaction t set part_lost = d.part from delivery d
            where d.id = any(?) and d.part > 0 and t.id = any(array[d.id])""";

    private final Connection connection;
    private final Statements together;
    private final Predicate<UUID> ordered;
    private final Columns facts = new Columns("uuid", "text", "timestamptz", "timestamptz", "timestamptz", "int4",
            "int4", "text", "text", "int4", "int4", "text");
    private final Columns later = new Columns("uuid", "timestamptz", "int4", "int4", "text", "text");
    private final Columns going = new Columns("uuid", "int4", "int4");
    private final Columns done = new Columns("uuid");
    private final Columns alone = new Columns("uuid");
    private final Columns lost = new Columns("uuid");
    private final Columns delivered = new Columns("text");
    private final Columns parked = new Columns("uuid");
    private final Columns meetings = new Columns("text");
    private final Columns forgotten = new Columns("text", "text", "uuid");

    /**
     * @param together gets what need not be done at once
     * @param ordered transactions whose work may have others behind it
     */
    Steps(Connection connection, Statements together, Predicate<UUID> ordered) {
        this.connection = connection;
        this.together = together;
        this.ordered = ordered;
    }

    /** The destinations of work that waited for this. */
    Set<String> write(List<Progress> steps) throws SQLException {
        var due = new HashSet<String>();
        steps.forEach(this::add);
        // a dossier that is delivered and steps that are parked for it must not miss each other
        meetings.run(connection, """
                select pg_advisory_xact_lock(place) from (
                  select distinct hashtextextended(name, 0) as place from unnest(?) as m(name) order by 1) places""");
        var moves = new Statements().add(facts, FACTS).add(later, LATER).add(going, GOING);
        if (parked.isEmpty() && delivered.isEmpty()) {
            together.add(moves);
        } else {
            moves.run(connection);
        }
        parked.run(connection, """
                update delivery d set due_at = '-infinity', parked = null
                from unnest(?) as s(id), transaction mine, transaction other
                where d.id = any(array[s.id]) and mine.id = any(array[s.id])
                  and other.business_key = mine.business_key
                  and other.state = 'DELIVERED'
                  and d.parked = 'after:' || other.service
                    || case when other.sandbox is null then '' else '(sandbox)' end || '/' || other.business_key""");
        lost.run(connection, LOST);
        done.query(connection, """
                with gone as (delete from delivery where id = any(?) returning turn, order_key, destination)
                select g.destination from gone g where (
                  select true from delivery e where e.order_key = g.order_key and e.turn > g.turn limit 1)""",
                row -> due.add(row.getString(1)));
        together.add(alone, "delete from delivery where id = any(?)");
        delivered.query(connection, """
                update delivery set due_at = '-infinity', parked = null where parked = any(?)
                returning destination""", row -> due.add(row.getString(1)));
        forgotten.run(connection, """
                delete from idempotency i using unnest(?, ?, ?) as s(caller, service, id)
                where i.caller = s.caller and i.service = s.service and i.transaction_id = s.id""");
        return due;
    }

    private void add(Progress step) {
        var transaction = step.transaction();
        var result = step.result();
        facts.add(transaction.id(), result.state().name(), result.sentAt(), result.answeredAt(),
                result.state().settled() ? result.at() : null, result.attempts().size(), result.providerStatus(),
                result.code(), result.reason(), result.replyStatus(),
                result.replyBytes(), transaction.version());
        switch (step.next()) {
            case Next.Done() -> done(transaction, result);
            case Next.Go(var attempts, var part) -> going.add(transaction.id(), attempts, part);
            case Next.Later wait -> later(transaction, wait);
        }
        if (step.awaited() && result.state() == State.DELIVERED && transaction.businessKey() != null) {
            var name = waitsFor(transaction.register(), transaction.businessKey());
            delivered.add(name);
            meetings.add(name);
        }
        if (step.forgetKey()) {
            forgotten.add(transaction.caller(), transaction.register(), transaction.id());
        }
    }

    /** Where it stood is remembered of what an operator may have go on. */
    private void done(Transaction transaction, Entry.Result result) {
        (ordered.test(transaction.id()) ? done : alone).add(transaction.id());
        if (result.state() == State.UNKNOWN) {
            lost.add(transaction.id());
        }
    }

    private void later(Transaction transaction, Next.Later wait) {
        later.add(transaction.id(), wait.dueAt(), wait.attempts(), wait.part(), wait.parked(), wait.inquire()
                ? "inquiry"
                : "call");
        if (wait.parked() != null && wait.parked().startsWith(AFTER)) {
            parked.add(transaction.id());
            meetings.add(wait.parked());
        }
    }

    /** Why work waits that may only follow another service's delivery of the same key. */
    static String waitsFor(String service, String key) {
        return AFTER + service + "/" + key;
    }
}
