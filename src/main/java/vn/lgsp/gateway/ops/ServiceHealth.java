package vn.lgsp.gateway.ops;

/** How the running route of a service is at this moment; told by the room that runs it. */
public interface ServiceHealth {

    /**
     * @param route the Camel route's own word, e.g. {@code Started} or {@code Stopped}
     * @param breaker CLOSED, OPEN or HALF_OPEN
     */
    record State(String route, String breaker) {}

    State of(String serviceId);
}
