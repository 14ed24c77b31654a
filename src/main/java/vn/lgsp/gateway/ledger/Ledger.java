package vn.lgsp.gateway.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

import jakarta.annotation.PreDestroy;
import vn.lgsp.gateway.ledger.Entry.Lease.Use;

/** The truth about every transaction. Writes return when they are committed. */
@Component
@DependsOnDatabaseInitialization
public class Ledger {
    private static final Logger log = LoggerFactory.getLogger(Ledger.class);
    private static final Duration AGAIN = Duration.ofMillis(200);

    private final GroupCommit<Entry, Entry.Written> writers;
    private final JdbcClient database;
    private final PayloadSeal seal;
    private final Claims claims;
    private final Waited waited = new Waited();
    private final Postponed postponed;
    private final Duration persistence;
    private final String node;
    private final AtomicLong leases = new AtomicLong();
    private final boolean answersFirst = AnswerFirst.asked();

    Ledger(DataSource source, LedgerSettings settings, PayloadSeal seal, NodeName name) {
        this.database = JdbcClient.create(source);
        this.seal = seal;
        this.claims = new Claims(database, seal);
        this.persistence = settings.persistence();
        this.node = name.prefix() + Long.toHexString(ThreadLocalRandom.current().nextLong() & 0xffff_ffffL);
        this.writers = new GroupCommit<>(source, settings, new LedgerWriter(seal, settings.nodeName(), ThreadLocalRandom
                .current().nextInt(0, 16) * settings.writers()), this::unheard);
        this.postponed = new Postponed(this::write);
        if (name.exclusive()) {
            takeOver(name.prefix());
        }
    }

    /** What this node held when it was last stopped is due now; that it may have been called already is remembered. */
    private void takeOver(String prefix) {
        var held = database.sql("update delivery set lease_until = '-infinity' where starts_with(lease_owner, :prefix)")
                .param("prefix", prefix).update();
        if (held > 0) {
            log.info("ledger.taken-over deliveries={}: this node held them when it was stopped", held);
        }
    }

    /**
     * Writes the entry, whole or not at all, and returns after its commit.
     *
     * @throws LedgerUnavailable when nothing was promised
     */
    public Entry.Written write(Entry entry) {
        return switch (entry) {
            case Entry.Opening _,Entry.Recording _ when answersFirst ->
                AnswerFirst.write(entry, writers::commit).orElseGet(
                        () -> writers.commit(entry));
            case Entry.Opening(_, var request, _, _, _) -> writers.commit(entry, forSize(request));
            case Entry.Recording(_, var request, var result) -> writers.commit(entry, forSize(request, result
                    .answer(), result.reply()));
            case Entry.Reopened _ -> writers.commit(entry);
            case Entry.Progress(_, _, var result, _, _, _, _) -> persist(entry, forSize(result.answer(), result
                    .reply()));
            case Entry.Fed _,Entry.Calling _ -> persist(entry, Duration.ZERO);
        };
    }

    /**
     * Has the recording written and waits for nothing: what follows goes on by itself when it is committed, on a thread of
     * the ledger's, which it may not keep.
     *
     * @return completed by the commit; where there is none, {@link LedgerUnavailable} or the record's own fault
     * @throws LedgerUnavailable when nothing more is taken
     */
    public CompletableFuture<Entry.Written> begin(Entry.Recording recording) {
        return writers.begin(recording, forSize(recording.request(), recording.result().answer(), recording
                .result().reply()));
    }

    /** Bodies of many megabytes are sealed and written in more than the usual time: two megabytes in a second at the least. */
    private static Duration forSize(byte[] @Nullable... bodies) {
        var bytes = 0L;
        for (var body : bodies) {
            bytes += body == null ? 0 : body.length;
        }
        return Duration.ofMillis(bytes / 2000);
    }

