package vn.lgsp.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

import jakarta.annotation.PreDestroy;

/** The truth about every transaction. Writes return when they are committed. */
@Component
@DependsOnDatabaseInitialization
public class Ledger {
    private static final Logger log = LoggerFactory.getLogger(Ledger.class);
    private static final Duration AGAIN = Duration.ofMillis(200);

    private final GroupCommit<Entry, Entry.Written> writers;
    private final JdbcClient database;
    private final PayloadSeal seal;
    private final Duration persistence;
    private final String node;
    private final AtomicLong leases = new AtomicLong();

    Ledger(DataSource source, LedgerSettings settings, PayloadSeal seal, NodeName name) {
        this.database = JdbcClient.create(source);
        this.seal = seal;
        this.persistence = settings.persistence();
        this.node = name.prefix() + Long.toHexString(ThreadLocalRandom.current().nextLong() & 0xffff_ffffL);
        this.writers = new GroupCommit<>(source, settings, new LedgerWriter(seal, settings.nodeName(), ThreadLocalRandom
                .current().nextInt(0, 16) * settings.writers()));
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
            case Entry.Opening _,Entry.Recording _ -> writers.commit(entry);
            case Entry.Progress _,Entry.Fed _ -> persist(entry);
        };
    }

    /** It may be written twice without harm: the first time ends the lease it needs, or hands over the feed's items. */
    private Entry.Written persist(Entry entry) {
        var end = System.nanoTime() + persistence.toNanos();
        while (true) {
            try {
                return writers.commit(entry);
            } catch (LedgerUnavailable e) {
                if (writers.closed() || System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
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
    public Entry.Lease lease(Instant until) {
        return new Entry.Lease(node + "#" + leases.incrementAndGet(), until);
    }

    /**
     * Takes due work of one destination, oldest first, only the head of each order key; the rows stay and are leased.
     */
    public List<Claim> claim(String destination, int limit, Instant now, Duration lease) {
        var mine = lease(now.plus(lease));
        var taken = database.sql("""
                with due as (
                  select d.id, d.lease_owner is not null as interrupted from delivery d
                  where d.destination = :destination and d.due_at <= :now
                    and (d.lease_until is null or d.lease_until < :now)
                    and (d.order_key is null or not exists (
                      select 1 from delivery e where e.order_key = d.order_key and e.id < d.id
                        and (e.parked is null or e.parked not like 'after:%')))
                  order by d.due_at, d.id limit :limit for update of d skip locked)
                update delivery d set lease_owner = :owner || ':' || d.id, lease_until = :until, parked = null
                from due where d.id = due.id
                returning d.id, d.lease_owner, d.expires_at, d.attempts, d.part, d.purpose, due.interrupted""")
                .param("destination", destination).param("now", Columns.time(now)).param("limit", limit)
                .param("owner", mine.owner()).param("until", Columns.time(mine.until())).query(Taken::of).list();
        return taken.isEmpty() ? List.of() : load(taken);
    }

    private record Taken(UUID id, String lease, Instant expiresAt, int attempts, int part, boolean inquire,
            boolean interrupted) {
        static Taken of(ResultSet row, int number) throws SQLException {
            return new Taken(row.getObject("id", UUID.class), row.getString("lease_owner"), row.getTimestamp(
                    "expires_at").toInstant(), row.getInt("attempts"), row.getInt("part"), row.getString("purpose")
                            .equals("inquiry"),
                    row.getBoolean("interrupted"));
        }
    }

    private List<Claim> load(List<Taken> taken) {
        var claims = new ArrayList<Claim>();
        database.sql("""
                select t.*, p.bytes from transaction t
                join payload p on p.transaction_id = t.id and p.kind = 'request'
                where t.id = any(:ids)""").param("ids", taken.stream().map(Taken::id).toArray(UUID[]::new)).query(
                row -> {
                    var id = row.getObject("id", UUID.class);
                    var t = taken.stream().filter(candidate -> candidate.id().equals(id)).findFirst().orElseThrow();
                    var request = opened(id, row.getBytes("bytes"));
                    if (request.isPresent()) {
                        claims.add(claim(t, row, request.get()));
                    }
                });
        claims.sort(Comparator.comparing(claim -> claim.transaction().id()));
        return claims;
    }

    private static Claim claim(Taken t, ResultSet row, byte[] request) throws SQLException {
        return new Claim(Rows.transaction(row), State.valueOf(row.getString("state")), request, t.lease(), t
                .expiresAt(), t.attempts(), t.part(), t.inquire(), t.interrupted(), row.getInt("attempts"),
                Rows
                        .instant(row, "sent_at"));
    }

    /** Work whose request does not open stays where it is; the other work taken with it is done all the same. */
    private Optional<byte[]> opened(UUID id, byte[] sealed) {
        try {
            return Optional.of(seal.open(id, sealed));
        } catch (IllegalStateException e) {
            log.error("ledger.payload-closed transaction={} cause={}", id, e.getMessage());
            return Optional.empty();
        }
    }

    /** When the next waiting work of a destination is due, if there is any that nobody holds. */
    public Optional<Instant> nextDue(String destination) {
        return database.sql("select min(greatest(due_at, coalesce(lease_until, due_at))) from delivery "
                + "where destination = :destination and due_at > '-infinity'").param("destination", destination).query((
                        row, number) -> Optional.ofNullable(Rows.instant(row, 1)))
                .single();
    }

    /** Extends a lease that is still held; false when it was lost. */
    public boolean extend(UUID id, String lease, Instant until) {
        return database.sql("update delivery set lease_until = :until where id = :id and lease_owner = :lease").param(
                "until", Columns.time(until)).param("id", id).param("lease", lease).update() == 1;
    }

    /** The transaction as it stands, with what its caller may know. */
    public Optional<Standing> standing(UUID id) {
        return database.sql("""
                select t.*, d.due_at, d.attempts as used, d.parked from transaction t left join delivery d on d.id = t.id
                where t.id = :id""").param("id", id).query(Rows::standing).optional();
    }

    /** The caller's transactions with this business key, newest first. */
    public List<Standing> byBusinessKey(String caller, String key, int limit) {
        return database.sql("""
                select t.*, d.due_at, d.attempts as used, d.parked from transaction t left join delivery d on d.id = t.id
                where t.business_key = :key and t.caller = :caller order by t.id desc limit :limit""").param("key", key)
                .param("caller", caller).param("limit", limit).query(Rows::standing).list();
    }

    /** The latest transaction of a service that carries this reference. */
    public Optional<Standing> byReference(String service, String reference) {
        return database.sql("""
                select t.*, d.due_at, d.attempts as used, d.parked from transaction t left join delivery d on d.id = t.id
                where t.reference = :reference and t.service = :service order by t.id desc limit 1""").param(
                "reference", reference).param("service", service).query(Rows::standing).optional();
    }

    /** True when nothing that came before this work in its order is still waiting. */
    public boolean first(UUID id) {
        return database.sql("""
                select not exists (select 1 from delivery d
                  join delivery e on e.order_key = d.order_key and e.id < d.id where d.id = :id)""").param("id", id)
                .query(Boolean.class).single();
    }

    /** True when that service has delivered this business key. */
    public boolean delivered(String service, String key) {
        return database.sql("""
                select exists (select 1 from transaction
                  where business_key = :key and service = :service and state = 'DELIVERED')""").param("key", key).param(
                "service", service).query(Boolean.class).single();
    }

    public List<Attempt> attempts(UUID id) {
        return database.sql("select * from attempt where transaction_id = :id order by number").param("id", id).query(
                Rows::attempt).list();
    }

    /** A stored body: {@code request}, {@code answer} (the provider's) or {@code reply} (the public one). */
    public Optional<byte[]> payload(UUID id, String kind) {
        return database.sql("select bytes from payload where transaction_id = :id and kind = :kind").param("id", id)
                .param("kind", kind).query((row, number) -> seal.open(id, row.getBytes(1))).optional();
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

    /** True when the database answers and the accept path is open. */
    public boolean ready() {
        return database.sql("select 1").query(Integer.class).single() == 1;
    }

    @PreDestroy
    void close() {
        writers.close();
    }
}
