package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.ledger.DestinationState;
import vn.lgsp.gateway.ledger.DestinationState.Breaker;
import vn.lgsp.gateway.ledger.DestinationStates;
import vn.lgsp.gateway.ledger.Heartbeat;

/**
 * One breaker per destination, the same for all nodes and after a restart: a node whose recent calls mostly failed
 * through the provider's fault opens it for all; when its time is over, one node makes one call, and that decides.
 */
@Component
public class Breakers implements Heartbeat.Listener {
    private static final Logger log = LoggerFactory.getLogger(Breakers.class);

    private final DestinationStates states;
    private final Clock clock;
    private final Map<String, CircuitBreaker> counts = new ConcurrentHashMap<>();
    /** Destinations this node is trying. */
    private final Map<String, Boolean> trials = new ConcurrentHashMap<>();
    private volatile Map<String, DestinationState> known = Map.of();

    Breakers(DestinationStates states, Clock clock) {
        this.states = states;
        this.clock = clock;
    }

    @Override
    public void beat(Heartbeat.Pulse pulse) {
        known = pulse.destinations();
    }

    /** What is known of the destination, by all nodes. */
    public DestinationState state(Destination destination) {
        return known.getOrDefault(destination.name(), DestinationState.open(destination.name()));
    }

    /** Reads again what the database knows; after a change that must be seen at once. */
    public void refresh() {
        known = states.all();
    }

    /** Why no call may be made now, if so; a breaker whose time is over lets one be tried. */
    Optional<Closed> closed(Destination destination) {
        var state = state(destination);
        if (state.breaker() == Breaker.CLOSED || due(state)) {
            return Optional.empty();
        }
        return Optional.of(new Closed(Closed.Why.BREAKER_OPEN, String.valueOf(state.cause()), Optional.ofNullable(state
                .until())));
    }

    private boolean due(DestinationState state) {
        return state.until() == null || !clock.instant().isBefore(state.until());
    }

    /** How many calls may begin now. */
    int room(Destination destination) {
        return state(destination).breaker() == Breaker.CLOSED
                ? Integer.MAX_VALUE
                : closed(destination).isEmpty() ? 1 : 0;
    }

    /** True when this call may be made; where the breaker's time is over, of all nodes' calls the first one. */
    boolean permits(Destination destination) {
        var state = state(destination);
        if (state.breaker() == Breaker.CLOSED) {
            return true;
        }
        if (!due(state)) {
            return false;
        }
        try {
            var now = clock.instant();
            var mine = states.tryOut(destination.name(), now, now.plus(destination.timeout().multipliedBy(3)));
            if (mine) {
                trials.put(destination.name(), true);
                log.info("breaker.tried destination={}", destination.name());
            }
            refresh();
            return mine || state(destination).breaker() == Breaker.CLOSED;
        } catch (DataAccessException e) {
            return false;
        }
    }

    /** The provider answered as it should. */
    void succeeded(Destination destination, long nanos) {
        of(destination).onSuccess(nanos, TimeUnit.NANOSECONDS);
        if (trials.remove(destination.name()) != null) {
            change(destination, () -> states.close(destination.name(), clock.instant()));
            of(destination).reset();
            log.info("breaker.closed destination={}", destination.name());
        }
    }

    /** A permitted call was not made. */
    void spared(Destination destination) {
        if (trials.remove(destination.name()) != null) {
            change(destination, () -> states.open(destination.name(), clock.instant(), clock.instant().plus(Duration
                    .ofSeconds(1)), "not tried"));
        }
    }

    /** The call failed through the provider's fault. */
    void failed(Destination destination, long nanos, String code) {
        var count = of(destination);
        count.onError(nanos, TimeUnit.NANOSECONDS, new IllegalStateException(code));
        if (trials.remove(destination.name()) != null || count.getState() == CircuitBreaker.State.OPEN) {
            var cause = Math.round(Math.max(0, count.getMetrics().getFailureRate())) + "% failed, last: " + code;
            count.reset();
            var until = clock.instant().plus(destination.breaker().staysOpen());
            change(destination, () -> states.open(destination.name(), clock.instant(), until, cause));
            log.warn("breaker.opened destination={} until={} cause={}", destination.name(), until, cause);
        }
    }

    /** Closes it by hand, and forgets what this node has counted; false when it was closed. */
    boolean reset(Destination destination) {
        var closed = states.close(destination.name(), clock.instant());
        trials.remove(destination.name());
        of(destination).reset();
        refresh();
        return closed;
    }

    private void change(Destination destination, Runnable change) {
        try {
            change.run();
            refresh();
        } catch (DataAccessException e) {
            log.warn("breaker.not-told destination={} cause={}", destination.name(), e.getMessage());
        }
    }

    private CircuitBreaker of(Destination destination) {
        return counts.computeIfAbsent(destination.name(), name -> CircuitBreaker.of(name, config(destination
                .breaker())));
    }

    private CircuitBreakerConfig config(Destination.Breaker breaker) {
        return CircuitBreakerConfig.custom().slidingWindowType(CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
                .slidingWindowSize((int) Math.max(1, breaker.over().toSeconds())).minimumNumberOfCalls(breaker
                        .atLeast())
                .failureRateThreshold(breaker.opensAtPercent()).waitDurationInOpenState(breaker.staysOpen()).clock(
                        clock)
                .build();
    }
}
