package vn.lgsp.gateway.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.springframework.stereotype.Component;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.ledger.Heartbeat;

/**
 * What a provider tolerates, shared fairly by the living nodes: of calls at once and of calls a second each takes its
 * part. Only where there are more nodes than calls at once, each takes one.
 */
@Component
class Limits implements Heartbeat.Listener {
    private static final int DRAIN_SLICES = 50;

    private final Map<String, Gate> gates = new ConcurrentHashMap<>();
    private volatile int place;
    private volatile int nodes = 1;

    @Override
    public void beat(Heartbeat.Pulse pulse) {
        if (pulse.place() != place || pulse.nodes() != nodes) {
            place = pulse.place();
            nodes = pulse.nodes();
            gates.values().forEach(gate -> gate.share(place, nodes));
        }
    }

    /** Calls this node may have in flight at the same time. */
    int share(Destination destination) {
        return share(destination.atOnce(), place, nodes);
    }

    private static int share(int whole, int place, int nodes) {
        return Math.max(1, whole / nodes + (place < whole % nodes ? 1 : 0));
    }

    /** Waits for a place and for the rate's permission, as long as a call may take; false when there was none. */
    boolean enter(Destination destination) {
        try {
            return gate(destination).enter(destination.timeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits a second at the most for leave to deliver one more of a backlog, of so many a second by all nodes; 0: no limit. */
    boolean drains(Destination destination, int perSecond) {
        return gate(destination).drains(perSecond);
    }

    /** This node's part of what all nodes may do, and never nothing. */
    int each(int whole) {
        return Math.max(1, whole / nodes);
    }

    void leave(Destination destination) {
        gate(destination).places.release();
    }

    /** It tolerates something else from now on; who is in stays in, and is counted. */
    void follow(Destination destination) {
        gates.computeIfPresent(destination.name(), (_, gate) -> gate.follow(destination, place, nodes));
    }

    private Gate gate(Destination destination) {
        return gates.computeIfAbsent(destination.name(), name -> new Gate(destination, place, nodes));
    }

    /** Evenly: a whole second's part at its beginning would keep everyone else waiting each time. */
    static Optional<RateLimiter> drain(String name, int whole, int nodes) {
        return rate(name + "-drain", whole, nodes, Duration.ofSeconds(1), DRAIN_SLICES);
    }

    /**
     * A limiter of calls a second by this node, when the whole province may make so many; none for no limit.
     *
     * @param slices of a second; in each of them its part may be called at once
     */
    private static Optional<RateLimiter> rate(String name, int whole, int nodes, Duration patience, int slices) {
        if (whole == 0) {
            return Optional.empty();
        }
        // a share below one call in a slice is one call in more than a slice
        var each = Math.max(1, whole / nodes / slices);
        var period = Duration.ofNanos(TimeUnit.SECONDS.toNanos(1) * each * nodes / whole);
        return Optional.of(RateLimiter.of(name, RateLimiterConfig.custom().limitForPeriod(each).limitRefreshPeriod(
                period).timeoutDuration(patience).build()));
    }

    /** One destination's places and rate in this node. */
    private static final class Gate {
        private volatile Destination destination;
        private final Places places;
        private volatile Optional<RateLimiter> rate;
        private volatile Optional<RateLimiter> drain = Optional.empty();
        private volatile int drained;
        private volatile int nodes;

        Gate(Destination destination, int place, int nodes) {
            this.destination = destination;
            this.places = new Places(Limits.share(destination.atOnce(), place, nodes));
            this.rate = limiter(nodes);
            this.nodes = nodes;
        }

        private Optional<RateLimiter> limiter(int nodes) {
            return Limits.rate(destination.name(), destination.ratePerSecond(), nodes, destination.timeout(), 1);
        }

        void share(int place, int living) {
            places.resize(Limits.share(destination.atOnce(), place, living));
            rate = limiter(living);
            nodes = living;
            drain = drain(drained);
        }

        Gate follow(Destination changed, int place, int living) {
            destination = changed;
            share(place, living);
            return this;
        }

        private Optional<RateLimiter> drain(int perSecond) {
            return Limits.drain(destination.name(), perSecond, nodes);
        }

        boolean drains(int perSecond) {
            if (perSecond != drained) {
                drained = perSecond;
                drain = drain(perSecond);
            }
            return drain.map(RateLimiter::acquirePermission).orElse(true);
        }

        boolean enter(Duration patience) throws InterruptedException {
            if (!places.tryAcquire() && !places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (rate.map(RateLimiter::acquirePermission).orElse(true)) {
                return true;
            }
            places.release();
            return false;
        }
    }

    /** A semaphore whose size may change while it is in use. */
    static final class Places extends Semaphore {
        private static final long serialVersionUID = 1L;
        private int size;

        Places(int size) {
            super(size);
            this.size = size;
        }

        synchronized void resize(int wanted) {
            if (wanted > size) {
                release(wanted - size);
            } else {
                reducePermits(size - wanted);
            }
            size = wanted;
        }
    }
}
