package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
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
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpServerResponse response;
    private final Context loop;

    LeavingBody(HttpServerResponse response, Context loop) {
        this.response = response;
        this.loop = loop;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[]{ (byte) one }, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        var piece = Buffer.buffer(Arrays.copyOfRange(bytes, from, from + length));
        var written = new CompletableFuture<Void>();
        loop.runOnContext(now -> {
            if (response.closed()) {
                written.completeExceptionally(new IOException("the caller closed its connection"));
            } else {
                response.write(piece).onComplete(written::complete, written::completeExceptionally);
            }
        });
        await(written);
    }

    private static void await(CompletableFuture<Void> written) throws IOException {
        try {
            written.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the caller does not take the document", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
