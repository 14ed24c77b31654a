package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads the ledger for people: through indexes only, a page at a time, and never for longer than two seconds (then
 * {@link org.springframework.dao.QueryTimeoutException}).
 */
@Component
public class LedgerSearch {
    private static final int PATIENCE_SECONDS = 2;
    /** Enough for a percentile, few enough to read again every few seconds. */
    private static final int RECENT = 200;
    private static final int CHILDREN = 50;
    private static final int ATTEMPTS = 200;

    static final String TRANSACTION = """
            select t.*, d.purpose, d.expires_at,
                   case when isfinite(d.due_at) then greatest(d.due_at, t.received_at) end as due,
                   d.attempts as ended, d.parked,
                   coalesce(d.lease_until > now(), false) as leased
              from transaction t left join delivery d on d.id = t.id
            """;

    /** A row of both columns leads to the index of both, whatever PostgreSQL knows by now of what came in today. */
    static final String FIGURES = """
            select s.service, coalesce(c.delivered, 0) as delivered, coalesce(c.failed, 0) as failed,
                   a.p95, coalesce(a.sampled, 0) as sampled
              from unnest(array[:services]) as s(service)
              left join lateral (
                   select sum(n) filter (where state = 'DELIVERED') as delivered,
                          sum(n) filter (where state in (%s)) as failed
                     from (select state, n from counter where service = s.service and minute >= :minute
                           union all
                           select state, n from counter_day where service = s.service and day >= :day
                           union all
                           select state, n from counter_past
                            where service = s.service and minute >= :minute and minute < :midnight) n) c on true
              left join lateral (
                   select percentile_disc(0.95) within group (order by coalesce(t.took_ms, a.took_ms)) as p95,
                          count(coalesce(t.took_ms, a.took_ms)) as sampled
                     from (select id, case when call_node is not null
                                   then (extract(epoch from answered_at - sent_at) * 1000)::int end as took_ms
                             from transaction where (service, id) >= (s.service, :low)
                              and (service, id) <= (s.service, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid)
                              and sandbox is null
                            order by service desc, id desc limit :recent) t
                     left join attempt a on a.transaction_id = t.id and a.transaction_id >= :low) a on true
            """.formatted(Arrays.stream(State.values()).filter(State::failed).map(state -> "'" + state + "'").collect(
            Collectors.joining(", ")));

    /** Ids are in the order of receipt, so the queue's own key leads to the oldest first. */
    private static final String LATE = """
             join unnest(:services::text[], :ids::uuid[]) as sla(service, id) on sla.service = d.service
            where d.id < sla.id and d.id < :last and d.destination <> '(sandbox)'""";

    static final String OVERDUE = TRANSACTION + LATE
            + " and (:after::uuid is null or d.id > :after) order by d.id limit :limit";

    private final JdbcClient sql;
    private final Waiting waiting;

    @Autowired
    public LedgerSearch(DataSource dataSource) {
        var template = new JdbcTemplate(dataSource);
        template.setQueryTimeout(PATIENCE_SECONDS);
        sql = JdbcClient.create(template);
        waiting = new Waiting(dataSource);
    }

    /** The newest first; when there are {@code limit} of them, older ones may follow after the last id. */
    public List<TransactionView> transactions(TransactionQuery query) {
        var conditions = SearchConditions.of(query);
        return sql.sql(TRANSACTION + conditions.clauses() + " order by t.id desc limit :limit")
                .params(conditions.parameters()).param("limit", query.limit()).query(LedgerRows::transaction).list();
    }

    public Optional<TransactionView> transaction(UUID id) {
        return sql.sql(TRANSACTION + " where t.id = :id").param("id", id).query(LedgerRows::transaction).optional();
    }

    /** The calls made for a transaction, in their order. */
    public List<AttemptView> attempts(UUID id) {
        return sql.sql("select * from every_attempt where transaction_id = :id order by number limit " + ATTEMPTS)
                .param("id", id).query(LedgerRows::attempt).list();
    }

    /** What this one's end should have set off and did not. */
    public List<SequelFault> sequelFaults(UUID id) {
        return sql.sql("select kind, service, reason, at from sequel_fault where transaction_id = :id order by kind")
                .param("id", id).query((row, _) -> new SequelFault(row.getString("kind"), row.getString("service"), row
                        .getString("reason"), LedgerRows.time(row, "at")))
                .list();
    }

