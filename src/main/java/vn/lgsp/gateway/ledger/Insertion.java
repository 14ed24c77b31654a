package vn.lgsp.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** New rows of several tables as one statement: all of them take one round trip, and few of them cost hardly more than one. */
final class Insertion {

    /** The rows for one table. */
    interface Rows {
        boolean isEmpty();

        /** Binds them from the given parameter on and returns the next free index. */
        int bind(PreparedStatement statement, int from) throws SQLException;
    }

    private final List<Rows> rows = new ArrayList<>();
    private final List<String> statements = new ArrayList<>();

    /** @param statement an insert with the rows as its parameters; left out when there are none */
    Insertion add(Rows some, String statement) {
        if (!some.isEmpty()) {
            rows.add(some);
            statements.add(statement);
        }
        return this;
    }

    void run(Connection connection) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (var statement = connection.prepareStatement(sql())) {
            var next = 1;
            for (var some : rows) {
                next = some.bind(statement, next);
            }
            statement.execute();
        }
    }

    private String sql() {
        var last = statements.size() - 1;
        return last == 0
                ? statements.getFirst()
                : IntStream.range(0, last).mapToObj(i -> "i" + i + " as (" + statements.get(i) + ")").collect(Collectors
                        .joining(", ", "with ", " ")) + statements.get(last);
    }
}
