package vn.lgsp.gateway.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;

/** Runs recurring work on one node at a time, however many share the database. */
@Component
@DependsOnDatabaseInitialization
public class Recurring implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Recurring.class);

    /** A node that runs a job and is not heard of for so long is dead: the job is run by another. */
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final int MISSED = 4;

    /** Who has recurring work to do. */
    public interface Source {
        List<Job> jobs();
    }

    /** Something that is done again and again. */
    public record Job(String name, Schedule when, Runnable action) {
        /** @param every time from the end of a run to the start of the next */
        public Job(String name, Duration every, Runnable action) {
            this(name, Schedules.fixedDelay(every), action);
        }

        /** @param lag how long after the end of each period; after a failure it is tried again a minute later */
        public static Job afterEach(String name, Periods periods, Duration lag, Runnable action) {
            return new Job(name, new AfterEach(periods, lag), action);
        }

        /** @param at time of the day in Vietnam */
        public static Job daily(String name, LocalTime at, Runnable action) {
            return new Job(name, Schedules.daily(Vietnam.TIME, at), action);
        }
    }

    private final DataSource database;
    private final List<Source> sources;
    private final Housekeeping housekeeping;
    private final LedgerSettings settings;
    private final Clock clock;
    private Map<String, Schedule> jobs = Map.of();
    private @Nullable Scheduler scheduler;
    private volatile boolean running;

    Recurring(DataSource database, List<Source> sources, Housekeeping housekeeping, LedgerSettings settings,
            Clock clock) {
        this.database = database;
        this.sources = sources;
        this.housekeeping = housekeeping;
        this.settings = settings;
        this.clock = clock;
    }

    /** Runs what there is to be done now, if that has changed; what is under way ends. */
    public synchronized void follow() {
        if (running && !schedules().equals(jobs)) {
            var before = scheduler;
            scheduler = scheduler();
            scheduler.start();
            if (before != null) {
                Thread.startVirtualThread(before::stop);
            }
            log.info("recurring.changed jobs={}", jobs.keySet());
        }
    }

    private Map<String, Schedule> schedules() {
        return sources.stream().flatMap(source -> source.jobs().stream())
                .collect(Collectors.toMap(Job::name, Job::when));
    }

    private Scheduler scheduler() {
        jobs = schedules();
        var tasks = new ArrayList<RecurringTask<?>>();
        sources.stream().flatMap(source -> source.jobs().stream()).forEach(job -> tasks.add(task(job)));
        tasks.add(task(new Job("housekeeping", Duration.ofHours(1), () -> {
            housekeeping.addMonths();
            log.info("housekeeping.ended forgotten-keys={} rolled-up={} forgotten-attachments={} forgotten-faults={}",
                    housekeeping.forgetKeys(clock.instant()), housekeeping.rollUp(), housekeeping.forgetAttachments(),
                    housekeeping.forgetSequelFaults());
        })));
        return Scheduler.create(database)
                .clock(clock instanceof DatabaseClock ? clock::instant : Instant::now)
                .heartbeatInterval(BEAT).missedHeartbeatsLimit(MISSED).startTasks(tasks).threads(4)
                .pollingInterval(Duration.ofSeconds(1))
                .schedulerName(new SchedulerName.Fixed(settings.nodeName())).build();
    }

    private static RecurringTask<?> task(Job job) {
        return Tasks.recurring(job.name(), job.when())
                .execute((instance, context) -> job.action()
                        .run());
    }

    @Override
    public synchronized void start() {
        scheduler = scheduler();
        scheduler.start();
        running = true;
    }

    /** While the door closes: a job that takes longer is run again by another node, as if this one had died. */
    @Override
    public void stop(Runnable stopped) {
        Thread.startVirtualThread(() -> {
            stop();
            stopped.run();
        });
    }

    @Override
    public synchronized void stop() {
        if (scheduler != null) {
            scheduler.stop();
        }
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
