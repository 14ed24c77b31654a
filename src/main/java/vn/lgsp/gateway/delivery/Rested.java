package vn.lgsp.gateway.delivery;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

import io.vertx.core.http.HttpConnection;

/**
 * Since when each connection to a provider rests. One that has rested for longer than providers keep them open is not used
 * again, whatever the provider says of it: what is sent into one that has just been closed may be lost.
 */
final class Rested {
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final Map<HttpConnection, Long> since = Collections.synchronizedMap(new WeakHashMap<>());

    void from(HttpConnection connection) {
        since.put(connection, System.nanoTime());
    }

    boolean tooLong(HttpConnection connection) {
        var from = since.get(connection);
        return from != null && System.nanoTime() - from > LONGEST.toNanos();
    }
}
