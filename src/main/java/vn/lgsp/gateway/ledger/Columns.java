package vn.lgsp.gateway.ledger;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Rows for {@code unnest}: a statement with one array parameter per column writes any number of rows in one round trip.
 */
final class Columns implements Statements.Rows {
    private final String[] types;
    private final List<List<@Nullable Object>> columns = new ArrayList<>();
    private int rows;

    /** @param types PostgreSQL element types in the order of the values */
    Columns(String... types) {
        this.types = types;
        for (int i = 0; i < types.length; i++) {
            columns.add(new ArrayList<>());
        }
    }

    void add(@Nullable Object... values) {
        for (int i = 0; i < values.length; i++) {
            columns.get(i).add(switch (values[i]) {
                case Instant at -> at.atOffset(ZoneOffset.UTC);
                case String text -> RowArray.storable(text);
                case null, default -> values[i];
            });
        }
        rows++;
    }

    @Override
    public boolean isEmpty() {
        return rows == 0;
    }

    /** Binds the arrays from the given parameter on and returns the next free index. */
    @Override
    public int bind(PreparedStatement statement, int from) throws SQLException {
        for (int i = 0; i < types.length; i++) {
            statement.setArray(from + i, array(statement, i));
        }
        return from + types.length;
    }

    private Array array(PreparedStatement statement, int column) throws SQLException {
        var values = columns.get(column);
        // the driver takes bytea arrays only as what they are
        return statement.getConnection().createArrayOf(types[column],
                types[column].equals("bytea") ? values.toArray(new byte[0][]) : values.toArray());
    }

    /** Runs the statement for all rows, if there are any. */
    void run(Connection connection, String sql) throws SQLException {
        if (rows == 0) {
            return;
        }
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, 1);
            statement.execute();
        }
    }

    /** Takes one row of an answer. */
    interface Each {
        void row(ResultSet row) throws SQLException;
    }

    /** The same, and looks at what it returns. */
    void query(Connection connection, String sql, Each each) throws SQLException {
        if (rows == 0) {
            return;
        }
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, 1);
            try (var answer = statement.executeQuery()) {
                while (answer.next()) {
                    each.row(answer);
                }
            }
        }
    }

    static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
