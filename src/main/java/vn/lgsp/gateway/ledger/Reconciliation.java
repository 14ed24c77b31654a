package vn.lgsp.gateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import vn.lgsp.gateway.ledger.Books.Account;
import vn.lgsp.gateway.ledger.Books.Period;

/**
 * Counts every row of a real transaction again and holds the counters against it. It reads one snapshot, so it is exact while traffic flows, and
 * it changes nothing.
 */
public final class Reconciliation {
    private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private static final String STATES = """
            select service, case when grouping(state) = 1 then 'RECEIVED' else state end as state, count(*) as n
              from transaction t
             where t.id >= :low and t.id < :high and t.received_at >= :from and t.received_at < :to and t.sandbox is null
               and (:service::text is null or t.service = :service)
             group by grouping sets ((service), (service, state))
            having grouping(state) = 1 or state not in ('RECEIVED', 'DELIVERING')""";

    /** As reports read them: by days what is old. */
    private static final String TOTALS = """
            select service, state, sum(n) as n from (
              select service, state, n from counter union all select service, state, n from counter_day) n
             where (:service::text is null or service = :service) group by service, state""";

    private static final String COUNTERS = """
            select service, state, sum(n) as n from counted
             where minute >= :from and minute < :to and (:service::text is null or service = :service)
             group by service, state""";

    /** By the minute in which each was counted: of its receipt, and of its end. */
    private static final String CELLS = """
            with told as (
              select service, caller, minute, state, sum(n) as n from counted
               where minute >= :from and minute < :to and (:service::text is null or service = :service)
               group by 1, 2, 3, 4),
            recounted as (
              select service, caller, date_trunc('minute', received_at) as minute, 'RECEIVED' as state, count(*) as n
                from transaction
               where id >= :low and id < :high and received_at >= :from and received_at < :to and sandbox is null
                 and (:service::text is null or service = :service)
               group by 1, 2, 3
              union all
              select service, caller, date_trunc('minute', settled_at), state, count(*) from transaction
               where settled_at >= :from and settled_at < :to and id < :high and sandbox is null
                 and (:service::text is null or service = :service)
               group by 1, 2, 3, 4)
            select service, count(*) as n from told c full join recounted r using (service, caller, minute, state)
             where coalesce(c.n, 0) <> coalesce(r.n, 0) group by service""";

    /** What moved to its day must be there as often as it lies by the minute. */
    private static final String DAYS = """
            with minutes as (
              select service, caller, vietnam_day(minute) as day, state, sum(n) as n from counter_past group by 1, 2, 3, 4)
            select service, count(*) as n from minutes m full join counter_day d using (service, caller, day, state)
             where coalesce(m.n, 0) <> coalesce(d.n, 0) and (:service::text is null or service = :service)
             group by service""";

    private static final String WAITING = """
            select service, count(*) as pending, count(*) filter (where not exists (
                     select 1 from delivery d where d.id = t.id)) as lost
              from transaction t
             where t.state in ('RECEIVED', 'DELIVERING') and t.sandbox is null and t.id >= :low and t.id < :high
               and t.received_at >= :from and t.received_at < :to
               and (:service::text is null or t.service = :service)
             group by service""";

    /** What is asked about may wait in the queue though it counts as UNKNOWN. */
    private static final String STRAY = """
            select d.service, count(*) as n from delivery d left join transaction t on t.id = d.id
             where d.id >= :low and d.id < :high and (:service::text is null or d.service = :service)
               and t.sandbox is null and (t.id is null or t.state not in ('RECEIVED', 'DELIVERING', 'UNKNOWN'))
             group by d.service""";

    private final LedgerDatabase database;

    public Reconciliation(LedgerDatabase database) {
        this.database = database;
    }

    /**
     * @param period none for everything
     * @param service none for all
     * @throws org.springframework.dao.DataAccessException when the database does not answer
     */
    public Books books(Optional<Period> period, Optional<String> service) {
        return database.read(connection -> books(connection, period, service.orElse(null)));
    }

    private static Books books(Connection connection, Optional<Period> period, @Nullable String service)
            throws SQLException {
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setAutoCommit(false);
        var snapshot = new Snapshot(JdbcClient.create(new SingleConnectionDataSource(connection, true)), period,
                service);
        var asOf = snapshot.sql.sql("select now()").query((row, number) -> row.getTimestamp(1).toInstant()).single();
        var drafts = new TreeMap<String, Draft>();
        snapshot.each(STATES, row -> draft(drafts, row).rows.put(State.valueOf(row.getString("state")), row.getLong(
                "n")));
        snapshot.each(period.isEmpty() ? TOTALS : COUNTERS,
                row -> draft(drafts, row).counters.put(State.valueOf(row.getString("state")), row
                        .getLong("n")));
        snapshot.each(CELLS, row -> draft(drafts, row).cells = row.getLong("n"));
        snapshot.each(DAYS, row -> draft(drafts, row).days = row.getLong("n"));
        snapshot.each(WAITING, row -> draft(drafts, row).waits(row.getLong("pending"), row.getLong("lost")));
        snapshot.each(STRAY, row -> draft(drafts, row).stray = row.getLong("n"));
        return new Books(asOf, period, drafts.values().stream().map(Draft::account).toList());
    }

    private static Draft draft(Map<String, Draft> drafts, ResultSet row) throws SQLException {
        return drafts.computeIfAbsent(Objects.requireNonNull(row.getString("service")), Draft::new);
    }

    private interface Each {
        void row(ResultSet row) throws SQLException;
    }

    /** All questions of one recount are put to the same moment. */
    private record Snapshot(JdbcClient sql, Optional<Period> period, @Nullable String service) {
        void each(String query, Each each) {
            var from = period.map(Period::from);
            var to = period.map(Period::to);
            // an id is made a moment before its transaction's time is read
            var low = from.map(at -> LedgerRows.firstId(at.minusSeconds(3600))).orElse(new UUID(0, 0));
            var high = to.map(at -> LedgerRows.firstId(at.plusSeconds(3600))).orElse(new UUID(-1, -1));
            sql.sql(query).param("from", LedgerRows.timestamp(from.orElse(FIRST))).param("to", LedgerRows.timestamp(to
                    .orElse(LAST))).param("low", low).param("high", high).param("service", service).query(
                            row -> {
                                each.row(row);
                            });
        }
    }

    private static final class Draft {
        private final String service;
        private final Map<State, Long> rows = new EnumMap<>(State.class);
        private final Map<State, Long> counters = new EnumMap<>(State.class);
        private long cells;
        private long days;
        private long pending;
        private long lost;
        private long stray;

        Draft(String service) {
            this.service = service;
        }

        void waits(long all, long without) {
            pending = all;
            lost = without;
        }

        Account account() {
            return new Account(service, rows, counters, cells, days, pending, lost, stray);
        }
    }
}
