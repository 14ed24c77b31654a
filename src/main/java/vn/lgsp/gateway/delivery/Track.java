package vn.lgsp.gateway.delivery;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Endpoint;

import vn.lgsp.gateway.connector.Service;

/** A running route, and who is on it: it is not ended under anybody. */
final class Track {
    private static final int ENDED = -1;

    private final String id;
    private volatile Service service;
    private final Endpoint endpoint;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile Instant needed;

    Track(String id, Service service, Endpoint endpoint, Instant now) {
        this.id = id;
        this.service = service;
        this.endpoint = endpoint;
        this.needed = now;
    }

    String id() {
        return id;
    }

    Service service() {
        return service;
    }

    /** The same version, read once more because a system it calls has changed. */
    void serves(Service again) {
        service = again;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** False when it has ended. */
    boolean enter() {
        return calls.getAndUpdate(n -> n == ENDED ? ENDED : n + 1) != ENDED;
    }

    void leave() {
        calls.decrementAndGet();
    }

    void needed(Instant now) {
        needed = now;
    }

    /** Ends it for everybody, unless somebody is on it or it was needed since. */
    boolean idleSince(Instant then) {
        return needed.isBefore(then) && (calls.get() == ENDED || calls.compareAndSet(0, ENDED));
    }
}
