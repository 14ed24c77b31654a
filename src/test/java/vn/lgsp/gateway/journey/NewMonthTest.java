package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the gateway's own connections make of a month that has just begun: its tables have no statistics yet. */
class NewMonthTest {

    @Test
    void the_tables_of_a_new_month_are_not_read_whole() {
        var sql = JdbcClient.create(Stages.shared().bean(DataSource.class));

        var settle = plan(sql, """
                explain update transaction t set state = s.state
                from unnest(array[gen_random_uuid()], array['DELIVERED']) as s(id, state) where t.id = s.id""");
        var held = plan(sql, """
                explain select t.id, d.lease_owner from delivery d join transaction t on t.id = d.id
                where d.id = any(array[gen_random_uuid()]) and d.lease_owner is not null for update of d""");

        assertThat(settle + held).contains("Nested Loop").doesNotContain("Seq Scan", "Hash Join", "Merge Join");
    }

    private static String plan(JdbcClient sql, String statement) {
        return String.join("\n", sql.sql(statement).query(String.class).list());
    }
}
