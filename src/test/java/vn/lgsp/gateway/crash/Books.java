package vn.lgsp.gateway.crash;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the ledger says, read from the database itself. */
final class Books {
    /** One transaction as it stands. */
    record Row(UUID id, String service, String caller, String key, String state, String mode, @Nullable UUID parent,
            String origin, @Nullable String code, int attempts) {
        /** Refused by the gateway itself, which the answer says: nothing follows. */
        boolean refused() {
            return state.equals("REJECTED") && attempts == 0;
        }
    }

    final List<Row> rows;
    final Map<UUID, Row> byId;
    /** Transaction by idempotency key. */
    final Map<String, UUID> byKey;
    private final List<String> waiting;
    private final List<String> forgotten;

    Books(JdbcClient sql) {
        this(rows(sql), keys(sql), waiting(sql), forgotten(sql));
    }

    /** Books as they are given. */
    Books(List<Row> rows, Map<String, UUID> byKey, List<String> waiting, List<String> forgotten) {
        this.rows = rows;
        this.byId = rows.stream().collect(Collectors.toMap(Row::id, Function.identity()));
        this.byKey = byKey;
        this.waiting = waiting;
        this.forgotten = forgotten;
    }

    private static List<Row> rows(JdbcClient sql) {
        return sql.sql("""
                select id, service, caller, coalesce(business_key, '') as key, state, mode, parent, origin, code,
                  attempts
                from transaction order by id""").query((row, number) -> new Row(row.getObject("id", UUID.class), row
                .getString("service"), row.getString("caller"), row.getString("key"), row.getString("state"),
                row
                        .getString("mode"),
                row.getObject("parent", UUID.class), row.getString("origin"), row.getString(
                        "code"),
                row.getInt("attempts")))
                .list();
    }

    private static Map<String, UUID> keys(JdbcClient sql) {
        var keys = new HashMap<String, UUID>();
        sql.sql("select key, transaction_id from idempotency").query(row -> {
            keys.put(row.getString(1), row.getObject(2, UUID.class));
        });
        return keys;
    }

    /** The transaction of a request: the one its answer named, or the one that holds its key. */
    @Nullable
    Row of(Sent sent) {
        return sent.id() != null && sent.yes() ? byId.get(UUID.fromString(sent.id())) : under(sent.key);
    }

    /** The transaction that holds an idempotency key. */
    @Nullable
    Row under(String key) {
        var id = byKey.get(key);
        return id == null ? null : byId.get(id);
    }

    /** Accepted by state; the sum of all is what was accepted. */
    Map<String, Long> states() {
        var states = new java.util.TreeMap<String, Long>();
        rows.forEach(row -> states.merge(row.state(), 1L, Long::sum));
        return states;
    }

    /** Work that is still in the queue, told in words. */
    static List<String> waiting(JdbcClient sql) {
        return sql.sql("""
                select d.service || ' ' || coalesce(d.order_key, '') || ' ' || d.id || ' due ' || d.due_at || ' parked '
                  || coalesce(d.parked, '-') || ' lease ' || coalesce(d.lease_owner, '-') || ' until '
                  || coalesce(d.lease_until::text, '-') || ' attempts ' || d.attempts || ' ' || d.purpose
                from delivery d order by d.id""").query(String.class).list();
    }

    List<String> waiting() {
        return waiting;
    }

    /** Transactions without an outcome that nothing in the queue will give one. */
    List<String> forgotten() {
        return forgotten;
    }

    private static List<String> forgotten(JdbcClient sql) {
        return sql
                .sql("""
                select t.service || ' ' || t.id || ' ' || t.state from transaction t
                where t.state in ('RECEIVED', 'DELIVERING') and not exists (select 1 from delivery d where d.id = t.id)""")
                .query(String.class).list();
    }

    /** Dossiers that processing steps wait for. */
    static List<String> awaitedDossiers(JdbcClient sql) {
        return sql.sql("""
                select distinct substring(parked from '/(.*)$') from delivery where parked like 'after:%'""").query(
                String.class).list();
    }
}
