package vn.lgsp.gateway.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * New rows of a table for COPY, in PostgreSQL's binary format: for rows that cannot be there yet, it costs both sides the
 * least.
 */
final class CopyRows {
    private static final byte[] HEAD = { 'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0,
            0, 0, 0 };
    private static final long FROM_1970_TO_2000 = 946_684_800L;

    private final String sql;
    private ByteBuffer rows = ByteBuffer.allocate(16 * 1024).put(HEAD);
    private boolean empty = true;

    /** @param columns of the table, in the order of the values */
    CopyRows(String table, String... columns) {
        this.sql = "copy " + table + " (" + String.join(", ", columns) + ") from stdin with (format binary)";
    }

    /**
     * Each value as its column's type wants it: UUID, String, Instant, Integer (int4), byte[] or null. Texts come from
     * callers and providers, and PostgreSQL refuses a NUL in them: it is replaced.
     */
    void add(@Nullable Object... values) {
        empty = false;
        room(2).putShort((short) values.length);
        for (var value : values) {
            switch (value) {
                case null -> room(4).putInt(-1);
                case UUID id -> room(20).putInt(16).putLong(id.getMostSignificantBits()).putLong(id
                        .getLeastSignificantBits());
                case Instant at -> room(12).putInt(8).putLong((at.getEpochSecond() - FROM_1970_TO_2000) * 1_000_000
                        + at.getNano() / 1000);
                case Integer number -> room(8).putInt(4).putInt(number);
                case String text -> bytes(text.replace('\u0000', '\ufffd').getBytes(StandardCharsets.UTF_8));
                case byte[] bytes -> bytes(bytes);
                default -> throw new IllegalArgumentException("no column takes a " + value.getClass());
            }
        }
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

    void write(Connection connection) throws SQLException {
        if (empty) {
            return;
        }
        room(2).putShort((short) -1);
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            copy.writeToCopy(rows.array(), 0, rows.position());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
