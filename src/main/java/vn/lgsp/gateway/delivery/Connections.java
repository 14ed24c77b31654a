package vn.lgsp.gateway.delivery;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;

/**
 * A destination's connections, and which of them rest between two calls. A resting one belongs to the loop that opened it, so
 * that nobody waits for a lock, and the last to rest is the first to be used; Vert.x' own pool looks at all of them for each
 * call. How many there are is the courier's business: none waits for one here.
 */
final class Connections {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    /**
     * One that has rested for longer than providers keep them open is not used again, whatever the provider says of it: what is
     * sent into one that has just been closed may be lost.
     */
    private static final Duration LONGEST = Duration.ofSeconds(4);
    /** So many seconds sooner than the provider says that it closes it. */
    private static final int MARGIN = 1;
    private static final long LOOKED_AFTER = TimeUnit.SECONDS.toMillis(1);
    private static final Pattern STAYS = Pattern.compile("\\btimeout=(\\d{1,6})");

    private final Vertx vertx;
    private final HttpClientAgent agent;
    private final Map<Place, Deque<Connection>> resting = new ConcurrentHashMap<>();
    private final long timer;

    Connections(Vertx vertx, HttpClientOptions options) {
        this.vertx = vertx;
        this.agent = vertx.httpClientBuilder().with(options).build();
        this.timer = vertx.setPeriodic(LOOKED_AFTER, now -> resting.keySet().forEach(place -> place.turn().soon(
                () -> closeOld(place))));
    }

    /** Where connections lead, and the loop they are on. */
    record Place(Turn turn, String host, int port, boolean tls) {}

    /** One of them; used on its loop only. */
    static final class Connection {
        private final HttpClientConnection http;
        private final Place place;
        private long until;
        private boolean closed;

        private Connection(HttpClientConnection http, Place place) {
            this.http = http;
            this.place = place;
            http.exceptionHandler(broken -> log.debug("lean.connection", broken));
            http.closeHandler(gone -> closed = true);
        }

        HttpClientConnection http() {
            return http;
        }

        private boolean usable() {
            return !closed && System.nanoTime() - until < 0;
        }
    }

    /** The one that rested last; null when none is to be used. */
    @Nullable
    Connection rested(Place place) {
        var all = resting.get(place);
        while (all != null && !all.isEmpty()) {
            var last = all.removeLast();
            if (last.usable()) {
                return last;
            }
            last.http.close();
        }
        return null;
    }

    /**
     * A new one.
     *
     * @throws IllegalStateException when this has ended
     * @throws IllegalArgumentException when the port is none
     */
    Future<Connection> open(Place place) {
        return agent.connect(new HttpConnectOptions().setHost(place.host()).setPort(place.port()).setSsl(place.tls()))
                .map(http -> new Connection(http, place));
    }

    /** A whole answer has come on it: it rests from now on, unless the provider closes it. */
    void rest(Connection connection, HttpClientResponse answer) {
        var stays = stays(answer);
        if (stays.isZero()) {
            connection.http.close();
            return;
        }
        connection.until = System.nanoTime() + stays.toNanos();
        resting.computeIfAbsent(connection.place, none -> new ArrayDeque<>()).addLast(connection);
    }

    private static Duration stays(HttpClientResponse answer) {
        var says = answer.getHeader(HttpHeaders.CONNECTION);
        if (answer.version() != HttpVersion.HTTP_1_1
                || says != null && says.toLowerCase(Locale.ROOT).contains("close")) {
            return Duration.ZERO;
        }
        var hint = answer.getHeader(HttpHeaders.KEEP_ALIVE);
        var stays = hint == null ? null : STAYS.matcher(hint);
        if (stays == null || !stays.find()) {
            return LONGEST;
        }
        var usable = Duration.ofSeconds(Math.max(0, Long.parseLong(stays.group(1)) - MARGIN));
        return usable.compareTo(LONGEST) < 0 ? usable : LONGEST;
    }

    /** On the place's loop. */
    private void closeOld(Place place) {
        var all = resting.get(place);
        if (all == null) {
            return;
        }
        // the first has rested longest
        while (!all.isEmpty() && !all.getFirst().usable()) {
            all.removeFirst().http.close();
        }
        if (all.isEmpty()) {
            resting.remove(place);
        }
    }

    /** What is under way ends, for so long; nothing new is opened. */
    void end(Duration within) {
        vertx.cancelTimer(timer);
        agent.shutdown(within);
    }
}
