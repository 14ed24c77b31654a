package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.ledger.ReplayItem.Done;
import vn.lgsp.gateway.ledger.ReplayItem.Due;
import vn.lgsp.gateway.ledger.ReplayWork;
import vn.lgsp.gateway.ledger.ReplayWork.Taken;

/**
 * Carries replays on at their rate, each on one node at a time. What a node leaves behind when it stops or dies, another
 * goes on with: everything that matters stands in the database.
 */
@Component
public class ReplayRunner implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ReplayRunner.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Batches a second, where the rate is not below it. */
    private static final int PACE = 10;

    private final Replays replays;
    private final ReplayWork work;
    private final Clock clock;
    private final String owner;
    private final Semaphore bell = new Semaphore(0);
    private volatile boolean running;
    private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

    ReplayRunner(Replays replays, ReplayWork work, Clock clock) {
        this.replays = replays;
        this.work = work;
        this.clock = clock;
        this.owner = UUID.randomUUID().toString();
    }

    /** There is a replay to carry on: do not wait for the next look. */
    public void ring() {
        bell.release();
    }

    @Override
    public void start() {
        running = true;
        threads = Executors.newVirtualThreadPerTaskExecutor();
        senders = Executors.newVirtualThreadPerTaskExecutor();
        threads.execute(this::look);
    }

    private void look() {
        while (running) {
            try {
                work.take(owner).ifPresentOrElse(job -> threads.execute(() -> carryOn(job)), this::rest);
            } catch (DataAccessException e) {
                log.warn("replay.waits-for-database cause={}", e.getMessage());
                rest();
            }
        }
    }

    private void rest() {
        try {
            if (bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    /** Where it goes wrong, the lease is left to end: then it is tried again, here or elsewhere. */
    private void carryOn(Taken job) {
        log.info("replay.carried-on replay={}", job.job());
        try {
            sendAll(job);
            work.giveBack(job.job(), owner);
        } catch (RuntimeException e) {
            log.warn("replay.interrupted replay={}: it is carried on in a moment", job.job(), e);
        }
    }

    private void sendAll(Taken job) {
        var batch = Math.max(1, job.rate() / PACE);
        var pause = TimeUnit.SECONDS.toNanos(batch) / job.rate();
        var next = System.nanoTime();
        while (running && work.keep(job.job(), owner)) {
            var due = work.due(job.job(), batch);
            if (due.isEmpty()) {
                work.finish(job.job(), clock.instant());
                log.info("replay.ended replay={}", job.job());
                return;
            }
            work.note(job.job(), send(job, due));
            next = Math.max(next + pause, System.nanoTime());
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    /** Side by side, so that they are committed together; what is about the same dossier one after the other. */
    private List<Done> send(Taken job, List<Due> due) {
        var dossiers = new LinkedHashMap<String, List<Due>>();
        due.forEach(item -> dossiers.computeIfAbsent(item.businessKey() == null
                ? item.original().toString()
                : item
                        .businessKey(),
                key -> new ArrayList<>())
                .add(item));
        var sent = dossiers.values().stream().map(items -> CompletableFuture.supplyAsync(() -> replays.send(job.job(),
                job.again(), items), senders)).toList();
        return sent.stream().flatMap(done -> done.join().stream()).toList();
    }

    /** While the door closes: what takes longer is left to its lease. */
    @Override
    public void stop(Runnable stopped) {
        Thread.startVirtualThread(() -> {
            stop();
            stopped.run();
        });
    }

    @Override
    public void stop() {
        running = false;
        ring();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
                log.warn("replay.stopped while sending; its lease hands it over");
            }
            senders.shutdown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
