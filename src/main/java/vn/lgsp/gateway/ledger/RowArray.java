package vn.lgsp.gateway.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/**
 * Wide rows as one parameter: an array of a row type of the database, in PostgreSQL's binary format. An array for each
 * column would cost the server several times as much.
 */
final class RowArray implements Statements.Rows {
    private static final long FROM_1970_TO_2000 = 946_684_800L;
    private static final int HEAD = 20;

    private final String type;
    private final int[] columns;
    private ByteBuffer rows = ByteBuffer.allocate(8 * 1024).position(HEAD);
    private int count;

    /** @param columns the types of the row type's columns, in their order */
    RowArray(String type, String columns) {
        this.type = type;
        this.columns = Arrays.stream(columns.split(" ")).mapToInt(RowArray::oid).toArray();
    }

    private static int oid(String type) {
        return switch (type) {
            case "uuid" -> Oid.UUID;
            case "text" -> Oid.TEXT;
            case "time" -> Oid.TIMESTAMPTZ;
            case "int" -> Oid.INT4;
            case "bytea" -> Oid.BYTEA;
            default -> throw new IllegalArgumentException(type);
        };
    }

    /**
     * One row.
     *
     * @param values UUID, String, Instant, Integer, byte[] or null, as their columns want them
     */
    void add(@Nullable Object... values) {
        count++;
        var begin = room(8).position();
        rows.position(begin + 4).putInt(values.length);
        for (int i = 0; i < values.length; i++) {
            room(8).putInt(columns[i]);
            value(values[i]);
        }
        rows.putInt(begin, rows.position() - begin - 4);
    }

    private void value(@Nullable Object value) {
        switch (value) {
            case null -> room(4).putInt(-1);
            case UUID id -> room(20).putInt(16).putLong(id.getMostSignificantBits()).putLong(id
                    .getLeastSignificantBits());
            case Instant at -> room(12).putInt(8).putLong((at.getEpochSecond() - FROM_1970_TO_2000) * 1_000_000 + at
                    .getNano() / 1000);
            case Integer number -> room(8).putInt(4).putInt(number);
            case String text -> bytes(storable(text).getBytes(StandardCharsets.UTF_8));
            case byte[] bytes -> bytes(bytes);
            default -> throw new IllegalArgumentException("no column takes a " + value.getClass());
        }
    }

    /** Texts come from callers and providers, and PostgreSQL refuses a NUL in them: it is replaced. */
    static String storable(String text) {
        return text.indexOf('\u0000') < 0 ? text : text.replace('\u0000', '\ufffd');
    }

    private void bytes(byte[] bytes) {
        room(4 + bytes.length).putInt(bytes.length).put(bytes);
    }

    private ByteBuffer room(int wanted) {
        if (rows.remaining() < wanted) {
            var larger = Math.max(rows.capacity() * 2, rows.position() + wanted);
            rows = ByteBuffer.wrap(Arrays.copyOf(rows.array(), larger)).position(rows.position());
        }
        return rows;
    }

    @Override
    public boolean isEmpty() {
        return count == 0;
    }

    @Override
    public int bind(PreparedStatement statement, int from) throws SQLException {
        var connection = statement.getConnection().unwrap(PgConnection.class);
        var types = connection.getTypeInfo();
        connection.getQueryExecutor().addBinarySendOid(types.getPGType(type + "[]"));
        rows.putInt(0, 1).putInt(4, 0).putInt(8, types.getPGType(type)).putInt(12, count).putInt(16, 1);
        statement.setObject(from, new Sent(type + "[]", rows.array(), rows.position()));
        return from + 1;
    }

    /** The array as the driver wants it. */
    private static final class Sent extends PGobject implements PGBinaryObject {
        private static final long serialVersionUID = 1L;

        private final transient byte[] bytes;
        private final int length;

        @SuppressWarnings("this-escape")
        Sent(String type, byte[] bytes, int length) {
            setType(type);
            this.bytes = bytes;
            this.length = length;
        }

        @Override
        public int lengthInBytes() {
            return length;
        }

        @Override
        public void toBytes(byte[] into, int from) {
            System.arraycopy(bytes, 0, into, from, length);
        }

        @Override
        public void setByteValue(byte[] value, int from) {
            throw new UnsupportedOperationException("it is sent only");
        }
    }
}
