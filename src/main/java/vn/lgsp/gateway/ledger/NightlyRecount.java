package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts the ledger again every night, on one node, and says what it found; it never repairs anything. */
@Component
@DependsOnDatabaseInitialization
@EnableConfigurationProperties(RecountSettings.class)
public class NightlyRecount implements Recurring.Source {
    private static final Logger log = LoggerFactory.getLogger(NightlyRecount.class);
    private static final int TOLD = 20;

    private final JdbcClient database;
    private final JdbcConnectionDetails address;
    private final LocalTime at;
    private final String node;

    /**
     * What the last recount found, whichever node made it.
     *
     * @param detail what differs; empty where nothing does
     */
    public record Found(Instant at, long accepted, long pending, long differences, String detail) {}

    NightlyRecount(DataSource source, JdbcConnectionDetails address, RecountSettings settings, LedgerSettings ledger) {
        this.database = JdbcClient.create(source);
        this.address = address;
        this.at = LocalTime.parse(settings.at());
        this.node = ledger.nodeName();
    }

    @Override
    public List<Recurring.Job> jobs() {
        return List.of(Recurring.Job.daily("recount", at, this::run));
    }

    /** Counts now. */
    public void run() {
        var books = new Reconciliation(
                new LedgerDatabase(address.getJdbcUrl(), text(address.getUsername()), text(address
                        .getPassword())))
                .books(Optional.empty(), Optional.empty());
        var differences = books.differences();
        differences.stream().limit(TOLD).forEach(difference -> log.error("ledger.differs {}", difference));
        log.info("ledger.recounted accepted={} pending={} differences={}", books.total().accepted(), books.total()
                .pending(), differences.size());
        database.sql("""
                insert into recount (at, node, accepted, pending, differences, detail)
                values (:at, :node, :accepted, :pending, :differences, :detail)""").param("at", Columns.time(books
                .asOf())).param("node", node).param("accepted", books.total().accepted()).param("pending", books.total()
                        .pending())
                .param("differences", differences.size()).param("detail", String.join("\n",
                        differences.stream().limit(TOLD).toList()))
                .update();
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    /** What was found last; none before the first night. */
    public Optional<Found> last() {
        return database.sql("select * from recount order by at desc limit 1").query((row, number) -> new Found(Objects
                .requireNonNull(Rows.instant(row, "at")), row.getLong("accepted"), row.getLong("pending"),
                row.getLong(
                        "differences"),
                row.getString("detail"))).optional();
    }
}