    /** Who opened it was told that it was not, and has called nobody: anybody may do it now. */
    private void unheard(Entry entry) {
        if (entry instanceof Entry.Opening(var transaction, _, _, _, var work)) {
            log.warn("ledger.committed-late transaction={}", transaction.id());
            try {
                work.flatMap(Entry.Work::lease).ifPresent(lease -> claims.uncalled(transaction.id(), lease));
            } catch (DataAccessException e) {
                log.warn("ledger.not-given-back transaction={} cause={}", transaction.id(), e.getMessage());
            }
        }
    }

    /** It may be written twice without harm: the first time ends the lease it needs, or hands over the feed's items. */
    private Entry.Written persist(Entry entry, Duration longer) {
        var end = System.nanoTime() + persistence.toNanos();
        while (true) {
            try {
                return writers.commit(entry, longer);
            } catch (LedgerUnavailable e) {
                if (writers.closed() || System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }

    /**
     * Writes what may be answered before it is written; when the database does not take it, it is written later, as long
     * as this process lives.
     *
     * @return false when it is not written yet
     */
    public boolean writeNowOrLater(Entry.Recording recording) {
        try {
            if (writers.well()) {
                write(recording);
                return true;
            }
        } catch (LedgerUnavailable e) {
            log.warn("ledger.recorded-later transaction={} cause={}", recording.transaction().id(), e.getMessage());
        }
        postponed.add(recording);
        return false;
    }

    /** How many answered reads wait to be recorded. */
    public int postponed() {
        return postponed.waiting();
    }

    /** How many answered reads this process will never record. */
    public long unrecorded() {
        return postponed.lost();
    }

    /** Writes what is good to have but promised to nobody; when the database does not take it, it is left out. */
    public void note(Entry entry) {
        try {
            writers.commit(entry);
        } catch (LedgerUnavailable e) {
            log.warn("ledger.note-left-out cause={}", e.getMessage());
        }
    }

    /** A new lease of this node, unlike any other. */
    public Entry.Lease lease(Instant until, Use use) {
        return new Entry.Lease(node + "#" + leases.incrementAndGet(), until, use);
    }

    /**
     * Takes due work of one destination, oldest first, only the head of each order key; the rows stay and are leased.
     */
    public List<Claim> claim(String destination, int limit, Instant now, Duration lease) {
        return claims.claim(destination, limit, now, lease(now.plus(lease), Use.AHEAD));
    }

    /**
     * Takes work whose time is over, of any destination, also what waits for something else.
     *
     * @param shortest nothing younger than this can have expired
     */
    public List<Claim> claimExpired(int limit, Instant now, Duration shortest, Duration lease) {
        return claims.claimExpired(LedgerRows.firstId(now.minus(shortest).plusMillis(1)), limit, now, lease(now.plus(
                lease), Use.AHEAD));
    }

    /** Takes this piece of work, due or not; none when it is not in the queue or somebody has it in hand. */
    public Optional<Claim> take(UUID id, Instant now, Duration lease) {
        return claims.take(id, now, lease(now.plus(lease), Use.AHEAD));
    }

    /** Work that was taken and not begun is free for everybody again. */
    public void giveBack(Collection<Claim> taken) {
        claims.giveBack(taken);
    }

    /** Extends a lease that is still held; false when it was lost. */
    public boolean extend(UUID id, String lease, Instant until) {
        return claims.extend(id, lease, until);
    }

    /** The transaction as it stands, with what its caller may know. */
    public Optional<Standing> standing(UUID id) {
        return waited.within(() -> database.sql("""
                select t.*, d.due_at, d.attempts as used, d.parked
                from transaction t left join delivery d on d.id = any(array[t.id])
                where t.id = :id""").param("id", id).query(Rows::standing).optional());
    }

    /** The caller's transactions with this business key, newest first. */
    public List<Standing> byBusinessKey(String caller, String key, int limit) {
        return waited.within(() -> database.sql("""
                select t.*, d.due_at, d.attempts as used, d.parked
                from transaction t left join delivery d on d.id = any(array[t.id])
                where t.business_key = :key and t.caller = :caller order by t.id desc limit :limit""").param("key", key)
                .param("caller", caller).param("limit", limit).query(Rows::standing).list());
    }

    /** The latest transaction of a service that carries this reference, a real one or one of the sandbox. */
    public Optional<Standing> byReference(String service, String reference, boolean sandbox) {
        return waited.within(() -> database.sql("""
                select t.*, d.due_at, d.attempts as used, d.parked
                from transaction t left join delivery d on d.id = any(array[t.id])
                where t.reference = :reference and t.service = :service and (t.sandbox is not null) = :sandbox
                order by t.id desc limit 1""").param("reference", reference).param("service", service).param("sandbox",
                sandbox).query(Rows::standing).optional());
    }

    /** True when nothing that came before this work in its order is still waiting. */
    public boolean first(UUID id) {
        return database.sql("""
                select not exists (select 1 from delivery d
                  join delivery e on e.order_key = any(array[d.order_key]) and e.turn < d.turn where d.id = :id)""")
                .param("id", id)
                .query(Boolean.class).single();
    }

    /** True when that service has delivered this business key, really or in the sandbox. */
    public boolean delivered(String service, String key, boolean sandbox) {
        return database.sql("""
                select exists (select 1 from transaction
                  where business_key = :key and service = :service and state = 'DELIVERED'
                    and (sandbox is not null) = :sandbox)""").param("key", key).param("service", service).param(
                "sandbox", sandbox).query(Boolean.class).single();
    }

    public List<Attempt> attempts(UUID id) {
        return waited
                .within(() -> database.sql("select * from every_attempt where transaction_id = :id order by number")
                        .param("id", id).query(Rows::attempt).list());
    }

    /** A stored body: {@code request}, {@code answer} (the provider's) or {@code reply} (the public one). */
    public Optional<byte[]> payload(UUID id, String kind) {
        return waited.within(() -> database.sql("""
                select kind, bytes from payload where transaction_id = :id and kind in (:kind, 'exchange')""").param(
                "id", id).param("kind", kind).query(
                        (row, number) -> body(kind, row.getString(1), seal.open(id, row
                                .getBytes(2))))
                .optional().flatMap(Function.identity()));
    }

    private static Optional<byte[]> body(String kind, String keptAs, byte[] kept) {
        return keptAs.equals(Exchange.KIND) ? Optional.ofNullable(Exchange.of(kept).body(kind)) : Optional.of(kept);
    }

    /** Where a feed has got to. */
    public Optional<String> cursor(String service) {
        return database.sql("select cursor from feed where service = :service and cursor is not null").param("service",
                service).query(String.class).optional();
    }

    /** Notes why a feed's poll failed; its cursor stays. */
    public void feedFailed(String service, Instant at, String problem) {
        database.sql("""
                insert into feed (service, polled_at, problem) values (:service, :at, :problem)
                on conflict (service) do update set polled_at = excluded.polled_at, problem = excluded.problem""")
                .param("service", service).param("at", Columns.time(at)).param("problem", problem).update();
    }

    /** A transaction's end did not set off what it should; of each kind the latest is kept. */
    public void sequelFailed(UUID transaction, String kind, String service, String reason) {
        database.sql("""
                insert into sequel_fault (transaction_id, kind, service, reason) values (:id, :kind, :service, :reason)
                on conflict (transaction_id, kind) do update set service = excluded.service, reason = excluded.reason,
                  at = excluded.at""").param("id", transaction).param("kind", kind).param("service", service).param(
                "reason", reason).update();
    }

    /** Why a feed's latest poll failed; nothing where it did not. */
    public Optional<String> feedProblem(String service) {
        return database.sql("select problem from feed where service = :service and problem is not null")
                .param("service",
                        service)
                .query(String.class).optional();
    }

    /**
     * True when the database answers at once and what is handed over is written.
     *
     * @throws org.springframework.dao.DataAccessException when it does not answer
     */
    public boolean ready() {
        return writers.well() && waited.within(() -> database.sql("select 1").query(Integer.class).single()) == 1;
    }

    @PreDestroy
    void close() {
        postponed.close();
        writers.close();
        waited.close();
    }
}
