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

import org.springframework.jdbc.core.simple.JdbcClient;

import vn.lgsp.gateway.ledger.Entry.Lease;

/** Who works on what: leases on rows of the queue, taken, kept up and given back. */
final class Claims {
    /** Larger requests are not kept in memory while they wait for their turn. */
    private static final int LARGE = 64 * 1024;

    private final JdbcClient database;
    private final PayloadSeal seal;

    Claims(JdbcClient database, PayloadSeal seal) {
        this.database = database;
        this.seal = seal;
    }

    List<Claim> claim(String destination, int limit, Instant now, Lease mine) {
        return take("""
                select d.id from delivery d
                  where d.destination = :destination and d.destination > '' and d.due_at <= :now
                    and (d.lease_until is null or d.lease_until < :now)
                    and (d.order_key is null or not exists (
                      select 1 from delivery e where e.order_key = any(array[d.order_key]) and e.turn < d.turn
                        and (e.parked is null or e.parked not like 'after:%')))
                  order by d.due_at, d.id limit :limit for update of d skip locked""", mine, Map.of("destination",
                destination, "now", Columns.time(now), "limit", limit));
    }

    /** Wherever it waits, and whatever for; only among what is older than {@code low}. */
    List<Claim> claimExpired(UUID low, int limit, Instant now, Lease mine) {
        return take("""
                select d.id from delivery d
                  where d.id < :low and d.expires_at <= :now and (d.lease_until is null or d.lease_until < :now)
                  order by d.id limit :limit for update of d skip locked""", mine, Map.of("low", low, "now", Columns
                .time(now), "limit", limit));
    }

    private List<Claim> take(String due, Lease mine, Map<String, ?> parameters) {
        var taken = database.sql("with due as (" + due + """
                )
                update delivery d set lease_owner = :owner || ':' || d.id, lease_until = :until, parked = null
                from due where d.id = any(array[due.id])
                returning d.id, d.lease_owner, d.lease_until, d.expires_at, d.attempts, d.part, d.purpose, d.calling""")
                .params(parameters).param("owner", mine.owner()).param("until", Columns.time(mine.until())).query(
                        Taken::of)
                .list();
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
                left join payload p on p.transaction_id = any(array[t.id]) and p.kind = 'request'
                where t.id = any(:ids)""").param("large", LARGE).param("ids", byId.keySet().toArray(UUID[]::new))
                .query(row -> {
                    var id = row.getObject("id", UUID.class);
                    add(claims, byId, row, body(id, row.getBytes("bytes")));
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
                                .instant(row, "settled_at")));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request that does not open is told to who asks for it; the other work taken with it is done all the same. */
    private Supplier<byte[]> body(UUID id, byte[] sealed) {
        if (sealed == null) {
            return () -> fetched(id);
        }
        try {
            var bytes = seal.open(id, sealed);
            return () -> bytes;
        } catch (PayloadClosed e) {
            return () -> {
                throw e;
            };
        }
    }

    private byte[] fetched(UUID id) {
        return seal.open(id, database.sql("select bytes from payload where transaction_id = :id and kind = 'request'")
                .param("id", id).query((row, number) -> row.getBytes(1)).optional().orElseThrow(() -> new PayloadClosed(
                        id, null)));
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

    /** Who holds it will not do it, and never called for it. */
    void uncalled(UUID id, Lease held) {
        database.sql("""
                update delivery set lease_owner = null, lease_until = null, calling = false
                where id = :id and lease_owner = :lease""").param("id", id).param("lease", held.owner()).update();
    }

    /** Not one that others have ended before its time. */
    boolean extend(UUID id, String lease, Instant until) {
        return database.sql("""
                update delivery set lease_until = :until
                where id = :id and lease_owner = :lease and lease_until > '-infinity'""").param("until", Columns.time(
                until)).param("id", id).param("lease", lease).update() == 1;
    }
}
