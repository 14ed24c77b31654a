package vn.lgsp.gateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Changes of several tables as one statement: all of them take one round trip. None sees what the others do, and no two may
 * change the same row.
 */
final class Statements {

    /** What one of them changes. */
    interface Rows {
        boolean isEmpty();

        /** Binds them from the given parameter on and returns the next free index. */
        int bind(PreparedStatement statement, int from) throws SQLException;
    }

    private final List<Rows> rows = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();

    /** @param change an insert, update or delete with the rows as its parameters; left out when there are none */
    Statements add(Rows some, String change) {
        if (!some.isEmpty()) {
            rows.add(some);
            changes.add(change);
        }
        return this;
    }

    void add(Statements others) {
        rows.addAll(others.rows);
        changes.addAll(others.changes);
    }

    void run(Connection connection) throws SQLException {
        if (!rows.isEmpty()) {
            run(connection, sql());
        }
    }

    /** The same, and the commit takes no round trip of its own. */
    void commit(Connection connection) throws SQLException {
        if (rows.isEmpty()) {
            connection.commit();
        } else {
            run(connection, sql() + "; commit");
        }
    }

    private void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            var next = 1;
            for (var some : rows) {
                next = some.bind(statement, next);
            }
            statement.execute();
        }
    }

    private String sql() {
        var last = changes.size() - 1;
        return last == 0
                ? changes.getFirst()
                : IntStream.range(0, last).mapToObj(i -> "c" + i + " as (" + changes.get(i) + ")").collect(Collectors
                        .joining(", ", "with ", " ")) + changes.get(last);
    }
}
