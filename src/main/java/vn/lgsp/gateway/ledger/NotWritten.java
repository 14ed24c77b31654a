package vn.lgsp.gateway.ledger;

import java.sql.SQLException;
import java.util.Set;

/** Why a batch was not written, by what its database transaction ended with. */
final class NotWritten {
    /**
     * Classes of faults of a record or of our SQL; what is too long for an index (54: 2704 bytes) is so again, too. Everything
     * else is the server's.
     */
    private static final Set<String> OF_RECORDS = Set.of("22", "23", "42", "54");

    private NotWritten() {}

    /** True where one of the records is to blame: the others can be written without it. */
    static boolean byRecord(Exception e) {
        return !(e instanceof SQLException) || OF_RECORDS.contains(state(e).substring(0, 2));
    }

    /** True where others were in its way (a deadlock, say): nothing was written, and it may simply be written again. */
    static boolean rolledBack(Exception e) {
        return state(e).startsWith("40");
    }

    /** What those who wait for it are told. */
    static RuntimeException told(Exception e) {
        return byRecord(e)
                ? new IllegalStateException("the ledger refused a record: " + e.getMessage(), e)
                : new LedgerUnavailable("the database does not write: " + e.getMessage(), e);
    }

    private static String state(Exception e) {
        return e instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "00000";
    }
}