    /** The transactions that came from this one, in their order. */
    public List<TransactionView> children(UUID id) {
        return sql.sql(TRANSACTION + " where t.parent = :id order by t.id limit " + CHILDREN).param("id", id)
                .query(LedgerRows::transaction).list();
    }

    /** One row for each of the services named, with the outcomes since then. */
    public List<ServiceFigures> services(Collection<String> services, Instant since) {
        if (services.isEmpty()) {
            return List.of();
        }
        var minute = since.truncatedTo(ChronoUnit.MINUTES);
        var day = minute.minusMillis(1).atZone(Vietnam.TIME).toLocalDate().plusDays(1);
        var waits = waiting.byService();
        return sql.sql(FIGURES).param("services", services)
                .param("minute", LedgerRows.timestamp(minute)).param("day", day).param("midnight", LedgerRows.timestamp(
                        day.atStartOfDay(Vietnam.TIME).toInstant()))
                .param("low", LedgerRows.firstId(since)).param("recent", RECENT).query((row,
                        number) -> LedgerRows.figures(row, waits))
                .list();
    }

    /** What waits for each destination. */
    public List<DestinationFigures> destinations() {
        return waiting.byDestination().entrySet().stream().map(entry -> new DestinationFigures(entry.getKey(), entry
                .getValue().all(), entry.getValue().parked(), entry.getValue().oldest())).toList();
    }

    /**
     * What still waits of each of these services though it was received before its moment; the oldest first, after the
     * given one.
     */
    public List<TransactionView> overdue(Map<String, Instant> before, @Nullable UUID after, int limit) {
        return before.isEmpty()
                ? List.of()
                : late(before, OVERDUE).param("after", after).param("limit", limit).query(
                        LedgerRows::transaction)
                        .list();
    }

    /** How many those are, by service. */
    public Map<String, Long> overdue(Map<String, Instant> before) {
        return before.isEmpty()
                ? Map.of()
                : late(before, "select d.service, count(*) as n from delivery d" + LATE + " group by 1").query((row,
                        number) -> Map.entry(row.getString("service"), row.getLong("n"))).list().stream().collect(
                                Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private JdbcClient.StatementSpec late(Map<String, Instant> before, String query) {
        var services = before.keySet().toArray(String[]::new);
        var ids = Arrays.stream(services).map(service -> LedgerRows.firstId(before.getOrDefault(service,
                Instant.EPOCH))).toArray(UUID[]::new);
        var last = LedgerRows.firstId(Collections.max(before.values()));
        return sql.sql(query).param("services", services).param("ids", ids).param("last", last);
    }

    /** Everything that was ever counted. */
    public List<CounterTotal> totals() {
        return sql.sql("""
                select service, state, sum(n) as n from (
                  select service, state, n from counter union all select service, state, n from counter_day) n
                group by service, state""").query(LedgerRows::counterTotal).list();
    }

    /** What was counted of these services in the minutes from one moment to before another. */
    public List<CounterTotal> counted(Collection<String> services, Instant from, Instant to) {
        return sql.sql("""
                select service, state, sum(n) as n from counted
                where service = any(:services) and minute >= :from and minute < :to
                group by service, state having sum(n) <> 0""").param("services", services.toArray(String[]::new))
                .param("from", LedgerRows.timestamp(from)).param("to", LedgerRows.timestamp(to))
                .query(LedgerRows::counterTotal).list();
    }

    /** What was counted on each of the days, in Vietnam's time, first and last included; in their order. */
    public List<DayCount> days(LocalDate first, LocalDate last) {
        return sql.sql("""
                select day, service, caller, state, sum(n) as n from (
                  select vietnam_day(minute) as day, service, caller, state, n from counter
                   where minute >= :from and minute < :to
                  union all
                  select day, service, caller, state, n from counter_day where day between :first and :last) n
                group by 1, 2, 3, 4 having sum(n) <> 0 order by 1, 2, 3, 4""").param("first", first).param("last", last)
                .param("from", LedgerRows.timestamp(first.atStartOfDay(Vietnam.TIME).toInstant()))
                .param("to", LedgerRows.timestamp(last.plusDays(1).atStartOfDay(Vietnam.TIME).toInstant()))
                .query(LedgerRows::dayCount).list();
    }
}
