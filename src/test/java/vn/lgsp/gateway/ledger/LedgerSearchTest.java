package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** The searches over a ledger with two months and enough rows for the planner to mind. */
class LedgerSearchTest {
    private static final Instant NOW = Instant.parse("2026-03-02T05:00:00Z");
    private static final int ROWS = 60_000;

    private static EmbeddedPostgres postgres;
    private static JdbcClient sql;
    private static LedgerSearch search;

    /** One transaction every 40 s backwards from NOW: about 28 days, through two partitions. */
    @BeforeAll
    static void fill() throws IOException {
        postgres = EmbeddedPostgres.builder().setLocaleConfig("locale", "C.UTF-8").start();
        Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
        sql = JdbcClient.create(postgres.getPostgresDatabase());
        search = new LedgerSearch(postgres.getPostgresDatabase());
        sql.sql("select add_month('2026-02-01'), add_month('2026-03-01')").query()
                .listOfRows();
        sql.sql("""
                insert into transaction (id, service, caller, business_key, reference, state, mode, received_at, version)
                select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7000'
                        || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
                       'service.' || n % 20, 'one-stop', 'H47.12-' || n / 3, 'R-' || n,
                       case when n % 100 = 0 then 'EXHAUSTED' else 'DELIVERED' end, 'LATER', at, 'v1'
                  from generate_series(1, :rows) n, lateral (select :now::timestamptz - n * interval '40 s' as at) t""")
                .param("rows", ROWS).param("now", Columns.time(NOW)).update();
        sql.sql("""
                insert into attempt (transaction_id, number, started_at, took_ms, outcome, node)
                select id, 1, received_at, row_number() over (partition by service order by id desc), 'DELIVERED', 'n'
                  from transaction""").update();
        sql.sql("analyze").update();
    }

    @AfterAll
    static void close() throws IOException {
        postgres.close();
    }

    private static TransactionQuery query() {
        return new TransactionQuery(null, null, null, null, null, Set.of(), null, null, null, null, 50);
    }

    private static TransactionQuery key(String key) {
        return new TransactionQuery(null, null, key, null, null, Set.of(), null, null, null, null, 50);
    }

    private static TransactionQuery any(String any) {
        return new TransactionQuery(any, null, null, null, null, Set.of(), null, null, null, null, 50);
    }

    private static TransactionQuery service(String service, Set<State> states, int limit) {
        return new TransactionQuery(null, null, null, null, service, states, null, NOW.minus(20, ChronoUnit.DAYS), NOW,
                null, limit);
    }

    @Test
    void the_newest_come_first_across_months() {
        var found = search.transactions(query());

        assertThat(found).hasSize(50).extracting(TransactionView::id).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(found.getFirst().receivedAt()).isEqualTo(NOW.minusSeconds(40));
    }

    @Test
    void a_key_a_reference_and_an_id_each_find_their_own() {
        assertThat(search.transactions(key("H47.12-15000"))).hasSize(3);
        assertThat(search.transactions(key("H47.12-1500*"))).hasSize(33);
        var byReference = search.transactions(any("R-45000"));
        assertThat(byReference).hasSize(1);
        assertThat(search.transactions(any(byReference.getFirst().id().toString()))).isEqualTo(byReference);
    }

    @Test
    void a_service_and_state_are_searched_within_their_period() {
        var found = search.transactions(service("service.0", Set.of(State.EXHAUSTED), 500));

        assertThat(found).hasSize(432).allMatch(t -> t.state() == State.EXHAUSTED);
    }

    /** An operator looks for all that went wrong, whatever the service: it is listed apart. */
    @Test
    void what_failed_is_found_without_looking_at_what_was_delivered() {
        var failed = new TransactionQuery(null, null, null, null, null, Set.of(State.EXHAUSTED, State.UNKNOWN), null,
                null, null, null, 50);

        assertThat(search.transactions(failed)).hasSize(50).allMatch(t -> t.state() == State.EXHAUSTED).extracting(
                TransactionView::id).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(plan(failed)).contains("Index Scan Backward using undelivered_pkey").doesNotContain(
                "Seq Scan on transaction_2026");
    }

    @Test
    void the_figures_read_the_newest_attempts_only() {
        var figures = search.services(List.of("service.1", "service.none"), NOW.minus(20, ChronoUnit.DAYS));

        assertThat(figures).extracting(ServiceFigures::service).containsExactlyInAnyOrder("service.1",
                "service.none");
        var one = figures.stream().filter(f -> f.service().equals("service.1")).findFirst().orElseThrow();
        assertThat(one.sampled()).isEqualTo(200);
        assertThat(one.p95Ms()).isEqualTo(190);
        assertThat(figures).filteredOn(f -> f.service().equals("service.none")).allMatch(f -> f.p95Ms() == null);
    }

