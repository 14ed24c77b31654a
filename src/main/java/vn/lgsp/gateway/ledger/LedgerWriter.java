package vn.lgsp.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

import vn.lgsp.gateway.ledger.Entry.Fed;
import vn.lgsp.gateway.ledger.Entry.Opening;
import vn.lgsp.gateway.ledger.Entry.Progress;
import vn.lgsp.gateway.ledger.Entry.Recording;
import vn.lgsp.gateway.ledger.Entry.Written;

/** Writes a batch of entries with a few set-based statements, whatever its size: the hot path's only SQL. */
final class LedgerWriter implements GroupCommit.Work<Entry, Written> {
    private final PayloadSeal seal;
    private final String node;
    private final int firstSlot;

    /** @param firstSlot writers of other nodes should count in other rows */
    LedgerWriter(PayloadSeal seal, String node, int firstSlot) {
        this.seal = seal;
        this.node = node;
        this.firstSlot = firstSlot;
    }

    @Override
    public List<Written> write(Connection connection, List<Entry> entries, int writer) throws SQLException {
        var results = new IdentityHashMap<Entry, Written>();
        var batch = new Batch(connection, seal, node, firstSlot + writer);
        batch.openings(of(entries, Opening.class), results);
        for (var recording : of(entries, Recording.class)) {
            batch.record(recording, results);
        }
        var reopened = of(entries, Entry.Reopened.class);
        batch.reopen(reopened);
        var steps = of(entries, Progress.class);
        reopened.forEach(entry -> steps.add(entry.step()));
        batch.progress(steps, results);
        reopened.forEach(entry -> results.put(entry, results.get(entry.step())));
        batch.calling(of(entries, Entry.Calling.class), results);
        for (var fed : of(entries, Fed.class)) {
            batch.feed(fed, results);
        }
        batch.flush();
        return entries.stream().map(results::get).toList();
    }

    private static <E> List<E> of(List<Entry> entries, Class<E> type) {
        var found = new ArrayList<E>();
        for (var entry : entries) {
            if (type.isInstance(entry)) {
                found.add(type.cast(entry));
            }
        }
        return found;
    }
}
