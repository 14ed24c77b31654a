package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Recurring;

/**
 * Ends what was not delivered in its time, wherever it waits: at a destination that is held, closed or gone from the
 * configuration, or behind other work of its order. Who sent it is told.
 */
@Component
public class Expiry implements Recurring.Source {
    private static final Logger log = LoggerFactory.getLogger(Expiry.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration USUAL = Duration.ofDays(3);
    private static final int BATCH = 500;

    private final Ledger ledger;
    private final Worker worker;
    private final Clock clock;
    private final Catalogue catalogue;

    Expiry(Ledger ledger, Worker worker, Catalogue catalogue, Clock clock) {
        this.ledger = ledger;
        this.worker = worker;
        this.clock = clock;
        this.catalogue = catalogue;
    }

    @Override
    public List<Recurring.Job> jobs() {
        return List.of(new Recurring.Job("expiry", EVERY, this::sweep));
    }

    /** Ends all that is late now. */
    public void sweep() {
        for (var late = late(); !late.isEmpty(); late = late()) {
            log.warn("queue.expired deliveries={}", late.size());
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                late.forEach(claim -> threads.execute(() -> worker.work(claim)));
            }
        }
    }

    private List<Claim> late() {
        var shortest = catalogue.services().values().stream().map(service -> service.schedule().expires()).min(
                Duration::compareTo).orElse(USUAL);
        return ledger.claimExpired(BATCH, clock.instant(), shortest, LEASE);
    }
}
