package vn.lgsp.gateway.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

import vn.lgsp.gateway.ledger.Entry.Opening;
import vn.lgsp.gateway.ledger.Entry.Written.Taken;

/** Idempotency keys: the unique constraint decides who was first, also between writers and nodes. */
final class Keys {
    private final Connection connection;

    Keys(Connection connection) {
        this.connection = connection;
    }

    /** By the key as it is kept: one that comes back as another would be looked for without end. */
    static String name(String caller, String service, String key) {
        return String.join("\u0000", caller, service,
                new String(RowArray.storable(key).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    /** Who holds each of the wanted keys after this: its opening, or an earlier transaction. */
    Map<String, Taken> claim(SortedMap<String, Opening> wanted) throws SQLException {
        var holders = new HashMap<String, Taken>();
        var missing = new TreeMap<>(wanted);
        while (!missing.isEmpty()) {
            holders.putAll(insert(missing));
            missing.keySet().removeAll(holders.keySet());
            if (!missing.isEmpty()) {
                // a new statement, so that it sees what the insert had to wait for
                holders.putAll(read(missing));
                missing.keySet().removeAll(holders.keySet());
            }
        }
        return holders;
    }

    private Map<String, Taken> insert(SortedMap<String, Opening> wanted) throws SQLException {
        var columns = new Columns("text", "text", "text", "uuid", "bytea", "timestamptz", "timestamptz");
        for (var opening : wanted.values()) {
            var transaction = opening.transaction();
            var key = opening.key().orElseThrow();
            columns.add(transaction.caller(), transaction.register(), key.value(), transaction.id(), key.fingerprint(),
                    key.expiresAt(), transaction.receivedAt());
        }
        return run(columns, """
                insert into idempotency as held (caller, service, key, transaction_id, fingerprint, expires_at,
                  claimed_at)
                select * from unnest(?, ?, ?, ?, ?, ?, ?)
                on conflict (caller, service, key) do update
                  set transaction_id = excluded.transaction_id, fingerprint = excluded.fingerprint,
                      claimed_at = excluded.claimed_at, expires_at = excluded.expires_at
                  where held.expires_at < excluded.claimed_at
                returning caller, service, key, transaction_id, fingerprint""");
    }

    private Map<String, Taken> read(SortedMap<String, Opening> wanted) throws SQLException {
        var columns = new Columns("text", "text", "text");
        for (var opening : wanted.values()) {
            columns.add(opening.transaction().caller(), opening.transaction().register(), opening.key().orElseThrow()
                    .value());
        }
        return run(columns, """
                select held.caller, held.service, held.key, held.transaction_id, held.fingerprint
                from idempotency held join unnest(?, ?, ?) as w(caller, service, key)
                  on (held.caller, held.service, held.key) = (w.caller, w.service, w.key)""");
    }

    private Map<String, Taken> run(Columns columns, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            columns.bind(statement, 1);
            try (var rows = statement.executeQuery()) {
                return holders(rows);
            }
        }
    }

    private static Map<String, Taken> holders(ResultSet rows) throws SQLException {
        var holders = new HashMap<String, Taken>();
        while (rows.next()) {
            holders.put(name(rows.getString(1), rows.getString(2), rows.getString(3)),
                    new Taken(rows.getObject(4, UUID.class), rows.getBytes(5)));
        }
        return holders;
    }
}
