package vn.lgsp.gateway.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import vn.lgsp.gateway.ledger.ConnectorChange.How;
import vn.lgsp.gateway.ledger.ConnectorChange.Kept;

/** The versions of connectors that all nodes share: which are kept, which one is served, and who decided it. */
@Component
@DependsOnDatabaseInitialization
public class ConnectorVersions {
    private static final String REMOVED = "connector-removed";

    private final JdbcClient sql;
    private final TransactionTemplate together;
    private final String node;

    ConnectorVersions(DataSource source, LedgerSettings settings) {
        this.sql = JdbcClient.create(source);
        this.together = new TransactionTemplate(new JdbcTransactionManager(source));
        this.node = "node " + settings.nodeName();
    }

    /**
     * What somebody wants to be served.
     *
     * @param version none for nothing
     * @param files its zip, where it may be new
     * @param by none for this node itself
     */
    public record Wish(String connector, @Nullable String version, byte @Nullable [] files, How how,
            @Nullable String by, @Nullable String reason) {}

    /** The number of the last change: as long as it is the same, nothing has changed. */
    public long last() {
        return sql.sql("select coalesce(max(id), 0) from connector_change").query(Long.class).single();
    }

    /** What is to be served of each connector that was ever known: its last change. */
    public Map<String, ConnectorChange> served() {
        return sql.sql("select distinct on (connector) * from connector_change order by connector, id desc").query(
                ConnectorVersions::change).list().stream().collect(Collectors.toMap(ConnectorChange::connector,
                        change -> change));
    }

    /** Keeps the version and has it served by all nodes; false when that is what is served already. */
    public boolean serve(Wish wish) {
        return Boolean.TRUE.equals(together.execute(_ -> {
            // one change at a time, over all nodes
            sql.sql("select pg_advisory_xact_lock(hashtext('connector_change'))").query((row, n) -> n).single();
            var now = sql.sql("select * from connector_change where connector = :connector order by id desc limit 1")
                    .param("connector", wish.connector()).query(ConnectorVersions::change).optional();
            if (now.isPresent() && Objects.equals(now.get().version(), wish.version())) {
                return false;
            }
            var by = wish.by() == null ? node : wish.by();
            if (wish.files() != null) {
                sql.sql("""
                        insert into connector_version (connector, version, files, stored_by, how)
                        values (:connector, :version, :files, :by, :how) on conflict do nothing""").param("connector",
                        wish.connector()).param("version", wish.version()).param("files", wish.files()).param("by", by)
                        .param("how", text(wish.how())).update();
            }
            sql.sql("""
                    insert into connector_change (connector, version, by, how, reason)
                    values (:connector, :version, :by, :how, :reason)""").param("connector", wish.connector()).param(
                    "version", wish.version()).param("by", by).param("how", text(wish.how())).param("reason", wish
                            .reason())
                    .update();
            return true;
        }));
    }

    /** Was this version ever served? Also when its files are kept no more. */
    public boolean known(String connector, String version) {
        return sql.sql("select exists (select 1 from connector_change where connector = :c and version = :v)").param(
                "c", connector).param("v", version).query(Boolean.class).single();
    }

    public Optional<byte[]> files(String connector, String version) {
        return sql.sql("select files from connector_version where connector = :c and version = :v").param("c",
                connector).param("v", version).query((row, n) -> row.getBytes("files")).optional();
    }

    /** The newest first. */
    public List<Kept> kept(String connector) {
        return sql.sql("""
                select version, stored_at, stored_by, how from connector_version where connector = :c
                order by stored_at desc""").param("c", connector).query((row, n) -> new Kept(row.getString("version"),
                row.getTimestamp("stored_at").toInstant(), row.getString("stored_by"), how(row))).list();
    }

    /** The newest first. */
    public List<ConnectorChange> changes(String connector) {
        return sql.sql("select * from connector_change where connector = :c order by id desc limit 200").param("c",
                connector).query(ConnectorVersions::change).list();
    }

    /** What waits for these and is not under way says why; nothing of it is lost. */
    public int park(Collection<String> removed) {
        return removed.isEmpty()
                ? 0
                : sql.sql("""
                        update delivery set parked = :why where destination = any(:removed) and destination > ''
                          and lease_owner is null and parked is distinct from :why""").param("why", REMOVED).param(
                        "removed", removed.toArray(String[]::new)).update();
    }

    /** How many deliveries wait for each of these. */
    public Map<String, Integer> waiting(Collection<String> removed) {
        return sql.sql("""
                select destination, count(*)::int as n from delivery
                where destination = any(:removed) and destination > ''
                group by destination""").param("removed", removed.toArray(String[]::new)).query((row, n) -> Map.entry(
                row.getString("destination"), row.getInt("n"))).list().stream().collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * Forgets the files of versions that ended before a time, and says of how many. The last {@code most} of each connector
     * stay, and so do what is served, and what a transaction ran with that is not finished.
     */
    public int forget(int most, Instant before) {
        return Optional.ofNullable(together.execute(_ -> {
            sql.sql("select pg_advisory_xact_lock(hashtext('connector_change'))").query((row, n) -> n).single();
            return sql
                    .sql("""
                    with span as (
                      select connector, version, lead(at, 1, 'infinity') over (partition by connector order by id) as ended
                      from connector_change),
                    ranked as (
                      select connector, version, max(ended) as ended,
                             row_number() over (partition by connector order by max(ended) desc) as place
                      from span where version is not null group by connector, version),
                    open as materialized (
                      select distinct split_part(service, '.', 1) as connector, version from transaction where id in (
                        select id from delivery union all select id from undelivered where state = 'UNKNOWN'))
                    delete from connector_version v using ranked r
                    where r.connector = v.connector and r.version = v.version and r.place > :most and r.ended < :before
                      and not exists (select from open where open.connector = v.connector and open.version = v.version)""")
                    .param("most", most)
                    .param(
                            "before", Columns.time(before))
                    .update();
        })).orElse(0);
    }

    private static ConnectorChange change(ResultSet row, int n) throws SQLException {
        return new ConnectorChange(row.getLong("id"), row.getString("connector"), row.getString("version"), row
                .getTimestamp("at").toInstant(), row.getString("by"), how(row), row.getString("reason"));
    }

    private static How how(ResultSet row) throws SQLException {
        return How.valueOf(row.getString("how").toUpperCase(Locale.ROOT));
    }

    private static String text(How how) {
        return how.name().toLowerCase(Locale.ROOT);
    }
}
