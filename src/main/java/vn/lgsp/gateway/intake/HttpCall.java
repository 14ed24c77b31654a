package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** One exchange at the door: what came, and what goes back. */
final class HttpCall {
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");
    /** How long the rest of a refused body may take to arrive, so that its sender reads why. */
    private static final Duration REST = Duration.ofSeconds(10);
    private static volatile Stamp stamp = new Stamp(0, "");

    private final HttpServerRequest http;
    private final Context loop;
    private final ArrivingBody body;
    private final Request request;

    /** The current second as HTTP writes it. */
    private record Stamp(long second, CharSequence text) {
        static CharSequence now() {
            var second = System.currentTimeMillis() / 1000;
            var known = stamp;
            if (known.second != second) {
                known = new Stamp(second, HttpHeaders.createOptimized(DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC))));
                stamp = known;
            }
            return known.text;
        }
    }

    /** On the event loop. */
    HttpCall(HttpServerRequest http, Context loop) {
        this.http = http;
        this.loop = loop;
        this.body = new ArrivingBody(http, loop);
        var headers = http.headers();
        var path = http.path();
        this.request = new Request(http.method().name(), path == null ? "" : path, http.query(), headers::get,
                length(headers.get(HttpHeaders.CONTENT_LENGTH)), body);
    }

    private static long length(@Nullable String announced) {
        try {
            return announced == null ? -1 : Long.parseLong(announced);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    Request request() {
        return request;
    }

    /**
     * Sends the answer, from the thread that made it.
     *
     * @param last the connection ends with it
     */
    void send(Answer answer, boolean last) throws IOException {
        var flow = answer.flow();
        if (flow == null) {
            loop.runOnContext(now -> whole(answer, last));
            return;
        }
        loop.runOnContext(now -> head(answer, last).setChunked(true));
        flow.to(new LeavingBody(http.response(), loop));
        loop.runOnContext(now -> http.response().end().onComplete(end -> finish(last)));
    }

    /** Sends an answer after which nothing more is read from this caller. */
    void sendLast(Answer answer) {
        loop.runOnContext(now -> whole(answer, true));
    }

    private void whole(Answer answer, boolean last) {
        if (http.response().headWritten() || http.response().ended() || http.response().closed()) {
            return;
        }
        var response = head(answer, last).putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(answer.body().length));
        var sent = HttpMethod.HEAD.equals(http.method()) ? response.end() : response.end(Buffer.buffer(answer.body()));
        sent.onComplete(end -> finish(last));
    }

    private HttpServerResponse head(Answer answer, boolean last) {
        var response = http.response().setStatusCode(answer.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, answer.mediaType()).putHeader(HttpHeaders.DATE, Stamp.now())
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE).putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
        answer.headers().forEach(response::putHeader);
        return last ? response.putHeader(HttpHeaders.CONNECTION, CLOSE) : response;
    }

    /** What is left of the body is read away for a while: a caller that is still sending would not see the answer. */
    private void finish(boolean last) {
        if (body.abandon()) {
            var late = loop.owner().setTimer(REST.toMillis(), now -> http.connection().close());
            http.endHandler(end -> {
                loop.owner().cancelTimer(late);
                close(last);
            });
        } else {
            close(last);
        }
    }

    private void close(boolean last) {
        if (last) {
            http.connection().close();
        }
    }

    /** There is no answer: the caller must not take what it got for a whole one. */
    void drop() {
        loop.runOnContext(now -> http.connection().close());
    }
}
