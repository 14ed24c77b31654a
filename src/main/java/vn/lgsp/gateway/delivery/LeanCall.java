package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;

/** One call's way over the wire; how far it came tells whether the provider may have read it. */
final class LeanCall {
    private static final long LARGEST = 64L << 20;

    private final Vertx vertx;
    private final HttpClient client;
    private final RequestOptions options;
    private final @Nullable Buffer body;
    private final Duration timeout;
    private final long began = System.nanoTime();
    private final CompletableFuture<Answered> whole = new CompletableFuture<>();
    private volatile @Nullable HttpClientRequest sent;
    private volatile long connected;
    private volatile long answering;
    private long timer;

    LeanCall(Vertx vertx, HttpClient client, RequestOptions options, @Nullable Buffer body, Duration timeout) {
        this.vertx = vertx;
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
        watch(timeout);
        client.request(options).onComplete(this::send, this::failed);
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
            }
        });
        response.endHandler(end -> {
            vertx.cancelTimer(timer);
            whole.complete(new Answered(response.statusCode(), response.headers(), received));
        });
    }

    /** What is still under way is given up: its connection cannot be used again. */
    private void failed(Throwable cause) {
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

    Times times() {
        var connect = connected == 0 ? System.nanoTime() - began : connected - began;
        return new Times(connect, answering == 0 ? 0 : answering - connected);
    }
}
