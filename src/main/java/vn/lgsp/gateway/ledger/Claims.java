package vn.lgsp.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

import vn.lgsp.gateway.ledger.Entry.Lease;

/** Who works on what: leases on rows of the queue, taken, kept up and given back. */
final class Claims {
    private static final Logger log = LoggerFactory.getLogger(Claims.class);
    /** Larger requests are not kept in memory while they wait for their turn. */
    private static final int LARGE = 64 * 1024;

    private final JdbcClient database;
    private final PayloadSeal seal;

    Claims(JdbcClient database, PayloadSeal seal) {
        this.database = database;
        this.seal = seal;
    }

    List<Claim> claim(String destination, int limit, Instant now, Lease mine) {
        var taken = database.sql("""
                with due as (
                  select d.id from delivery d
                  where d.destination = :destination and d.due_at <= :now
                    and (d.lease_until is null or d.lease_until < :now)
                    and (d.order_key is null or not exists (
                      select 1 from delivery e where e.order_key = d.order_key and e.id < d.id
                        and (e.parked is null or e.parked not like 'after:%')))
                  order by d.due_at, d.id limit :limit for update of d skip locked)
                update delivery d set lease_owner = :owner || ':' || d.id, lease_until = :until, parked = null
                from due where d.id = due.id
                returning d.id, d.lease_owner, d.lease_until, d.expires_at, d.attempts, d.part, d.purpose, d.calling""")
                .param("destination", destination).param("now", Columns.time(now)).param("limit", limit)
                .param("owner", mine.owner()).param("until", Columns.time(mine.until())).query(Taken::of).list();
        return taken.isEmpty() ? List.of() : load(taken);
    }

    Optional<Claim> take(UUID id, Instant now, Lease mine) {
        var taken = database.sql("""
                update delivery d set lease_owner = :owner, lease_until = :until
                where d.id = :id and (d.lease_until is null or d.lease_until < :now)
                returning d.id, d.lease_owner, d.lease_until, d.expires_at, d.attempts, d.part, d.purpose, d.calling""")
                .param("owner", mine.owner()).param("until", Columns.time(mine.until())).param("id", id).param("now",
                        Columns.time(now))
                .query(Taken::of).list();
        return taken.isEmpty() ? Optional.empty() : load(taken).stream().findFirst();
    }

    private record Taken(UUID id, String lease, Instant heldUntil, Instant expiresAt, int attempts, int part,
            boolean inquire,
            boolean calling) {
        static Taken of(ResultSet row, int number) throws SQLException {
            return new Taken(row.getObject("id", UUID.class), row.getString("lease_owner"), row.getTimestamp(
                    "lease_until").toInstant(), row.getTimestamp("expires_at").toInstant(), row.getInt("attempts"),
                    row.getInt("part"), row.getString("purpose")
                            .equals("inquiry"),
                    row.getBoolean("calling"));
        }
    }

    private List<Claim> load(List<Taken> taken) {
        var byId = taken.stream().collect(Collectors.toMap(Taken::id, Function.identity()));
        var claims = new ArrayList<Claim>();
        database.sql("""
                select t.*, case when length(p.bytes) <= :large then p.bytes end as bytes from transaction t
                join payload p on p.transaction_id = t.id and p.kind = 'request'
                where t.id = any(:ids)""").param("large", LARGE).param("ids", byId.keySet().toArray(UUID[]::new))
                .query(row -> {
                    var id = row.getObject("id", UUID.class);
                    body(id, row.getBytes("bytes")).ifPresent(body -> add(claims, byId, row, body));
                });
        claims.sort(Comparator.comparing(claim -> claim.transaction().id()));
        return claims;
    }

    private static void add(List<Claim> claims, Map<UUID, Taken> taken, ResultSet row, Supplier<byte[]> body) {
        try {
            var transaction = Rows.transaction(row);
            var t = taken.get(transaction.id());
            if (t != null) {
                claims.add(new Claim(transaction, State.valueOf(row.getString("state")), body, t.lease(), t
                        .heldUntil(), t.expiresAt(), t.attempts(), t.part(), t.inquire(), t.calling(),
                        row.getInt("attempts"), Rows
                                .instant(row, "sent_at")));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Work whose request does not open stays where it is; the other work taken with it is done all the same. */
    private Optional<Supplier<byte[]>> body(UUID id, byte[] sealed) {
        if (sealed == null) {
            return Optional.of(() -> fetched(id));
        }
        try {
            var bytes = seal.open(id, sealed);
            return Optional.of(() -> bytes);
        } catch (IllegalStateException e) {
            log.error("ledger.payload-closed transaction={} cause={}", id, e.getMessage());
            return Optional.empty();
        }
    }

    private byte[] fetched(UUID id) {
        return seal.open(id, database.sql("select bytes from payload where transaction_id = :id and kind = 'request'")
                .param("id", id).query((row, number) -> row.getBytes(1)).single());
    }

    void giveBack(Collection<Claim> taken) {
        if (!taken.isEmpty()) {
            database.sql("""
                    update delivery set lease_owner = null, lease_until = null
                    where id = any(:ids) and lease_owner = any(:leases)""").param("ids", taken.stream().map(
                    claim -> claim.transaction().id()).toArray(UUID[]::new)).param("leases", taken.stream().map(
                            Claim::lease).toArray(String[]::new))
                    .update();
        }
    }

    /** Not one that others have ended before its time. */
    boolean extend(UUID id, String lease, Instant until) {
        return database.sql("""
                update delivery set lease_until = :until
                where id = :id and lease_owner = :lease and lease_until > '-infinity'""").param("until", Columns.time(
                until)).param("id", id).param("lease", lease).update() == 1;
    }
}
