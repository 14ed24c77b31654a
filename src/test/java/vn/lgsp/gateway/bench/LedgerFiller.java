package vn.lgsp.gateway.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Fills a ledger with months of transactions, made by the database itself: evenly over the time, the services in turn, two in
 * a thousand failed, with attempts in the last two days and counters that are right to the last one.
 */
final class LedgerFiller {
    private static final int CHUNK = 1_000_000;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd").withZone(ZoneOffset.UTC);

    private final JdbcClient sql;
    private final List<String> services;
    private final Instant start;
    private final Instant end;
    private double step;

    LedgerFiller(DataSource database, List<String> services, int months) {
        this.sql = JdbcClient.create(database);
        this.services = services;
        this.end = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        this.start = end.minus(Duration.ofDays(30L * months));
    }

    /** When the transaction of this number was received. */
    Instant at(int number) {
        return start.plusMillis((long) (number * step));
    }

    UUID id(int number) {
        return new UUID(at(number).toEpochMilli() << 16 | 0x7000, 0x8000_0000_0000_0000L | number);
    }

    /** Of a dossier, with five transactions each. */
    String key(int number) {
        var dossier = number / 5;
        return "H47." + dossier % 160 + "-" + DAY.format(at(dossier * 5)) + "-" + dossier % 10_000_000;
    }

    void fill(int rows) {
        step = (double) Duration.between(start, end).toMillis() / rows;
        var month = LocalDate.ofInstant(start, ZoneOffset.UTC).withDayOfMonth(1);
        for (; month.isBefore(LocalDate.ofInstant(end, ZoneOffset.UTC)); month = month.plusMonths(1)) {
            sql.sql("select add_month(:month)").param("month", month).query().listOfRows();
        }
        for (int from = 0; from < rows; from += CHUNK) {
            var began = System.nanoTime();
            var to = Math.min(rows, from + CHUNK);
            transactions(from, to);
            count(from, to);
            while (sql.sql("select roll_up_counters(now() - interval '2 days')").query(Long.class).single() > 0) {
                // a day each time
            }
            Report.say("ledger filled",
                    "%,d of %,d (%,.0f/s)".formatted(to, rows, (to - from) * 1e9 / (System.nanoTime()
                            - began)));
        }
        attempts();
        sql.sql("analyze transaction, attempt, counter, counter_past, counter_day").update();
        // as it stands after a while: what moved away long ago is no longer in the way
        sql.sql("vacuum full counter").update();
        sql.sql("vacuum counter_day").update();
        sql.sql("checkpoint").update();
    }

    private void transactions(int from, int to) {
        sql.sql("""
                insert into transaction (id, service, caller, business_key, state, mode, received_at, sent_at, answered_at,
                  settled_at, attempts, provider_status, code, reason, reply_status, request_bytes, reply_bytes, version)
                select (lpad(to_hex(ms), 12, '0') || '7000' || '8000' || lpad(to_hex(i), 12, '0'))::uuid,
                  (:services::text[])[1 + i % :kinds], 'one-stop',
                  'H47.' || i / 5 % 160 || '-' || to_char(to_timestamp(:start::float8 / 1000 + floor((i / 5 * 5) * :step) / 1000)
                    at time zone 'UTC', 'YYMMDD') || '-' || i / 5 % 10000000,
                  state, 'LATER', at, at + interval '20 ms', at + interval '90 ms',
                  case when state <> 'RECEIVED' then at + interval '100 ms' end, 1,
                  case when state = 'DELIVERED' then 200 else 503 end, case when state = 'DELIVERED' then '0' else '-1' end,
                  case when state = 'DELIVERED' then null else 'Hệ thống đang bảo trì, vui lòng thử lại sau' end, 200, 1400,
                  300, 'v1'
                from (select i, ms, to_timestamp(ms / 1000.0) as at,
                        case when i % 1000 = 499 then 'REJECTED' when i % 5000 = 498 then 'EXHAUSTED'
                             when i % 20000 = 497 then 'UNKNOWN' else 'DELIVERED' end as state
                      from (select i, :start + floor(i * :step)::bigint as ms from generate_series(:from, :to - 1) i) n) t""")
                .param("services", services.toArray(String[]::new)).param("kinds", services.size()).param("start", start
                        .toEpochMilli())
                .param("step", step).param("from", from).param("to", to).update();
    }

    private void count(int from, int to) {
        sql.sql("""
                insert into counter as c (service, minute, caller, state, slot, n)
                select service, minute, caller, state, 0, n from (
                  select service, date_trunc('minute', received_at) as minute, caller, 'RECEIVED' as state, count(*) as n
                    from transaction where id >= :from and id <= :to group by 1, 2, 3
                  union all
                  select service, date_trunc('minute', settled_at), caller, state, count(*)
                    from transaction where id >= :from and id <= :to and settled_at is not null group by 1, 2, 3, 4) counts
                on conflict (service, minute, caller, state, slot) do update set n = c.n + excluded.n""")
                .param("from", id(
                        from))
                .param("to", id(to - 1)).update();
    }

    private void attempts() {
        sql.sql("""
                insert into attempt (transaction_id, number, started_at, took_ms, outcome, http_status, code, node)
                select id, 1, sent_at, 20 + abs(hashtext(id::text)) % 200, 'DELIVERED', 200, '0', 'node' from transaction
                where id >= :from""").param("from", new UUID(end.minus(Duration.ofDays(2)).toEpochMilli() << 16, 0))
                .update();
    }

    /** So many more that wait for a destination nobody calls at the moment. */
    void queue(int rows) {
        sql.sql("""
                with waiting as (
                  insert into transaction (id, service, caller, business_key, state, mode, received_at, version)
                  select uuidv7(), 'postal.create-order', 'one-stop', 'H47.1-260101-' || i, 'RECEIVED', 'LATER', now(), 'v1'
                  from generate_series(1, :rows) i returning id, business_key)
                insert into delivery (id, service, destination, order_key, due_at, expires_at, parked)
                select id, 'postal.create-order', 'postal-elsewhere', 'postal-elsewhere/' || business_key, now(),
                  now() + interval '3 days', 'held' from waiting""").param("rows", rows).update();
        Report.say("queued", "%,d".formatted(rows));
    }

    /** What PostgreSQL does by itself while such a queue grows. */
    void tidied() {
        sql.sql("vacuum (analyze) transaction, delivery").update();
    }

    String size() {
        return sql
                .sql("select pg_size_pretty(sum(pg_total_relation_size(relid))) from pg_partition_tree('transaction')")
                .query(String.class).single();
    }

    String bytesARow() {
        return sql.sql("""
                select (select sum(pg_total_relation_size(relid)) from pg_partition_tree('transaction'))::bigint
                  / greatest(1, (select sum(reltuples) from pg_class where oid in (
                      select relid from pg_partition_tree('transaction') where isleaf)))::bigint || ' bytes'""").query(
                String.class).single();
    }
}
