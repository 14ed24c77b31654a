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
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final DestinationStates states;
    private final Clock clock;
    private final Map<String, CircuitBreaker> counts = new ConcurrentHashMap<>();
    private volatile Map<String, DestinationState> known = Map.of();

    /** Whether a call may be made, and what hangs on it. */
    enum Permit {
        FREE,
        /** The one call, of all nodes', that decides whether the breaker closes. */
        TRIAL, REFUSED
    }

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

    /** Asked before each call, and answered afterwards by what came of it. */
    Permit permit(Destination destination) {
        var state = state(destination);
        if (state.breaker() == Breaker.CLOSED) {
            return Permit.FREE;
        }
        if (!due(state)) {
            return Permit.REFUSED;
        }
        try {
            var now = clock.instant();
            var mine = states.tryOut(destination.name(), now, now.plus(destination.timeout().multipliedBy(3)));
            refresh();
            if (mine) {
                log.info("breaker.tried destination={}", destination.name());
                return Permit.TRIAL;
            }
            return state(destination).breaker() == Breaker.CLOSED ? Permit.FREE : Permit.REFUSED;
        } catch (DataAccessException e) {
            return Permit.REFUSED;
        }
    }

    /** The provider answered as it should. */
    void succeeded(Destination destination, Permit permit, long nanos) {
        of(destination).onSuccess(nanos, TimeUnit.NANOSECONDS);
        if (permit == Permit.TRIAL) {
            change(destination, () -> states.close(destination.name(), clock.instant()));
            of(destination).reset();
            log.info("breaker.closed destination={}", destination.name());
        }
    }

    /** A permitted call was not made, or says nothing about the provider: another one decides. */
    void spared(Destination destination, Permit permit) {
        if (permit == Permit.TRIAL) {
            var cause = String.valueOf(state(destination).cause());
            change(destination, () -> states.open(destination.name(), clock.instant(), clock.instant().plus(AGAIN),
                    cause));
        }
    }

    /** The call failed through the provider's fault. */
    void failed(Destination destination, Permit permit, long nanos, String code) {
        var count = of(destination);
        count.onError(nanos, TimeUnit.NANOSECONDS, new IllegalStateException(code));
        if (permit == Permit.TRIAL || count.getState() == CircuitBreaker.State.OPEN) {
            var cause = permit == Permit.TRIAL
                    ? "tried in vain: " + code
                    : Math.round(count.getMetrics().getFailureRate()) + "% failed, last: " + code;
            count.reset();
            var until = clock.instant().plus(destination.breaker().staysOpen());
            change(destination, () -> states.open(destination.name(), clock.instant(), until, cause));
            log.warn("breaker.opened destination={} until={} cause={}", destination.name(), until, cause);
        }
    }

    /** Closes it by hand, and forgets what this node has counted; false when it was closed. */
    boolean reset(Destination destination) {
        var closed = states.close(destination.name(), clock.instant());
        of(destination).reset();
        refresh();
        return closed;
    }

    /** What this node has counted was counted by other rules; what all nodes know stays. */
    void recount(Destination destination) {
        counts.remove(destination.name());
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
