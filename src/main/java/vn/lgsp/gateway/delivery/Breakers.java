package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import io.github.resilience4j.core.metrics.Metrics;
import io.github.resilience4j.core.metrics.SlidingTimeWindowMetrics;
import io.github.resilience4j.core.metrics.Snapshot;
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
    private final Map<String, Count> counts = new ConcurrentHashMap<>();
    private volatile Map<String, DestinationState> known = Map.of();

    /** Whether a call may be made, and what hangs on it. */
    enum Permit {
        FREE,
        /** The one call, of all nodes', that decides whether the breaker closes. */
        TRIAL, REFUSED
    }

    /** How this node's calls went lately; whether the breaker is open is for the database alone to know. */
    private static final class Count {
        private final SlidingTimeWindowMetrics calls;
        private volatile String failure = "";

        Count(Duration over, Clock clock) {
            calls = new SlidingTimeWindowMetrics((int) Math.max(1, over.toSeconds()), clock);
        }

        Snapshot good() {
            return calls.record(0, TimeUnit.NANOSECONDS, Metrics.Outcome.SUCCESS);
        }

        Snapshot bad(String code) {
            failure = code;
            return calls.record(0, TimeUnit.NANOSECONDS, Metrics.Outcome.ERROR);
        }
    }

    Breakers(DestinationStates states, Clock clock) {
        this.states = states;
        this.clock = clock;
    }

    @Override
    public void beat(Heartbeat.Pulse pulse) {
        know(pulse.destinations());
    }

    /** What is known of the destination, by all nodes. */
    public DestinationState state(Destination destination) {
        return known.getOrDefault(destination.name(), DestinationState.open(destination.name()));
    }

    /** Reads again what the database knows; after a change that must be seen at once. */
    public void refresh() {
        know(states.all());
    }

    /** What was counted before a breaker opened says nothing about how it goes afterwards. */
    private void know(Map<String, DestinationState> now) {
        known = now;
        counts.keySet().removeIf(name -> {
            var state = now.get(name);
            return state != null && state.breaker() != Breaker.CLOSED;
        });
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
    void succeeded(Destination destination, Permit permit) {
        if (permit == Permit.TRIAL) {
            change(destination, () -> states.close(destination.name(), clock.instant()));
            log.info("breaker.closed destination={}", destination.name());
        } else {
            count(destination, Count::good);
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
    void failed(Destination destination, Permit permit, String code) {
        if (permit == Permit.TRIAL) {
            open(destination, "tried in vain: " + code);
        } else {
            count(destination, count -> count.bad(code));
        }
    }

    /** Judged after each call: one that went well may be the one that makes the rate known. */
    private void count(Destination destination, Function<Count, Snapshot> call) {
        if (state(destination).breaker() != Breaker.CLOSED) {
            return; // begun before it opened
        }
        var rule = destination.breaker();
        var count = counts.computeIfAbsent(destination.name(), _ -> new Count(rule.over(), clock));
        var calls = call.apply(count);
        var mostlyFailed = calls.getTotalNumberOfCalls() >= rule.atLeast() && calls.getFailureRate() >= rule
                .opensAtPercent();
        // of several that see it at once, one opens it
        if (mostlyFailed && counts.remove(destination.name(), count)) {
            open(destination, Math.round(calls.getFailureRate()) + "% failed, last: " + count.failure);
        }
    }

    private void open(Destination destination, String cause) {
        var until = clock.instant().plus(destination.breaker().staysOpen());
        change(destination, () -> states.open(destination.name(), clock.instant(), until, cause));
        log.warn("breaker.opened destination={} until={} cause={}", destination.name(), until, cause);
    }

    /** Closes it by hand, and forgets what this node has counted; false when it was closed. */
    boolean reset(Destination destination) {
        var closed = states.close(destination.name(), clock.instant());
        counts.remove(destination.name());
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
}
