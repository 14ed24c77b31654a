package vn.lgsp.gateway.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A provider that always says yes, at once or after a set delay, so that what is measured is what stands before it. One event
 * loop, a process of its own; {@code /bench/…} steers it.
 */
final class LeanBackend {
    private static final Buffer YES = json("""
            {"session":"S","error_code":0,"message":"Thành công","result":[{"MAHOSO":"H47.12-260302-0012"}]}""");
    private static final Buffer PAID = json("""
            {"MaLoi":"00","MoTaLoi":"Thành công","UrlThanhToan":"http://127.0.0.1/pay/1"}""");
    private static final Buffer BUSY = json("{\"error_code\":-1,\"message\":\"Hệ thống đang bảo trì\"}");

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1));
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    /** By the millisecond in which they came. */
    private final Map<Long, List<HttpServerResponse>> waiting = new HashMap<>();
    private long delay;
    private String down = "none";
    private String deaf = "none";

    private static Buffer json(String text) {
        return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param arguments the port */
    public static void main(String[] arguments) {
        var backend = new LeanBackend();
        backend.vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(Integer.parseInt(
                arguments[0])).setAcceptBacklog(4096).setTcpNoDelay(true)).requestHandler(backend::handle).listen();
    }

    private void handle(HttpServerRequest request) {
        var path = request.path();
        if (path.startsWith("/bench/")) {
            steer(request, path.substring("/bench/".length()));
            return;
        }
        calls.computeIfAbsent(path, any -> new LongAdder()).increment();
        if (path.equals(deaf)) {
            return;
        }
        if (path.equals(down)) {
            answer(request.response().setStatusCode(503), BUSY);
        } else if (delay == 0) {
            answer(request.response(), path.startsWith("/payment") ? PAID : YES);
        } else {
            after(delay, request.response());
        }
    }

    /** What came in one millisecond is answered together, none of it early: a timer for each would be more work than the rest. */
    private void after(long millis, HttpServerResponse response) {
        waiting.computeIfAbsent(System.nanoTime() / 1_000_000, came -> {
            vertx.setTimer(millis + 1, any -> Objects.requireNonNull(waiting.remove(came)).forEach(one -> answer(one,
                    YES)));
            return new ArrayList<>();
        }).add(response);
    }

    private static void answer(HttpServerResponse response, Buffer body) {
        if (!response.closed()) {
            response.putHeader("content-type", "application/json").end(body);
        }
    }

    /** {@code delay?ms=200} · {@code down?path=/mapi/g} · {@code deaf?path=/mapi/g} · {@code calls?path=/mapi/g} */
    private void steer(HttpServerRequest request, String what) {
        var path = request.getParam("path", "none");
        switch (what) {
            case "delay" -> delay = Long.parseLong(request.getParam("ms"));
            case "down" -> down = path;
            case "deaf" -> deaf = path;
            default -> {
            }
        }
        var count = calls.get(path);
        request.response().end(String.valueOf(count == null ? 0 : count.sum()));
    }
}
