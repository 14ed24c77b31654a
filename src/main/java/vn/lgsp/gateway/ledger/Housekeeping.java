package vn.lgsp.gateway.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

/** Keeps the ledger's partitions ahead of the clock and forgets what has expired. */
@Component
@DependsOnDatabaseInitialization
public class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration COUNTED_BY_MINUTE = Duration.ofDays(2);

    private final JdbcClient database;
    private final Clock clock;

    Housekeeping(DataSource source, Clock clock) {
        this.database = JdbcClient.create(source);
        this.clock = clock;
        addMonths();
    }

    /**
     * Makes sure this month's partitions and the next two exist. While somebody reads the whole ledger (a backup), a month
     * cannot be added; those to come are tried again an hour later.
     */
    public void addMonths() {
        var month = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).withDayOfMonth(1);
        add(month);
        for (int ahead = 1; ahead < 3; ahead++) {
            try {
                add(month.plusMonths(ahead));
            } catch (DataAccessException e) {
                log.warn("housekeeping.month-not-added month={} cause={}", month.plusMonths(ahead), e.getMessage());
            }
        }
    }

    /** Where rows of that month came before it, they stay where they are: the ledger works, only slower. */
    private void add(LocalDate month) {
        try {
            database.sql("select add_month(:month)").param("month", month).query().listOfRows();
        } catch (DataIntegrityViolationException e) {
            log.error(
                    "housekeeping.month-in-default month={}: it has rows in the default partitions, and is kept there "
                            + "(docs/operations.md)",
                    month);
        }
    }

    /** Counts older than two days move to their days; says how many rows moved. */
    public long rollUp() {
        var before = Columns.time(clock.instant().minus(COUNTED_BY_MINUTE));
        long all = 0;
        long moved;
        do {
            moved = database.sql("select roll_up_counters(:before)").param("before", before).query(Long.class).single();
            all += moved;
        } while (moved > 0);
        return all;
    }

    /** Forgets attachments whose body came to nothing a day ago, and says how many there were. */
    public int forgetAttachments() {
        return database.sql("""
                with gone as (delete from attachment_pending where since < now() - interval '1 day' returning id),
                  pieces as (delete from attachment where id in (select id from gone))
                select count(*) from gone""").query(Integer.class).single();
    }

    /**
     * Forgets what ends did not set off, once their transactions are no longer there, and says how many it told of. One of
     * the last day is kept: its transaction may still be on its way into the ledger.
     */
    public int forgetSequelFaults() {
        return database.sql("""
                delete from sequel_fault f where at < now() - interval '1 day'
                  and not exists (select 1 from transaction t where t.id = f.transaction_id)""").update();
    }

    /** Deletes idempotency keys that ended before the given time, and says how many. */
    public int forgetKeys(Instant before) {
        return database.sql("delete from idempotency where expires_at < :before").param("before", Columns.time(before))
                .update();
    }
}
