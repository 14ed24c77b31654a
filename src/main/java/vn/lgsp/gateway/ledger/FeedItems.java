package vn.lgsp.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import vn.lgsp.gateway.ledger.Entry.Fed;
import vn.lgsp.gateway.ledger.Entry.Opening;

/** What has been handed over from a feed already, and how far it has got. */
final class FeedItems {
    private final Connection connection;

    FeedItems(Connection connection) {
        this.connection = connection;
    }

    /** Moves the cursor and returns what is to be opened: the items nobody has seen before. */
    List<Opening> handOver(Fed fed) throws SQLException {
        var fresh = unseen(fed);
        var openings = fed.items().stream().map(Entry.Item::opening).filter(opening -> fresh.contains(opening
                .transaction().id())).toList();
        try (var statement = connection.prepareStatement("""
                insert into feed (service, cursor, polled_at, items) values (?, ?, ?, ?)
                on conflict (service) do update set cursor = coalesce(excluded.cursor, feed.cursor),
                  polled_at = excluded.polled_at, items = feed.items + excluded.items, problem = null""")) {
            statement.setString(1, fed.service());
            statement.setString(2, fed.cursor());
            statement.setObject(3, Columns.time(fed.at()));
            statement.setLong(4, openings.size());
            statement.executeUpdate();
        }
        return openings;
    }

    /** The transactions of the items nobody has seen: a name may be kept as another (see {@link Columns}), an id is not. */
    private Set<UUID> unseen(Fed fed) throws SQLException {
        var rows = new Columns("text", "text", "uuid");
        fed.items().forEach(item -> rows.add(fed.service(), item.id(), item.opening().transaction().id()));
        var fresh = new HashSet<UUID>();
        rows.query(connection, """
                insert into feed_item (service, item, transaction_id) select * from unnest(?, ?, ?)
                on conflict do nothing returning transaction_id""", row -> fresh.add(row.getObject(1, UUID.class)));
        return fresh;
    }
}
