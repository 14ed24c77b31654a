package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** A document between the thread that writes it and the event loop that sends it: one piece at a time, as fast as the caller reads. */
final class LeavingBody extends OutputStream {
    private static final int PIECE = 64 * 1024;

    private final HttpServerResponse response;
    private final Context loop;
    private final Pace pace;
    private long taken;
    private long waited;

    LeavingBody(HttpServerResponse response, Context loop, Pace pace) {
        this.response = response;
        this.loop = loop;
        this.pace = pace;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[]{ (byte) one }, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int at = 0; at < length; at += PIECE) {
            piece(Buffer.buffer(Arrays.copyOfRange(bytes, from + at, from + Math.min(length, at + PIECE))));
        }
    }

    private void piece(Buffer piece) throws IOException {
        var written = new CompletableFuture<Void>();
        loop.runOnContext(now -> {
            if (response.closed()) {
                written.completeExceptionally(new IOException("the caller closed its connection"));
            } else {
                response.write(piece).onComplete(written::complete, written::completeExceptionally);
            }
        });
        var began = System.nanoTime();
        await(written, pace.nextNanos(taken, waited));
        waited += System.nanoTime() - began;
        taken += piece.length();
    }

    private static void await(CompletableFuture<Void> written, long nanos) throws IOException {
        try {
            written.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the caller does not take the document", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
