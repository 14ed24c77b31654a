package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What PostgreSQL plans while the queue is empty is what it does when a provider has been away for hours. */
class QueuePlansTest {
    private static final String DOSSIER = "dvcqg.sync-dossier";
    /** The driver prepares a statement the fifth time on one connection. */
    private static final int KEPT = 60;

    private final LedgerBench bench = new LedgerBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void statements_planned_while_the_queue_was_empty_look_up_what_they_need_of_it() throws SQLException {
        work();
        bench.sql.sql("vacuum analyze").update();

        var plans = plans();

        assertThat(String.join("\n", plans.keySet())).contains("update delivery d set due_at",
                "update transaction t set",
                "set calling = true", "for update of d skip locked", "delete from delivery", "insert into delivery",
                "left join delivery");
        assertThat(plans).allSatisfy((statement, plan) -> {
            assertThat(count(plan, "(Index|Index Only|Seq) Scan.* on ")).as(plan).isEqualTo(count(plan, "Index Cond:"));
            assertThat(plan)
                    .doesNotContainPattern("delivery_(due|order|parked) on \\S+ .*\\n *Index Cond: \\(+(id|turn) ");
        });
    }

    private static long count(String plan, String what) {
        return Pattern.compile(what).matcher(plan).results().count();
    }

    /** Each is accepted, taken, put off with an attempt, taken again, asked about, called and settled. */
    private void work() {
        for (int i = 0; i < KEPT; i++) {
            bench.ledger.write(bench.opening(DOSSIER, "K-" + i));
            bench.ledger.write(bench.waits(bench.claimOne(), State.DELIVERING, "http-500", "HTTP 500", null));
            var claim = bench.claimOne();
            bench.ledger.standing(claim.transaction().id());
            bench.ledger.write(bench.calling(claim));
            bench.ledger.write(bench.ends(claim, State.DELIVERED));
        }
    }

    /** Of every prepared statement about the queue. */
    private Map<String, String> plans() throws SQLException {
        var plans = new LinkedHashMap<String, String>();
        var open = new ArrayList<Connection>();
        for (int i = 0; i < LedgerBench.CONNECTIONS; i++) {
            open.add(bench.pool.getConnection());
        }
        for (var connection : open) {
            plans.putAll(plans(connection));
            connection.close();
        }
        return plans;
    }

    private static Map<String, String> plans(Connection connection) throws SQLException {
        read(connection, "set plan_cache_mode = force_generic_plan");
        var plans = new LinkedHashMap<String, String>();
        for (var statement : read(connection, """
                select name || chr(1) || statement || chr(1) || array_to_string(parameter_types, chr(2))
                from pg_prepared_statements where statement ~ '\\mdelivery\\M' and parameter_types <> '{}'""")) {
            var parts = statement.split("\u0001", -1);
            plans.put(parts[1], String.join("\n", read(connection, Stream.of(parts[2].split("\u0002")).map(
                    type -> "null::" + type).collect(
                            Collectors.joining(", ", "explain execute \"" + parts[0] + "\"(",
                                    ")")))));
        }
        return plans;
    }

    private static List<String> read(Connection connection, String sql) throws SQLException {
        var lines = new ArrayList<String>();
        try (var statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (var rows = statement.getResultSet()) {
                    while (rows.next()) {
                        lines.add(rows.getString(1));
                    }
                }
            }
        }
        return lines;
    }
}
