package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.LedgerUnavailable;

/**
 * One destination's deliveries in this process. Work is taken from the ledger ahead of its turn, about two seconds' worth
 * of it, or handed over by who has just accepted it; it is done within the destination's limits, a quarter of whose places
 * stay free for callers that wait. While the destination is closed, everything stays in the database and holds no thread.
 */
final class Lane {
    private static final Logger log = LoggerFactory.getLogger(Lane.class);
    private static final Duration AHEAD = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * What a lane works with.
     *
     * @param open false until the routes run
     * @param work does one piece, on a thread of its own
     * @param together does several in one call, likewise
     */
    record Crew(Ledger ledger, Destinations destinations, Limits limits, QueueSettings settings, Clock clock,
            BooleanSupplier open, Consumer<Claim> work, Consumer<List<Claim>> together, Executor threads) {}

    private final Destination destination;
    private final Crew crew;
    private final int drain;
    private final Queue<Claim> taken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Semaphore bell = new Semaphore(0);
    private final boolean shared;
    private final Company company;
    /** The database holds more that is due than was taken: what is new waits behind it. */
    private volatile boolean backlog = true;
    /** There may be something to take. */
    private volatile boolean look = true;
    private volatile boolean running = true;
    /** What comes now comes too late. */
    private volatile boolean ended;
    private volatile int ahead;
    private long refilled = System.nanoTime();

    /**
     * @param shared callers that wait use this destination too
     * @param batches how many pieces of a service's work may go in one call, by service
     */
    Lane(Destination destination, Crew crew, boolean shared, Map<String, Integer> batches) {
        this.company = new Company(batches);
        this.destination = destination;
        this.crew = crew;
        this.shared = shared;
        this.ahead = places();
        this.drain = drainRate(destination, shared);
    }

    private static int drainRate(Destination destination, boolean shared) {
        if (destination.drainPerSecond() > 0 || !shared) {
            return destination.drainPerSecond();
        }
        // callers that wait keep a fifth of what the provider allows
        return destination.ratePerSecond() == 0 ? 0 : Math.max(1, destination.ratePerSecond() * 4 / 5);
    }

    private int places() {
        var share = crew.limits().share(destination);
        return shared ? Math.max(1, share * 3 / 4) : share;
    }

    /** There may be work in the ledger. */
    void ring() {
        look = true;
        wake();
    }

    private void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    /** True when a piece of work that is about to be accepted may be handed over: then it must be, or {@link #forgo}ne. */
    boolean reserve() {
        if (!running || backlog || crew.destinations().room(destination) == 0) {
            return false;
        }
        if (size.incrementAndGet() > Math.max(ahead, places())) {
            size.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Reserved, and not to be handed over: another piece of its order comes first, or it was not accepted. */
    void forgo() {
        size.decrementAndGet();
        ring();
    }

    /** When this lane has just ended, nobody here would do it any more: it is given back. */
    void handOver(Claim claim) {
        taken.add(claim);
        wake();
        if (ended) {
            giveBack();
        }
    }

    void run() {
        while (running) {
            try {
                step();
            } catch (DataAccessException | LedgerUnavailable e) {
                log.warn("queue.waits-for-database destination={} cause={}", destination.name(), e.getMessage());
                pause(PAUSE);
            } catch (RuntimeException e) {
                log.error("queue.lane-failed destination={}", destination.name(), e);
                pause(PAUSE);
            }
        }
        ended = true;
        giveBack();
    }

    private void step() {
        var room = crew.open().getAsBoolean() ? crew.destinations().room(destination) : 0;
        if (room == 0) {
            giveBack();
            backlog = true;
            pause(crew.settings().poll());
            return;
        }
        var free = Math.min(room, places()) - inFlight.get();
        var next = free > 0 ? taken.poll() : null;
        if (next != null) {
            begin(next);
        } else if (free <= 0 || !refill(room)) {
            pause(crew.settings().poll());
        }
    }

    private void begin(Claim claim) {
        drained();
        var all = company.of(claim, taken);
        var pieces = Math.max(1, all.size());
        size.addAndGet(-pieces);
        inFlight.incrementAndGet();
        crew.threads().execute(() -> {
            try {
                if (all.isEmpty()) {
                    crew.work().accept(claim);
                } else {
                    crew.together().accept(all);
                }
            } finally {
                inFlight.decrementAndGet();
                done.addAndGet(pieces);
                // what did not go with the others is due at once
                look |= backlog || !all.isEmpty();
                wake();
            }
        });
    }

    /** Takes about as much as is done in two seconds; true when there was something. */
    private boolean refill(int room) {
        if (!look) {
            return false;
        }
        look = false;
        var nanos = Math.max(1, System.nanoTime() - refilled);
        refilled = System.nanoTime();
        var lately = done.getAndSet(0) * (double) AHEAD.toNanos() / nanos;
        var batch = crew.settings().batch();
        ahead = Math.clamp((long) lately, Math.min(Math.max(places(), company.largest()), batch), batch);
        // what one node holds back for its turn, another cannot send in the order it came
        var limit = Math.min(room, drain == 0 ? ahead : Math.min(ahead, crew.limits().each(drain)));
        var claims = crew.ledger().claim(destination.name(), limit, crew.clock().instant(), DeliveryQueue.lease(
                destination));
        backlog = claims.size() >= limit;
        look |= backlog;
        size.addAndGet(claims.size());
        taken.addAll(claims);
        return !claims.isEmpty();
    }

    /** Waits its turn; a backlog is drained no faster than the provider bears. */
    private void drained() {
        while (backlog && running && !crew.limits().drains(destination, drain)) {
            log.debug("queue.drains destination={}", destination.name());
        }
    }

    private void pause(Duration atMost) {
        try {
            if (!bell.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                // other nodes' work and retries that have become due ring no bell here
                look = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    /** What was taken and not begun is everybody's again; what the database does not take back is kept for the next time. */
    private void giveBack() {
        var back = new ArrayList<Claim>();
        for (var claim = taken.poll(); claim != null; claim = taken.poll()) {
            back.add(claim);
        }
        if (back.isEmpty()) {
            return;
        }
        try {
            crew.ledger().giveBack(back);
            size.addAndGet(-back.size());
            log.info("queue.given-back destination={} deliveries={}", destination.name(), back.size());
        } catch (DataAccessException e) {
            taken.addAll(back);
            log.warn("queue.not-given-back destination={} deliveries={} cause={}", destination.name(), back.size(), e
                    .getMessage());
        }
    }

    void stop() {
        running = false;
        wake();
    }
}
