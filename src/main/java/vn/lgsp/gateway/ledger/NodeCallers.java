package vn.lgsp.gateway.ledger;

import java.util.List;

import javax.sql.DataSource;

import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which version of {@code callers.yaml} each living node goes by. */
@Component
@DependsOnDatabaseInitialization
public class NodeCallers {
    private final JdbcClient sql;
    private final String name;
    private final String title;

    NodeCallers(DataSource source, NodeName name, LedgerSettings settings) {
        this.sql = JdbcClient.create(source);
        this.name = name.prefix();
        this.title = settings.nodeName();
    }

    /** What a node goes by. */
    public record Told(String node, String version) {}

    /** Tells the others what this node goes by, and what all said, this one included. */
    public List<Told> tell(String version) {
        sql.sql("""
                update node set callers = :version, title = :title
                where name = :name and (callers, title) is distinct from (:version, :title)""")
                .param("version", version)
                .param("title", title).param("name", name).update();
        return sql.sql("""
                select title, callers from node
                where callers is not null and beat_at > clock_timestamp() - interval '10 seconds'
                order by title, name""").query((row, n) -> new Told(row.getString("title"), row.getString("callers")))
                .list();
    }
}
