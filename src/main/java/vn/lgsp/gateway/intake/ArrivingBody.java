package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * A body between the event loop that receives it and the thread that reads it: a little is kept, then the sender waits.
 */
final class ArrivingBody extends InputStream {
    private static final int KEPT = 128 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpServerRequest http;
    private final Context loop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final Queue<Buffer> parts = new ArrayDeque<>();
    private @Nullable Buffer current;
    private int at;
    private int kept;
    private boolean paused;
    private boolean ended;
    private boolean broken;
    private boolean abandoned;

    /** On the event loop, before anything has arrived. */
    ArrivingBody(HttpServerRequest http, Context loop) {
        this.http = http;
        this.loop = loop;
        http.handler(this::arrived).endHandler(end -> end(false)).exceptionHandler(e -> end(true));
    }

    private void arrived(Buffer part) {
        lock.lock();
        try {
            if (abandoned) {
                return;
            }
            parts.add(part);
            kept += part.length();
            if (kept > KEPT && !paused) {
                paused = true;
                http.pause();
            }
            more.signal();
        } finally {
            lock.unlock();
        }
    }

    private void end(boolean faulty) {
        lock.lock();
        try {
            broken |= faulty && !ended;
            ended = true;
            more.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            var part = part();
            if (part == null) {
                return -1;
            }
            var taken = Math.min(length, part.length() - at);
            part.getBytes(at, at + taken, into, from);
            at += taken;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** The part to read from, or none at the end. */
    private @Nullable Buffer part() throws IOException {
        var part = current;
        while (part == null || at == part.length()) {
            part = next();
            at = 0;
            current = part;
            if (part == null) {
                return null;
            }
        }
        return part;
    }

    private @Nullable Buffer next() throws IOException {
        arrive();
        if (broken) {
            throw new BrokenBody("the body broke off");
        }
        var part = parts.poll();
        if (part != null) {
            kept -= part.length();
            if (paused && kept < KEPT / 2) {
                paused = false;
                loop.runOnContext(now -> http.resume());
            }
        }
        return part;
    }

    /** Waits until there is something to read, or nothing more to wait for. */
    private void arrive() throws IOException {
        try {
            var patience = PATIENCE.toNanos();
            while (parts.isEmpty() && !ended) {
                if (patience <= 0) {
                    throw new BrokenBody("no more of the body came for " + PATIENCE.toSeconds() + " s");
                }
                patience = more.awaitNanos(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** On the event loop: nobody reads the rest; true when it has not all arrived yet. */
    boolean abandon() {
        lock.lock();
        try {
            abandoned = true;
            parts.clear();
            if (paused) {
                paused = false;
                http.resume();
            }
            return !ended;
        } finally {
            lock.unlock();
        }
    }
}
