package vn.lgsp.gateway.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Forgets replays that ended long ago, with their items. Which transaction came of which stands in the transactions; a
 * replay that is paused or under way is kept, however old.
 */
@Component
@DependsOnDatabaseInitialization
@EnableConfigurationProperties(RetentionSettings.class)
public class ReplayRetention implements Recurring.Source {
    private static final Logger log = LoggerFactory.getLogger(ReplayRetention.class);
    private static final Duration EVERY = Duration.ofHours(1);

    private final JdbcClient database;
    private final RetentionSettings settings;
    private final Clock clock;

    ReplayRetention(DataSource source, RetentionSettings settings, Clock clock) {
        this.database = JdbcClient.create(source);
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public List<Recurring.Job> jobs() {
        return List.of(new Recurring.Job("replay-retention", EVERY, this::forget));
    }

    /** Deletes what is over now, and says of how many items. */
    public int forget() {
        var items = database.sql("""
                with old as (
                  delete from replay_job where state in ('DONE', 'CANCELLED') and ended_at < :before returning id)
                delete from replay_item where job in (select id from old)""").param("before", Columns.time(clock
                .instant().minus(settings.replays()))).update();
        if (items > 0) {
            log.info("replays.forgotten items={}", items);
        }
        return items;
    }
}
