package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Reply;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.ledger.Ledger;

/**
 * Takes due work from the ledger and has it done. Each destination has a lane of its own, so that one that is slow or
 * down keeps nobody else waiting; what cannot be called now stays in the database and holds no thread.
 */
@Component
@EnableConfigurationProperties(QueueSettings.class)
public class DeliveryQueue implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DeliveryQueue.class);

    private final Catalogue catalogue;
    private final Lanes lanes;
    private final Crewing crewing;
    private final QueueSettings settings;
    private final Map<String, Manned> manned = new HashMap<>();
    private volatile boolean running;
    private volatile long told = System.nanoTime();
    private ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private ExecutorService drivers = Executors.newVirtualThreadPerTaskExecutor();

    DeliveryQueue(Catalogue catalogue, Lanes lanes, Crewing crewing, QueueSettings settings) {
        this.catalogue = catalogue;
        this.lanes = lanes;
        this.crewing = crewing;
        this.settings = settings;
    }

    /** How long work is held by who took it: long enough for a call and its settlement. */
    public static Duration lease(Destination destination) {
        return destination.timeout().multipliedBy(2).plusSeconds(15);
    }

    /** New work is due for this destination: do not wait for the next poll. */
    public void ring(String destination) {
        lanes.ring(destination);
    }

    /** Looks at all lanes now, e.g. after the clock has moved. */
    public void ringAll() {
        lanes.ringAll();
    }

    @Override
    public void start() {
        workers = Executors.newVirtualThreadPerTaskExecutor();
        drivers = Executors.newVirtualThreadPerTaskExecutor();
        running = true;
        manned.clear();
        follow();
    }

    private record Manned(Destination destination, boolean shared, Map<String, Integer> batches) {}

    /** A lane for each destination that is served now, as it is declared now; those that are as before go on. */
    synchronized void follow() {
        if (!running) {
            return;
        }
        var services = catalogue.services().values();
        var waited = services.stream().filter(service -> service.reply() == Reply.NOW).map(service -> service.call()
                .destination().name()).collect(Collectors.toSet());
        var wanted = new HashMap<>(services.stream().map(service -> service.call().destination()).distinct()
                .collect(Collectors.toMap(
                        Destination::name, to -> new Manned(to, waited.contains(to.name()), batches(services, to)),
                        (one, _) -> one)));
        wanted.put(Recorded.DESTINATION.name(), new Manned(Recorded.DESTINATION, false, Map.of()));
        manned.entrySet().removeIf(lane -> {
            var changed = !lane.getValue().equals(wanted.get(lane.getKey()));
            if (changed) {
                lanes.close(lane.getKey());
            }
            return changed;
        });
        wanted.forEach((name, to) -> manned.computeIfAbsent(name, _ -> {
            var lane = new Lane(to.destination(), crewing.crew(workers), to.shared(), to.batches());
            lanes.open(name, lane);
            drivers.execute(lane::run);
            return to;
        }));
    }

    private static Map<String, Integer> batches(Collection<Service> services, Destination to) {
        return services.stream().filter(service -> service.call().destination().name().equals(to.name()) && service
                .call().batch().isPresent()).collect(Collectors.toMap(Service::id, service -> service.call().batch()
                        .orElseThrow().upTo()));
    }

    /** The time for what is under way begins here, together with the door's. */
    @EventListener(ContextClosedEvent.class)
    void told() {
        told = System.nanoTime();
    }

    /** Takes no more work, gives back what is not begun, and waits for the rest; what does not end is left to its lease. */
    @Override
    public void stop() {
        var drain = settings.drain().toNanos();
        // what was begun while the door closed has a quarter of it in any case
        var end = Math.max(drain - (System.nanoTime() - told), drain / 4) + System.nanoTime();
        running = false;
        lanes.close();
        drivers.shutdown();
        try {
            // what a lane has just begun is still given to a worker
            if (!drivers.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                log.warn("queue.stopped with work being taken; its leases hand it over");
            }
            workers.shutdown();
            if (!workers.awaitTermination(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                log.warn("queue.stopped with calls in flight; their leases hand them over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the doors have closed: until then what is accepted is still delivered. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 1;
    }

    /** Whom a lane works with. */
    @Component
    static class Crewing {
        private final Ledger ledger;
        private final Worker worker;
        private final Consignments consignments;
        private final Destinations destinations;
        private final Limits limits;
        private final Routes routes;
        private final QueueSettings settings;
        private final Clock clock;

        Crewing(Ledger ledger, Worker worker, Consignments consignments, Destinations destinations, Limits limits,
                Routes routes,
                QueueSettings settings, Clock clock) {
            this.ledger = ledger;
            this.worker = worker;
            this.consignments = consignments;
            this.destinations = destinations;
            this.limits = limits;
            this.routes = routes;
            this.settings = settings;
            this.clock = clock;
        }

        Lane.Crew crew(Executor threads) {
            return new Lane.Crew(ledger, destinations, limits, settings, clock, routes::started, worker::work,
                    consignments::work, threads);
        }
    }
}
