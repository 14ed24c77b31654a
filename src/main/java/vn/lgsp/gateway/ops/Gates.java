package vn.lgsp.gateway.ops;

import java.util.List;
import java.util.Optional;

import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.delivery.Closed;
import vn.lgsp.gateway.ledger.DestinationState;

/** The systems that are called, whether they may be called now, and the levers that decide it. */
public interface Gates {

    /** @param closed why it takes no calls now, if so */
    record Gate(Destination destination, DestinationState state, Optional<Closed> closed) {}

    /** Every destination a service calls, by name. */
    List<Gate> all();

    /** False when somebody holds it already. */
    boolean hold(Gate gate, String by, String reason);

    /** False when nobody holds it. */
    boolean resume(Gate gate, String by);

    /** False when the breaker is closed. */
    boolean resetBreaker(Gate gate, String by);

    default Optional<Gate> named(String name) {
        return all().stream().filter(gate -> gate.destination().name().equals(name)).findFirst();
    }
}