    /** A day on which one service took in all that PostgreSQL has not looked at yet. */
    @Test
    void the_newest_of_a_service_are_found_without_reading_those_of_another() throws SQLException {
        try (var connection = postgres.getPostgresDatabase().getConnection()) {
            connection.setAutoCommit(false);
            var apart = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            apart.sql("""
                    insert into transaction (id, service, caller, state, mode, received_at, version)
                    select (lpad(to_hex((extract(epoch from :now::timestamptz) * 1000)::bigint + n), 12, '0')
                            || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
                           'service.0', 'one-stop', 'RECEIVED', 'LATER', :now::timestamptz, 'v1'
                      from generate_series(1, :rows) n""").param("rows", ROWS).param("now", Columns.time(NOW)).update();

            var plan = String.join("\n", figures(apart.sql("explain (analyze) " + LedgerSearch.FIGURES), List.of(
                    "service.0", "service.1", "service.none"), NOW.minus(1, ChronoUnit.HOURS)).query(String.class)
                    .list());

            assertThat(plan).contains("_service_id_idx").doesNotContainPattern("Rows Removed by Filter: \\d{3,}");
            connection.rollback();
        }
    }

    private static JdbcClient.StatementSpec figures(JdbcClient.StatementSpec asked, List<String> services,
            Instant since) {
        return asked.param("services", services).param("minute", Columns.time(since)).param("day", LocalDate.now())
                .param("midnight", Columns.time(since)).param("low", LedgerRows.firstId(since)).param("recent", 200);
    }

    @Test
    void no_service_is_no_question() {
        assertThat(search.services(List.of(), NOW)).isEmpty();
    }

    /** What operators do all day must never read the whole ledger. */
    @Test
    void every_usual_search_goes_through_an_index() {
        for (var usual : List.of(query(), key("H47.12-15000"), key("H47.12-1500*"), any("R-45000"),
                any("01a20978-9aaf-7d37-bfcd-d60682f6087f"), service("service.7", Set.of(), 50),
                service("service.7", Set.of(State.REJECTED), 50))) {
            assertThat(plan(usual)).as(usual.toString()).doesNotContain("Seq Scan on transaction_2026");
        }
    }

    private static String plan(TransactionQuery query) {
        var conditions = SearchConditions.of(query);
        var lines = sql.sql("explain " + LedgerSearch.TRANSACTION + conditions.clauses()
                + " order by t.id desc limit :limit").params(conditions.parameters()).param("limit", query.limit())
                .query(String.class).list();
        return String.join("\n", lines);
    }

    /** A backlog of five services, of which three promise something. */
    @Test
    void the_overdue_are_found_oldest_first_through_the_queues_own_key() {
        sql.sql("""
                insert into delivery (id, service, destination, due_at, expires_at)
                select id, service, 'd', received_at, received_at from transaction order by id desc limit 20000""")
                .update();
        sql.sql("analyze delivery").update();
        var before = Map.of("service.1", NOW.minus(5, ChronoUnit.DAYS), "service.2", NOW.minus(6, ChronoUnit.DAYS),
                "service.3", NOW.minus(30, ChronoUnit.DAYS));

        var first = search.overdue(before, null, 20);
        var second = search.overdue(before, first.getLast().id(), 20);
        var plan = String.join("\n", sql.sql("explain " + LedgerSearch.OVERDUE)
                .param("services", before.keySet().toArray(
                        String[]::new))
                .param("ids", before.values().stream().map(LedgerRows::firstId).toArray(UUID[]::new))
                .param("last", LedgerRows.firstId(NOW)).param("after", null).param("limit", 20).query(String.class)
                .list());

        assertThat(first).hasSize(20).extracting(TransactionView::id).isSorted();
        assertThat(first).extracting(TransactionView::service).containsOnly("service.1", "service.2");
        assertThat(second.getFirst().id()).isGreaterThan(first.getLast().id());
        assertThat(search.overdue(before)).containsOnlyKeys("service.1", "service.2").allSatisfy((service,
                n) -> assertThat(n).isEqualTo(sql.sql("""
                        select count(*) from delivery d join transaction t on t.id = d.id
                        where d.service = :service and t.received_at < :before""").param("service", service).param(
                        "before", Columns.time(before.get(service))).query(Long.class).single()));
        assertThat(plan).contains("Index Scan using delivery_pkey").doesNotContain("Seq Scan on transaction_2026",
                "Seq Scan on delivery");
    }
}
