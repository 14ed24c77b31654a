package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;

/** One call's way over the wire; how far it came tells whether the provider may have read it. */
final class LeanCall {
    static final long LARGEST = 64L << 20;
    /** What the system takes whole or not at all. */
    private static final int SMALL = 16 * 1024;
    private static final int CONNECTIONS_TRIED = 3;

    private final Vertx vertx;
    private final Turn turn;
    private final Connections connections;
    private final Connections.Place place;
    private final RequestOptions options;
    private final @Nullable Buffer body;
    private final Duration timeout;
    private final Border border;
    private final long since;
    private final long began = System.nanoTime();
    private final CompletableFuture<Answered> whole = new CompletableFuture<>();
    private volatile @Nullable HttpClientRequest sent;
    private Connections.@Nullable Connection connection;
    private int closed;
    private boolean written;
    private boolean over;
    private volatile long connected;
    private volatile long answering;
    private long timer;

    /** @param since by {@link System#nanoTime}, when it was begun: after 5 s it is not sent any more */
    LeanCall(Vertx vertx, Turn turn, Connections connections, RequestOptions options, @Nullable Buffer body,
            Duration timeout, Border border, long since) {
        this.vertx = vertx;
        this.turn = turn;
        this.connections = connections;
        this.place = new Connections.Place(turn, options.getHost(), options.getPort(), Boolean.TRUE.equals(options
                .isSsl()));
        this.options = options;
        this.body = body;
        this.timeout = timeout;
        this.border = border;
        this.since = since;
    }

    /** Looks where a connection leads before anything is sent on it. */
    interface Border {
        void check(SocketAddress peer) throws IOException;
    }

    record Answered(int status, MultiMap headers, Buffer body) {}

    /**
     * Nanoseconds of its parts.
     *
     * @param connect until a connection was there, a new one or a rested one
     * @param firstByte from then until the answer began; 0 when it never did
     */
    record Times(long connect, long firstByte) {}

    /** On an event loop from here on, in all but {@link #await}. */
    void start() {
        turn.soon(() -> {
            watch(timeout);
            connect();
        });
    }

    /** Until the answer begins, the provider has its time; until it is whole, half as much again. */
    private void watch(Duration wait) {
        timer = vertx.setTimer(wait.toMillis(), late -> {
            if (answering == 0 || wait.compareTo(timeout) < 0) {
                failed(new TimeoutException());
            } else {
                watch(timeout.dividedBy(2));
            }
        });
    }

    private void connect() {
        try {
            var rested = connections.rested(place);
            if (rested == null) {
                connections.open(place).onComplete(this::use, this::unconnected);
            } else {
                use(rested);
            }
        } catch (IllegalStateException | IllegalArgumentException never) {
            failed(never); // new keys came, and nothing is opened with the old ones any more; or the address is none
        }
    }

    private void use(Connections.Connection chosen) {
        connection = chosen;
        chosen.http().request(options).onComplete(this::send, this::unconnected);
    }

    /** A rested connection ended before anything was written on it: the next one is as good. */
    private void unconnected(Throwable cause) {
        if (connection != null) {
            connection.http().close();
        }
        if (cause instanceof HttpClosedException && ++closed < CONNECTIONS_TRIED) {
            connect();
        } else {
            failed(cause);
        }
    }

    /** The connection is there: from here on the provider may have read it. */
    private void send(HttpClientRequest request) {
        // its response says what became of it; of one that is given up unsent, Vert.x would log that it ended
        request.exceptionHandler(ended -> {});
        if (whole.isDone()) {
            request.connection().close();
            return;
        }
        try {
            InTime.check(since);
            border.check(request.connection().remoteAddress());
        } catch (IOException e) {
            request.connection().close();
            failed(e);
            return;
        }
        connected = System.nanoTime();
        sent = request;
        request.response().onComplete(this::receive, this::failed);
        (body == null ? request.end() : request.end(body)).onComplete(all -> written = true, this::unwritten);
    }

    /** The system did not take it; of a large one, a part may have left before. */
    private void unwritten(Throwable cause) {
        if (body == null || body.length() <= SMALL) {
            sent = null;
        }
        failed(cause);
    }

    /** The first bytes are there. */
    private void receive(HttpClientResponse response) {
        answering = System.nanoTime();
        if (response.statusCode() < 200) {
            failed(new IOException("no final answer, but " + response.statusCode()));
            return;
        }
        var received = Buffer.buffer();
        response.exceptionHandler(this::failed);
        response.handler(part -> {
            received.appendBuffer(part);
            if (received.length() > LARGEST) {
                failed(BadAnswer.tooLarge(LARGEST));
            }
        });
        response.endHandler(end -> {
            vertx.cancelTimer(timer);
            rest(response);
            var answered = new Answered(response.statusCode(), response.headers(), received);
            over = true;
            turn.endsWith(() -> whole.complete(answered));
        });
    }

    /** An answer that came before the whole request was written leaves the rest of that on the connection. */
    private void rest(HttpClientResponse response) {
        var used = Objects.requireNonNull(connection);
        if (written) {
            connections.rest(used, response);
        } else {
            used.http().close();
        }
    }

    /** What is still under way is given up: its connection cannot be used again. What comes after the whole answer changes nothing. */
    private void failed(Throwable cause) {
        if (over) {
            return;
        }
        vertx.cancelTimer(timer);
        var request = sent;
        if (whole.completeExceptionally(cause) && request != null) {
            request.reset();
        }
    }

    /** Waits for the whole answer. */
    Answered await() throws IOException {
        try {
            return whole.get();
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private IOException failure(Throwable cause) {
        if (sent == null) {
            return neverSent(cause);
        }
        if (cause instanceof TimeoutException) {
            var late = new SocketTimeoutException("no answer");
            late.initCause(cause);
            return late;
        }
        return cause instanceof IOException broken ? broken : new IOException(cause);
    }

    private static IOException neverSent(Throwable cause) {
        var never = switch (cause) {
            case UnknownHostException unknown -> unknown;
            case Reach.Refused refused -> refused;
            case SSLException untrusted -> new SSLHandshakeException("no handshake: " + untrusted.getMessage());
            default -> new ConnectException(cause.getClass().getSimpleName());
        };
        if (!never.equals(cause)) {
            never.initCause(cause);
        }
        return never;
    }

    Times times() {
        var connect = connected == 0 ? System.nanoTime() - began : connected - began;
        return new Times(connect, answering == 0 ? 0 : answering - connected);
    }
}
