package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** What has overtaken another is found by its key, in a ledger with enough rows for the planner to mind. */
class OvertakingTest {
    private static final int ROWS = 60_000;
    private static final String DOSSIERS = "portal.dossier";

    private static EmbeddedPostgres postgres;
    private static JdbcClient sql;

    /** One transaction every 40 s: 28 days, through two months; each key came three times, the second is EXHAUSTED. */
    @BeforeAll
    static void fill() throws IOException {
        postgres = EmbeddedPostgres.builder().setLocaleConfig("locale", "C.UTF-8").start();
        Flyway.configure().dataSource(postgres.getPostgresDatabase()).load().migrate();
        sql = JdbcClient.create(postgres.getPostgresDatabase());
        sql.sql("select add_month('2026-02-01'), add_month('2026-03-01')").query().listOfRows();
        sql.sql("""
                insert into transaction (id, service, caller, business_key, state, mode, received_at, version)
                select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7000'
                        || '8000' || lpad(to_hex(n), 12, '0'))::uuid,
                       'portal.dossier', 'one-stop', 'H47.12-' || n / 3,
                       case when n % 3 = 1 then 'EXHAUSTED' else 'DELIVERED' end, 'LATER', at, 'v1'
                  from generate_series(1, :rows) n,
                       lateral (select '2026-02-02T00:00:00Z'::timestamptz + n * interval '40 s' as at) t""").param(
                "rows", ROWS).update();
        sql.sql("insert into payload select id, 'request', 'x' from transaction where state = 'EXHAUSTED'").update();
        sql.sql("analyze").update();
    }

    @AfterAll
    static void close() throws IOException {
        postgres.close();
    }

    private static UUID of(String key, int nth) {
        return sql.sql("select id from transaction where business_key = :key order by id limit 1 offset :nth").param(
                "key", key).param("nth", nth).query(UUID.class).single();
    }

    @Test
    void what_came_later_of_the_same_key_and_lane_has_overtaken_it() {
        var overtaking = new Overtaking(postgres.getPostgresDatabase());

        assertThat(overtaking.newer(of("H47.12-500", 1), Set.of(DOSSIERS))).hasValue(new Overtaking.Newer(1, of(
                "H47.12-500", 2)));
        assertThat(overtaking.newer(of("H47.12-500", 0), Set.of(DOSSIERS))).hasValue(new Overtaking.Newer(1, of(
                "H47.12-500", 2)));
        assertThat(overtaking.newer(of("H47.12-500", 2), Set.of(DOSSIERS))).isEmpty();
        assertThat(overtaking.newer(of("H47.12-500", 1), Set.of("portal.other"))).isEmpty();
        assertThat(overtaking.newer(of("H47.12-500", 1), Set.of())).isEmpty();
    }

    @Test
    void what_was_read_of_the_key_meanwhile_however_often_hides_nothing() {
        sql.sql("""
                insert into transaction (id, service, caller, business_key, state, mode, received_at, version)
                select ('019ce000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'portal.look', 'one-stop',
                       'H47.12-700', 'DELIVERED', 'NOW', '2026-03-12T00:00:00Z', 'v1' from generate_series(1, 1500) n""")
                .update();

        assertThat(new Overtaking(postgres.getPostgresDatabase()).newer(of("H47.12-700", 1), Set.of(DOSSIERS)))
                .hasValue(new Overtaking.Newer(1, of("H47.12-700", 2)));
    }

    @Test
    void one_is_asked_about_by_its_key_alone() {
        var plan = String.join("\n", sql.sql("explain (analyze, buffers off, costs off) " + Overtaking.NEWER).param(
                "id", of("H47.12-500", 1)).param("lane", new String[]{ DOSSIERS }).param("job", null).query(
                        String.class)
                .list());

        assertThat(plan).doesNotContain("Seq Scan on transaction_2026").doesNotContainPattern("rows=\\d{3,}");
    }

    @Test
    void of_many_each_key_is_looked_up_by_itself_and_all_are_counted() {
        var all = new TransactionQuery(null, null, null, null, DOSSIERS, Set.of(State.EXHAUSTED), null, null, null,
                null, 100);
        var conditions = SearchConditions.of(all);
        var plan = String.join("\n", sql.sql("explain (analyze, buffers off, costs off) " + Overtaking.ofMany(conditions
                .clauses() + " and")).params(conditions.parameters()).param("laneServices", new String[]{ DOSSIERS })
                .param("laneNames", new String[]{ "portal" }).param("again", false).param("most", 100_000).query(
                        String.class)
                .list());

        assertThat(new Overtaking(postgres.getPostgresDatabase()).count(all, false, Map.of(DOSSIERS, "portal"),
                100_000)).isEqualTo(ROWS / 3);
        assertThat(plan).containsPattern("Index Scan.* using transaction_2026_0[23]_business_key_id_idx on .* loops="
                + ROWS / 3);
    }
}
