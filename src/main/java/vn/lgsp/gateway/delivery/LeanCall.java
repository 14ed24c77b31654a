package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;

/** One call's way over the wire; how far it came tells whether the provider may have read it. */
final class LeanCall {
    private static final long LARGEST = 64L << 20;

    private final HttpClient client;
    private final RequestOptions options;
    private final @Nullable Buffer body;
    private final Duration timeout;
    private final long began = System.nanoTime();
    private final CompletableFuture<Answered> whole = new CompletableFuture<>();
    private volatile @Nullable HttpClientRequest sent;
    private volatile long connected;
    private volatile long answering;

    LeanCall(HttpClient client, RequestOptions options, @Nullable Buffer body, Duration timeout) {
        this.client = client;
        this.options = options;
        this.body = body;
        this.timeout = timeout;
    }

    record Answered(int status, MultiMap headers, Buffer body) {}

    /**
     * Nanoseconds of its parts.
     *
     * @param connect until a connection was there, a new one or a rested one
     * @param firstByte from then until the answer began; 0 when it never did
     */
    record Times(long connect, long firstByte) {}

    /** On an event loop, as everything below but {@link #await}. */
    void start() {
        client.request(options).onComplete(this::send, this::failed);
    }

    /** The connection is there: from here on the provider may have read it. */
    private void send(HttpClientRequest request) {
        if (whole.isDone()) {
            request.reset();
            return;
        }
        connected = System.nanoTime();
        sent = request;
        (body == null ? request.send() : request.send(body)).onComplete(this::receive, this::failed);
    }

    /** The first bytes are there. */
    private void receive(HttpClientResponse response) {
        answering = System.nanoTime();
        var received = Buffer.buffer();
        response.exceptionHandler(this::failed);
        response.handler(part -> {
            received.appendBuffer(part);
            if (received.length() > LARGEST) {
                failed(new IOException("the answer is larger than " + LARGEST + " bytes"));
                response.request().reset();
            }
        });
        response.endHandler(end -> whole.complete(new Answered(response.statusCode(), response.headers(), received)));
    }

    private void failed(Throwable cause) {
        whole.completeExceptionally(cause);
    }

    /** Waits for the whole answer; a provider that sends it in drops gets half its time more. */
    Answered await() throws IOException {
        try {
            return whole.get(LeanTransport.CONNECT.plus(timeout.multipliedBy(3).dividedBy(2)).toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            abandon();
            throw sent == null ? new ConnectException("no connection") : new SocketTimeoutException("no answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            abandon();
            throw new IOException("interrupted", e);
        }
    }

    private IOException failure(Throwable cause) {
        if (sent == null) {
            var never = new ConnectException(cause.getClass().getSimpleName());
            never.initCause(cause);
            return never;
        }
        if (cause instanceof TimeoutException) {
            var late = new SocketTimeoutException("no answer");
            late.initCause(cause);
            return late;
        }
        return cause instanceof IOException broken ? broken : new IOException(cause);
    }

    private void abandon() {
        whole.cancel(false);
        var request = sent;
        if (request != null) {
            request.reset();
        }
    }

    Times times() {
        var connect = connected == 0 ? System.nanoTime() - began : connected - began;
        return new Times(connect, answering == 0 ? 0 : answering - connected);
    }
}
