package vn.lgsp.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.ledger.DestinationState.Breaker;
import vn.lgsp.gateway.ledger.DestinationState.Hold;

/** Breakers and holds as the database keeps them: every change is guarded, so that of two nodes one makes it. */
@Component
@DependsOnDatabaseInitialization
public class DestinationStates {
    private final JdbcClient database;
    private final String node;

    DestinationStates(DataSource source, LedgerSettings settings) {
        this.database = JdbcClient.create(source);
        this.node = settings.nodeName();
    }

    /** Every destination of which something is known. */
    public Map<String, DestinationState> all() {
        return database.sql("select * from destination").query(DestinationStates::state).list().stream().collect(
                Collectors.toMap(DestinationState::name, state -> state));
    }

    private static DestinationState state(ResultSet row, int number) throws SQLException {
        var by = row.getString("held_by");
        var hold = by == null
                ? Optional.<Hold>empty()
                : Optional.of(new Hold(by, row.getString("held_reason"), Objects.requireNonNull(Rows.instant(row,
                        "held_at"))));
        return new DestinationState(row.getString("name"), Breaker.valueOf(row.getString("breaker")), Rows.instant(row,
                "breaker_since"), Rows.instant(row, "breaker_until"), row.getString("breaker_node"),
                row.getString(
                        "breaker_cause"),
                hold);
    }

    /** Opens the breaker for all nodes; one that is open already stays as it is. */
    public void open(String destination, Instant now, Instant until, String cause) {
        database.sql("""
                insert into destination as d (name, breaker, breaker_since, breaker_until, breaker_node, breaker_cause)
                values (:name, 'OPEN', :now, :until, :node, :cause)
                on conflict (name) do update set breaker = 'OPEN', breaker_until = excluded.breaker_until,
                  breaker_since = case when d.breaker = 'CLOSED' then excluded.breaker_since else d.breaker_since end,
                  breaker_node = excluded.breaker_node, breaker_cause = excluded.breaker_cause
                where d.breaker <> 'OPEN'""").param("name", destination).param("now", Columns.time(now)).param("until",
                Columns.time(until)).param("node", node).param("cause", cause).update();
    }

    /** True for the one node that may now try whether the provider works again. */
    public boolean tryOut(String destination, Instant now, Instant until) {
        return database.sql("""
                update destination set breaker = 'HALF_OPEN', breaker_node = :node, breaker_until = :until
                where name = :name and breaker <> 'CLOSED' and breaker_until <= :now""").param("name", destination)
                .param("now", Columns.time(now)).param("until", Columns.time(until)).param("node", node).update() == 1;
    }

    /** It works again: every node may call; false when nothing stopped them. */
    public boolean close(String destination, Instant now) {
        return database.sql("""
                update destination set breaker = 'CLOSED', breaker_since = :now, breaker_until = null,
                  breaker_node = :node where name = :name and breaker <> 'CLOSED'""").param("name", destination).param(
                "now", Columns.time(now)).param("node", node).update() == 1;
    }

    /** Stops deliveries until somebody resumes them; a hold that stands is left to its owner, and false is said. */
    public boolean hold(String destination, Hold hold) {
        return database.sql("""
                insert into destination as d (name, held_by, held_reason, held_at) values (:name, :by, :reason, :at)
                on conflict (name) do update set held_by = excluded.held_by, held_reason = excluded.held_reason,
                  held_at = excluded.held_at where d.held_by is null""").param("name", destination).param("by", hold
                .by()).param("reason", hold.reason()).param("at", Columns.time(hold.at())).update() == 1;
    }

    /** False when nothing was held. */
    public boolean resume(String destination) {
        return database.sql("""
                update destination set held_by = null, held_reason = null, held_at = null
                where name = :name and held_by is not null""").param("name", destination).update() == 1;
    }
}
