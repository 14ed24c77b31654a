package vn.lgsp.gateway.ops;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import vn.lgsp.gateway.ledger.State;

/** Writes rows into the ledger's tables as the gateway would have left them. */
final class SampleLedger {
    private final DataSource dataSource;
    private final JdbcClient sql;

    SampleLedger(DataSource dataSource) {
        this.dataSource = dataSource;
        sql = JdbcClient.create(dataSource);
    }

    /** An empty ledger with this month's partitions. */
    SampleLedger empty() {
        sql.sql("truncate transaction, attempt, payload, delivery, counter, audit, replay_job, replay_item, destination, sequel_fault")
                .update();
        var month = LocalDate.now(ZoneOffset.UTC).withDayOfMonth(1);
        sql.sql("select add_month(:last), add_month(:month), add_month(:next)").param("last", month.minusMonths(1))
                .param("month", month).param("next", month.plusMonths(1)).query().listOfRows();
        return this;
    }

    Row transaction(String service, State state) {
        return new Row(service, state);
    }

    Row transaction(String service, State state, Instant receivedAt) {
        var row = new Row(service, state);
        row.receivedAt = receivedAt;
        return row;
    }

    void attempt(UUID transaction, int number, Instant startedAt, int tookMs, String outcome,
            @Nullable Integer status, @Nullable String code, @Nullable String reason) {
        sql.sql("""
                insert into attempt (transaction_id, number, started_at, took_ms, outcome, http_status, code, reason,
                                     sent_bytes, answer_bytes, node)
                values (?, ?, ?, ?, ?, ?, ?, ?, 812, 96, 'node-1')""")
                .param(transaction).param(number).param(at(startedAt)).param(tookMs).param(outcome).param(status)
                .param(code).param(reason).update();
    }

    void notSetOff(UUID transaction, String kind, String service, String reason) {
        sql.sql("insert into sequel_fault (transaction_id, kind, service, reason) values (?, ?, ?, ?)")
                .param(transaction).param(kind).param(service).param(reason).update();
    }

    void waiting(UUID transaction, String service, Instant due, int attempts, @Nullable String parked) {
        sql.sql("""
                insert into delivery (id, service, destination, due_at, expires_at, attempts, parked)
                values (?, ?, ?, ?, ?, ?, ?)""").param(transaction).param(service)
                .param(service.substring(0, service.indexOf('.'))).param(at(due))
                .param(at(due.plusSeconds(86_400))).param(attempts).param(parked).update();
    }

    void count(String service, Instant minute, State state, long n) {
        sql.sql("insert into counter (service, minute, caller, state, slot, n) values (?, ?, 'one-stop', ?, ?, ?)")
                .param(service).param(at(minute)).param(state.name()).param(ThreadLocalRandom.current().nextInt(30_000))
                .param(n).update();
    }

    /** Sends so many of what a replay has left, as the way out would: the payload of version "gone" is not there. */
    void replay(UUID job, int items) {
        sql.sql("""
                select i.original, t.service from replay_item i join transaction t on t.id = i.original
                where i.job = ? and i.outcome = 'WAITING' order by i.original limit ?""").param(job).param(items)
                .query((row, number) -> List.of(row.getObject(1, UUID.class), row.getString(2))).list().forEach(
                        item -> {
                            var original = (UUID) item.getFirst();
                            var child = transaction((String) item.getLast(), State.RECEIVED).child(original, "replay")
                                    .insert();
                            sql.sql("""
                                    update replay_item set outcome = 'SENT', child = ?, body = null
                                    where job = ? and original = ?""").param(child).param(job).param(original).update();
                        });
        sql.sql("""
                update replay_job j set state = 'DONE', ended_at = now() where id = ? and state = 'RUNNING'
                  and not exists (select 1 from replay_item where job = j.id and outcome = 'WAITING')""").param(job)
                .update();
    }

    /** Moves a transaction to another state, if it is in the one given. */
    boolean moves(UUID id, String from, State to) {
        return sql.sql("update transaction set state = ? where id = ? and state = any(string_to_array(?, ','))").param(
                to.name()).param(id).param(from).update() == 1;
    }

    void waitsNoMore(UUID id) {
        sql.sql("delete from delivery where id = ?").param(id).update();
    }

    /** Rows of the audit log, oldest first: who, action, target, detail. */
    List<String> audit() {
        return sql.sql("select concat_ws(' ', who, action, target, detail) from audit order by id").query(String.class)
                .list();
    }

    /** Runs something while nobody can read transactions, as when a search would take too long. */
    <T> T whileLocked(Supplier<T> something) {
        try (var connection = dataSource.getConnection(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table transaction in access exclusive mode");
            try {
                return something.get();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    JdbcClient sql() {
        return sql;
    }

    static UUID id(Instant at) {
        var random = ThreadLocalRandom.current();
        return new UUID((at.toEpochMilli() << 16) | 0x7000L | random.nextInt(0x1000),
                0x8000_0000_0000_0000L | (random.nextLong() & 0x3fff_ffff_ffff_ffffL));
    }

    private static OffsetDateTime at(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable OffsetDateTime atOrNone(@Nullable Instant at) {
        return at == null ? null : at(at);
    }

    /** A transaction about to be written. */
    final class Row {
        private final String service;
        private final State state;
        private Instant receivedAt = Instant.now();
        private @Nullable Instant settledAt;
        private @Nullable String businessKey;
        private @Nullable String reference;
        private @Nullable String code;
        private @Nullable String reason;
        private @Nullable UUID parent;
        private String origin = "caller";
        private String version = "v1";
        private @Nullable String sandbox;
        private int attempts;

        private Row(String service, State state) {
            this.service = service;
            this.state = state;
        }

        Row key(String key) {
            businessKey = key;
            return this;
        }

        Row reference(String name) {
            reference = name;
            return this;
        }

        Row settledAfterMs(long ms) {
            settledAt = receivedAt.plusMillis(ms);
            return this;
        }

        Row answer(@Nullable String providerCode, String words) {
            code = providerCode;
            reason = words;
            return this;
        }

        Row attempts(int n) {
            attempts = n;
            return this;
        }

        Row child(UUID of, String because) {
            parent = of;
            origin = because;
            return this;
        }

        Row recorded(String answer) {
            sandbox = answer;
            return this;
        }

        Row version(String hash) {
            version = hash;
            return this;
        }

        UUID insert() {
            var id = id(receivedAt);
            sql.sql("""
                    insert into transaction (id, service, caller, business_key, reference, state, mode, received_at,
                      sent_at, answered_at, settled_at, attempts, provider_status, code, reason, reply_status,
                      request_bytes, reply_bytes, version, parent, origin, sandbox)
                    values (?, ?, 'one-stop', ?, ?, ?, 'LATER', ?, ?, ?, ?, ?, ?, ?, ?, 202, 1204, 310, ?, ?, ?, ?)""")
                    .param(id).param(service).param(businessKey).param(reference).param(state.name())
                    .param(at(receivedAt)).param(attempts == 0 ? null : at(receivedAt.plusMillis(12)))
                    .param(settledAt == null ? null : at(settledAt.minusMillis(4))).param(atOrNone(settledAt))
                    .param(attempts).param(attempts == 0 ? null : 200).param(code).param(reason).param(version)
                    .param(parent).param(origin).param(sandbox)
                    .update();
            if (!version.equals("gone")) {
                sql.sql("insert into payload (transaction_id, kind, bytes) values (?, 'request', 'sealed')").param(id)
                        .update();
            }
            return id;
        }
    }
}
