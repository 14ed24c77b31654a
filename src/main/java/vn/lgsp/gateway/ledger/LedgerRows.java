package vn.lgsp.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Turns the ledger's rows into what people are shown, and times into what PostgreSQL compares. */
final class LedgerRows {

    private LedgerRows() {}

    static TransactionView transaction(ResultSet row, int number) throws SQLException {
        return new TransactionView(uuid(row, "id"), text(row, "service"), text(row, "caller"),
                row.getString("business_key"), row.getString("reference"), State.valueOf(text(row, "state")),
                text(row, "mode"),
                row.getString("mark"), time(row, "received_at"), instant(row, "sent_at"), instant(row, "answered_at"),
                instant(row, "settled_at"), row.getInt("attempts"), row.getObject("provider_status", Integer.class),
                row.getString("code"), row.getString("reason"), row.getObject("reply_status", Integer.class),
                row.getInt("request_bytes"), row.getInt("reply_bytes"), row.getString("traceparent"),
                text(row, "version"), row.getObject("parent", UUID.class), text(row, "origin"),
                row.getString("sandbox"), waiting(row));
    }

    private static TransactionView.@Nullable Waiting waiting(ResultSet row) throws SQLException {
        var purpose = row.getString("purpose");
        return purpose == null
                ? null
                : new TransactionView.Waiting(purpose, instant(row, "due"), time(row, "expires_at"),
                        row.getInt("ended"),
                        row.getString("parked"), row.getBoolean("leased"));
    }

    static AttemptView attempt(ResultSet row, int number) throws SQLException {
        return new AttemptView(row.getInt("number"), row.getInt("part"), time(row, "started_at"),
                row.getInt("took_ms"), text(row, "outcome"), row.getObject("http_status", Integer.class),
                row.getString("code"), row.getString("reason"), row.getInt("sent_bytes"), row.getInt("answer_bytes"),
                text(row, "node"), Rows.times(row), Rows.together(row));
    }

    static ServiceFigures figures(ResultSet row, Map<String, Waiting.Backlog> waiting) throws SQLException {
        var service = text(row, "service");
        var waits = waiting.getOrDefault(service, Waiting.Backlog.NONE);
        return new ServiceFigures(service, row.getLong("delivered"), row.getLong("failed"), row.getObject("p95",
                Integer.class), row.getLong("sampled"), waits.all(), waits.parked(), waits.oldest());
    }

    static DayCount dayCount(ResultSet row, int number) throws SQLException {
        return new DayCount(row.getObject("day", LocalDate.class), text(row, "service"), text(row, "caller"), State
                .valueOf(text(row, "state")), row.getLong("n"));
    }

    /** The lowest id a transaction received at this moment can have. */
    static CounterTotal counterTotal(ResultSet row, int number) throws SQLException {
        return new CounterTotal(text(row, "service"), State.valueOf(text(row, "state")), row.getLong("n"));
    }

    static UUID firstId(Instant at) {
        return new UUID(at.toEpochMilli() << 16, 0);
    }

    static OffsetDateTime timestamp(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(instant(row, column), column);
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    private static UUID uuid(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, UUID.class), column);
    }
}
