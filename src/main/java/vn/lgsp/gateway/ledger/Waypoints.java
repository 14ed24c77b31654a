package vn.lgsp.gateway.ledger;

import java.util.Collection;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where the work of each service waits, and how it moves to where its service is called now. */
@Component
@DependsOnDatabaseInitialization
public class Waypoints {
    /** A commit that settles some of them waits for so many at the most. */
    private static final int AT_ONCE = 10_000;

    private final JdbcClient database;

    Waypoints(DataSource source) {
        this.database = JdbcClient.create(source);
    }

    /** Work of this service waits for this destination. */
    public record Waypoint(String service, String destination) {}

    /** All there are but those of the sandbox, whose work goes nowhere. */
    public Set<Waypoint> all() {
        return database.sql("select distinct service, destination from delivery where destination <> '(sandbox)'")
                .query((row, number) -> new Waypoint(row.getString(1), row.getString(2))).set();
    }

    /**
     * Moves the work of these services from one destination to another; each order moves from its head, so that nothing
     * overtakes what is still to come. Who has a piece of it in hand keeps it. What waited because of the old destination is
     * due at once.
     *
     * @return how many; what is being written at this moment is left for the next time
     */
    public int move(Collection<String> services, String from, String to) {
        var moved = 0;
        for (var some = moveSome(services, from, to); some > 0; some = moveSome(services, from, to)) {
            moved += some;
        }
        return moved;
    }

    private int moveSome(Collection<String> services, String from, String to) {
        return database.sql("""
                with next as materialized (
                  select id from delivery
                  where destination = :from and destination > '' and service = any(:services)
                  order by turn limit :limit for update skip locked)
                update delivery d set destination = :to,
                  order_key = :to || substr(d.order_key, length(d.destination) + 1),
                  due_at = case when d.parked not like 'after:%' then '-infinity' else d.due_at end,
                  parked = case when d.parked like 'after:%' then d.parked end
                from next n where d.id = any(array[n.id]) and not exists (
                  select 1 from delivery e
                  where e.order_key = any(array[d.order_key]) and e.turn < d.turn and e.service = any(:services)
                    and e.id not in (select id from next))""").param("from", from).param("to", to).param("services",
                services.toArray(String[]::new)).param("limit", AT_ONCE).update();
    }
}
