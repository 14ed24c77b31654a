package vn.lgsp.gateway.ledger;

import java.time.Clock;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The ledger's own counts: exact, because they change in the same database transaction as what they count. */
@Component
@DependsOnDatabaseInitialization
public class Totals {
    private final JdbcClient database;
    private final Clock clock;

    Totals(DataSource source, Clock clock) {
        this.database = JdbcClient.create(source);
        this.clock = clock;
    }

    /** @param state RECEIVED counts what was accepted; each other state what ended in it */
    public record Total(String service, String caller, String state, long n) {}

    /** @param oldestSeconds how long the oldest has been due */
    public record Backlog(String destination, long waiting, double oldestSeconds) {}

    public List<Total> transactions() {
        return database.sql("""
                select service, caller, state, sum(n) as n from counter group by service, caller, state
                having sum(n) <> 0""").query(Total.class).list();
    }

    public List<Backlog> backlog() {
        return database.sql("""
                select destination, count(*) as waiting,
                  coalesce(greatest(0, extract(epoch from cast(:now as timestamptz)
                    - min(due_at) filter (where due_at > '-infinity'))), 0)::float8 as oldest_seconds
                from delivery group by destination""").param("now", Columns.time(clock.instant())).query(Backlog.class)
                .list();
    }
}
