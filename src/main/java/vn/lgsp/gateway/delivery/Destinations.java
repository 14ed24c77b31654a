package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.ledger.DestinationState;
import vn.lgsp.gateway.ledger.DestinationState.Hold;
import vn.lgsp.gateway.ledger.DestinationStates;

/** Says whether a destination may be called now: not while an operator holds it, in its maintenance, or while its breaker is open. */
@Component
public class Destinations {
    private static final Logger log = LoggerFactory.getLogger(Destinations.class);

    private final Breakers breakers;
    private final DestinationStates states;
    private final Clock clock;

    Destinations(Breakers breakers, DestinationStates states, Clock clock) {
        this.breakers = breakers;
        this.states = states;
        this.clock = clock;
    }

    /** Why no call may be made now, if so. */
    public Optional<Closed> closed(Destination destination) {
        return held(destination).or(() -> destination.closedUntil(clock.instant()).map(until -> new Closed(
                Closed.Why.MAINTENANCE, "maintenance until " + until, Optional.of(until)))).or(() -> breakers.closed(
                        destination));
    }

    private Optional<Closed> held(Destination destination) {
        return breakers.state(destination).hold().map(hold -> new Closed(Closed.Why.HELD, "held by " + hold.by() + ": "
                + hold.reason(), Optional.empty()));
    }

    /** How many calls may begin now. */
    int room(Destination destination) {
        return closed(destination).isPresent() ? 0 : breakers.room(destination);
    }

    /** What all nodes know of it. */
    public DestinationState state(Destination destination) {
        return breakers.state(destination);
    }

    /** Stops calls of every node until somebody resumes them; false when somebody holds it already. */
    public boolean hold(Destination destination, String by, String reason) {
        var held = states.hold(destination.name(), new Hold(by, reason, clock.instant()));
        breakers.refresh();
        if (held) {
            log.warn("destination.held destination={} by={}", destination.name(), by);
        }
        return held;
    }

    /** Lets calls go on; false when nobody held it. */
    public boolean resume(Destination destination, String by) {
        var resumed = states.resume(destination.name());
        breakers.refresh();
        if (resumed) {
            log.warn("destination.resumed destination={} by={}", destination.name(), by);
        }
        return resumed;
    }

    /** Lets calls be made again before the breaker would by itself; false when it was not open. */
    public boolean resetBreaker(Destination destination, String by) {
        var reset = breakers.reset(destination);
        if (reset) {
            log.warn("breaker.reset destination={} by={}", destination.name(), by);
        }
        return reset;
    }

    /** How long a caller should wait before it asks again. */
    Duration wait(Closed closed) {
        return closed.until().map(until -> Duration.between(clock.instant(), until)).filter(wait -> wait.compareTo(
                Duration.ofSeconds(1)) > 0).orElse(closed.until().isPresent()
                        ? Duration.ofSeconds(1)
                        : Duration.ofMinutes(1));
    }
}
