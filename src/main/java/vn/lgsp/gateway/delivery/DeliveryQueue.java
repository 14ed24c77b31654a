package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.LedgerUnavailable;

/**
 * Takes due work from the ledger and has it done. Each destination has a lane of its own, so that one that is slow or
 * down keeps nobody else waiting; what cannot be called now stays in the database and holds no thread.
 */
@Component
@EnableConfigurationProperties(QueueSettings.class)
public class DeliveryQueue implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DeliveryQueue.class);

    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Worker worker;
    private final Courier courier;
    private final Breakers breakers;
    private final Routes routes;
    private final QueueSettings settings;
    private final Clock clock;
    private final Map<String, Semaphore> bells = new ConcurrentHashMap<>();
    private volatile boolean running;
    private ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor();

    DeliveryQueue(Catalogue catalogue, Ledger ledger, Worker worker, Courier courier, Breakers breakers, Routes routes,
            QueueSettings settings, Clock clock) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.worker = worker;
        this.courier = courier;
        this.breakers = breakers;
        this.routes = routes;
        this.settings = settings;
        this.clock = clock;
    }

    /** How long work is held by who took it: long enough for a call and its settlement. */
    public static Duration lease(Destination destination) {
        return destination.timeout().multipliedBy(2).plusSeconds(15);
    }

    /** New work is due for this destination: do not wait for the next poll. */
    public void ring(String destination) {
        var bell = bells.get(destination);
        if (bell != null && bell.availablePermits() == 0) {
            bell.release();
        }
    }

    /** Looks at all lanes now, e.g. after the clock has moved. */
    public void ringAll() {
        bells.keySet().forEach(this::ring);
    }

    @Override
    public void start() {
        running = true;
        workers = Executors.newVirtualThreadPerTaskExecutor();
        lanes = Executors.newVirtualThreadPerTaskExecutor();
        catalogue.services().values().stream().map(service -> service.call().destination()).distinct().filter(
                destination -> bells.putIfAbsent(destination.name(), new Semaphore(0)) == null).forEach(
                        destination -> lanes.execute(() -> lane(destination)));
    }

    private void lane(Destination destination) {
        while (running) {
            try {
                var room = Math.min(settings.batch(), courier.free(destination));
                var taken = room == 0 || !routes.started() || breakers.isOpen(destination)
                        ? List.<Object>of()
                        : take(destination, room);
                if (taken.isEmpty() || taken.size() < room) {
                    pause(destination, settings.poll());
                }
            } catch (DataAccessException | LedgerUnavailable e) {
                log.warn("queue.waits-for-database destination={} cause={}", destination.name(), e.getMessage());
                pause(destination, Duration.ofSeconds(1));
            } catch (RuntimeException e) {
                log.error("queue.lane-failed destination={}", destination.name(), e);
                pause(destination, Duration.ofSeconds(1));
            }
        }
    }

    private List<?> take(Destination destination, int room) {
        var claims = ledger.claim(destination.name(), room, clock.instant(), lease(destination));
        claims.forEach(claim -> workers.execute(() -> {
            worker.work(claim).forEach(this::ring);
            ring(destination.name());
        }));
        return claims;
    }

    private void pause(Destination destination, Duration atMost) {
        var bell = bells.get(destination.name());
        try {
            if (bell != null && bell.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    /** Takes no more work, and waits for what is in flight; what does not end in time is left to its lease. */
    @Override
    public void stop() {
        running = false;
        ringAll();
        lanes.shutdown();
        try {
            // what a lane has just taken is still given to a worker
            if (!lanes.awaitTermination(settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("queue.stopped with work being taken; its leases hand it over");
            }
            workers.shutdown();
            if (!workers.awaitTermination(settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("queue.stopped with calls in flight; their leases hand them over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        bells.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
