package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.RejectedExecutionException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import vn.lgsp.gateway.delivery.Turn;

/** One exchange at the door: what came, and what goes back. */
final class HttpCall {
    private static final Logger log = LoggerFactory.getLogger(HttpCall.class);
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence TRANSPORT_SECURITY = HttpHeaders.createOptimized("Strict-Transport-Security");
    private static final CharSequence ONLY_TLS = HttpHeaders.createOptimized("max-age=31536000");
    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized(ContractPages.POLICY);
    /** An answer is data: a browser that shows it loads nothing and is framed by nobody. */
    private static final CharSequence NOTHING = HttpHeaders
            .createOptimized("default-src 'none'; frame-ancestors 'none'");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");
    /** How long the rest of a refused body may take to arrive, so that its sender reads why. */
    private static final Duration REST = Duration.ofSeconds(10);
    /** What is larger leaves piece by piece, so that a caller who does not take it is noticed. */
    private static final int AT_ONCE = 64 * 1024;
    private static volatile Stamp stamp = new Stamp(0, "");

    private final HttpServerRequest http;
    private final Context loop;
    private final Turn turn;
    private final Line line;
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
    HttpCall(HttpServerRequest http, Context loop, Turn turn, Line line) {
        this.http = http;
        this.loop = loop;
        this.turn = turn;
        this.line = line;
        this.body = new ArrivingBody(http, loop, line.pace());
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
        if (leavesAtOnce(answer)) {
            sendAtOnce(answer, last);
            return;
        }
        onLoop(() -> begin(answer, last));
        var leaving = new LeavingBody(http.response(), loop, line.pace());
        if (flow == null) {
            leaving.write(answer.body());
        } else {
            flow.to(leaving);
        }
        onLoop(() -> sent(http.response().end(), 0));
    }

    /** Nobody need wait until its caller has taken it. */
    boolean leavesAtOnce(Answer answer) {
        return HttpMethod.HEAD.equals(http.method()) || answer.flow() == null && answer.body().length <= AT_ONCE;
    }

    /**
     * Sends the answer, from any thread.
     *
     * @param last the connection ends with it
     */
    void sendAtOnce(Answer answer, boolean last) {
        onLoop(() -> whole(answer, last));
    }

    private void onLoop(Runnable step) {
        turn.soon(() -> {
            try {
                step.run();
            } catch (RuntimeException | Error e) {
                log.warn("request.unanswered", e);
                http.connection().close();
            }
        });
    }

    private void whole(Answer answer, boolean last) {
        if (begun()) {
            return;
        }
        var response = head(answer, last).putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(answer.body().length));
        sent(HttpMethod.HEAD.equals(http.method()) ? response.end() : response.end(Buffer.buffer(answer.body())), answer
                .body().length);
    }

    /** Without a length, HTTP/1.0 knows an answer's end by the connection's. */
    private void begin(Answer answer, boolean last) {
        if (begun()) {
            return;
        }
        if (answer.flow() == null) {
            head(answer, last).putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(answer.body().length));
        } else {
            head(answer, last || http.version() == HttpVersion.HTTP_1_0).setChunked(true);
        }
    }

    private boolean begun() {
        return http.response().headWritten() || http.response().ended() || http.response().closed();
    }

    private HttpServerResponse head(Answer answer, boolean last) {
        var response = http.response().setStatusCode(answer.status());
        response.putHeader(HttpHeaders.CONTENT_TYPE, answer.mediaType()).putHeader(HttpHeaders.DATE, Stamp.now())
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE).putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
        if (line.secure()) {
            response.putHeader(TRANSPORT_SECURITY, ONLY_TLS);
        }
        if (!answer.headers().containsKey(ContractPages.POLICY)) {
            response.putHeader(CONTENT_POLICY, NOTHING);
        }
        answer.headers().forEach(response::putHeader);
        if (last) {
            line.ends();
            response.putHeader(HttpHeaders.CONNECTION, CLOSE);
        }
        return response;
    }

    /** What is left of the body is read away for a while: a caller that is still sending would not see the answer. */
    private void sent(Future<Void> sent, long bytes) {
        if (!sent.isComplete()) {
            line.sends(bytes);
        }
        sent.onComplete(end -> {
            if (body.abandon()) {
                var late = loop.owner().setTimer(REST.toMillis(), now -> http.connection().close());
                http.endHandler(all -> {
                    loop.owner().cancelTimer(late);
                    line.done();
                });
            } else {
                line.done();
            }
        });
    }

    /** On the event loop: the caller sends nothing more. */
    void cut() {
        body.cut();
    }

    /** There is no answer: the caller must not take what it got for a whole one. */
    void drop() {
        try {
            loop.runOnContext(now -> line.hangUp());
        } catch (RejectedExecutionException gone) {
            log.debug("request.unanswered: the door is closed, and its connections with it", gone);
        }
    }
}
