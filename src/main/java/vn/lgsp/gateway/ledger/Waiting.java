package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How much waits in the queue for providers. Counting millions takes seconds: it is done by one reader at a time, and again only after ten
 * times as long as it took, so that looking at a backlog does not slow what drains it.
 */
final class Waiting {
    private static final int PATIENCE_SECONDS = 20;
    /** Below, everyone who asks is told what is true at this moment. */
    private static final long QUICK_NANOS = 500_000_000;

    /** @param oldest when the oldest was received */
    record Backlog(long all, long parked, @Nullable Instant oldest) {
        static final Backlog NONE = new Backlog(0, 0, null);

        private static Backlog sum(Collection<Row> rows) {
            return new Backlog(rows.stream().mapToLong(Row::all).sum(), rows.stream().mapToLong(Row::parked).sum(), rows
                    .stream().map(Row::oldest).filter(Objects::nonNull).min(Instant::compareTo).orElse(null));
        }
    }

    private record Row(String service, String destination, long all, long parked, Instant oldest) {}

    private final JdbcClient sql;
    private List<Row> rows = List.of();
    private long read;
    private long took;

    Waiting(DataSource database) {
        var template = new JdbcTemplate(database);
        template.setQueryTimeout(PATIENCE_SECONDS);
        sql = JdbcClient.create(template);
    }

    Map<String, Backlog> byService() {
        return by(Row::service);
    }

    Map<String, Backlog> byDestination() {
        return by(Row::destination);
    }

    private Map<String, Backlog> by(Function<Row, String> name) {
        return rows().stream().collect(Collectors.groupingBy(name, Collectors.collectingAndThen(Collectors.toList(),
                Backlog::sum)));
    }

    private synchronized List<Row> rows() {
        var now = System.nanoTime();
        if (took < QUICK_NANOS || now - read > 10 * took) {
            rows = sql.sql("""
                    select service, destination, count(*) as backlog, count(parked) as parked,
                      min(uuid_extract_timestamp(id)) as oldest from delivery
                    where destination <> '(sandbox)' group by 1, 2""").query((row,
                    number) -> new Row(row.getString("service"), row.getString("destination"), row.getLong("backlog"),
                            row.getLong("parked"), row.getTimestamp("oldest").toInstant()))
                    .list();
            read = System.nanoTime();
            took = read - now;
        }
        return rows;
    }
}
