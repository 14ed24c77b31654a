package vn.lgsp.gateway.ledger;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The counters of every minute, service, caller and state, against the same counted from the transactions. */
public final class CounterCheck {
    private static final String COUNTED = """
            select service, minute, caller, state, sum(n)::bigint as n from counted group by 1, 2, 3, 4
            having sum(n) <> 0""";
    private static final String RECOUNTED = """
            select service, date_trunc('minute', received_at), caller, 'RECEIVED', count(*) from transaction
              group by 1, 2, 3
            union all
            select service, date_trunc('minute', settled_at), caller, state, count(*) from transaction
              where settled_at is not null group by 1, 2, 3, 4""";

    private CounterCheck() {}

    /** What only one of the two says. */
    public static List<String> differences(JdbcClient sql) {
        return Stream.concat(missing(sql, "counted, not there", COUNTED, RECOUNTED), missing(sql, "there, not counted",
                RECOUNTED, COUNTED)).toList();
    }

    private static Stream<String> missing(JdbcClient sql, String what, String one, String other) {
        return sql.sql("(" + one + ") except (" + other + ")").query().listOfRows().stream().map(row -> what + " "
                + row);
    }
}
