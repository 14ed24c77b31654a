package vn.lgsp.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Turns rows into records. */
final class Rows {
    private Rows() {}

    static Transaction transaction(ResultSet row) throws SQLException {
        return new Transaction(row.getObject("id", UUID.class), row.getString("service"), row.getString("caller"), row
                .getString("mode"), row.getString("business_key"), row.getString("reference"), row.getString("mark"),
                Objects.requireNonNull(instant(row, "received_at")), row.getString("traceparent"), row.getString(
                        "version"),
                row.getObject("parent", UUID.class), Origin.of(row.getString("origin")), row
                        .getString("sandbox"));
    }

    static Standing standing(ResultSet row, int number) throws SQLException {
        return new Standing(transaction(row), State.valueOf(row.getString("state")), instant(row, "sent_at"), instant(
                row, "answered_at"), instant(row, "settled_at"), row.getInt("attempts"),
                row.getObject(
                        "provider_status", Integer.class),
                row.getString("code"), row.getString("reason"), row
                        .getObject("reply_status", Integer.class),
                instant(row, "due_at"), row.getString(
                        "parked"));
    }

    static Attempt attempt(ResultSet row, int number) throws SQLException {
        return new Attempt(row.getInt("number"), row.getInt("part"), Objects.requireNonNull(instant(row,
                "started_at")), Duration.ofMillis(row.getInt("took_ms")), row.getString("outcome"), row.getObject(
                        "http_status", Integer.class),
                row.getString("code"), row.getString("reason"), row.getInt(
                        "sent_bytes"),
                row.getInt("answer_bytes"), times(row), together(row));
    }

    static int together(ResultSet row) throws SQLException {
        return Math.max(1, row.getInt("together"));
    }

    static Times times(ResultSet row) throws SQLException {
        return new Times(row.getObject("wait_us", Integer.class), row.getObject("map_us", Integer.class), row.getObject(
                "connect_us", Integer.class), row.getObject("first_byte_us", Integer.class),
                row.getObject("back_us",
                        Integer.class));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        var value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
