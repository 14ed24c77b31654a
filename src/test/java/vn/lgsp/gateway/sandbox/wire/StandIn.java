package vn.lgsp.gateway.sandbox.wire;

import java.util.List;
import java.util.Map;

/** One of the systems the gateway talks to, as the gateway meets it; all methods may be called by many threads. */
public interface StandIn {

    /** The name in the control endpoint, and of the response transformer in the stubs. */
    String name();

    /** The connector folder whose {@code stubs/} this stand-in answers. */
    String connector();

    /** All connector folders whose stubs it answers: a platform stands before several systems. */
    default List<String> connectors() {
        return List.of(connector());
    }

    /** Which of its services a call asks for. */
    String service(Call call);

    /** True for the service that logs in: faults leave it alone unless they name it. */
    boolean opens(String service);

    /** Does the work, exactly once, and answers. */
    Answer answer(Call call);

    /** Refuses without doing the work, as this system refuses. */
    Answer refusal();

    /** The same where each of its services refuses in its own way. */
    default Answer refusal(Call call) {
        return refusal();
    }

    /** Forgets every session or token it gave. */
    void expire();

    /**
     * What it did, for the control endpoint.
     *
     * @param most keys shown of each map, the last ones
     */
    Map<String, Object> state(int most);

    /** What it did for one key, or an empty map. */
    Map<String, Object> state(String key);

    void reset();
}
