package vn.lgsp.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

import vn.lgsp.gateway.ledger.Entry.Lease.Use;
import vn.lgsp.gateway.ledger.Entry.Work;

/** The work a batch puts into the queue. What is taken ahead must be the first in its order, or waits its turn. */
final class Queued {
    private final Columns held = columns();
    private final Columns ahead = columns();
    private final Set<String> orders = new HashSet<>();
    private final Set<String> granted = new HashSet<>();

    private static Columns columns() {
        return new Columns("uuid", "text", "text", "text", "timestamptz", "timestamptz", "text", "timestamptz", "bool");
    }

    void add(Transaction transaction, Work work) {
        var first = work.orderKey() == null || orders.add(work.orderKey());
        var lease = work.lease().filter(mine -> mine.use() == Use.CALLING || first).orElse(null);
        var calling = lease != null && lease.use() == Use.CALLING;
        (lease != null && !calling && work.orderKey() != null ? ahead : held).add(transaction.id(), transaction
                .service(), work.destination(), work.orderKey(), work.dueAt(), work.expiresAt(),
                lease == null ? null : lease.owner(), lease == null ? null : lease.until(), calling);
        if (lease != null && (calling || work.orderKey() == null)) {
            granted.add(lease.owner());
        }
    }

    /** The leases that were granted; complete after {@link #write}. */
    Set<String> granted() {
        return granted;
    }

    void write(Connection connection, Statements together) throws SQLException {
        // what is taken ahead is the first of its key in this batch, and takes its turn before the others
        ahead.query(connection, """
                insert into delivery (id, service, destination, order_key, due_at, expires_at, lease_owner,
                  lease_until, calling)
                select w.id, w.service, w.destination, w.order_key, w.due_at, w.expires_at,
                  case when w.first then w.owner end, case when w.first then w.until end, false
                from (select u.*, not exists (select 1 from delivery e where e.order_key = any(array[u.order_key])
                        and (e.parked is null or e.parked not like 'after:%')) as first
                      from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) as u(id, service, destination, order_key, due_at,
                        expires_at, owner, until, calling)) w
                returning lease_owner""", row -> {
            if (row.getString(1) != null) {
                granted.add(row.getString(1));
            }
        });
        together.add(held, """
                insert into delivery (id, service, destination, order_key, due_at, expires_at, lease_owner,
                  lease_until, calling)
                select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    }
}
