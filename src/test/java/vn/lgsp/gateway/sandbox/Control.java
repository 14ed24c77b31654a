package vn.lgsp.gateway.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import vn.lgsp.gateway.sandbox.wire.Call;
import vn.lgsp.gateway.sandbox.wire.Json;

/** The control endpoint over HTTP; what it can do is in {@link Commands}. */
final class Control implements AutoCloseable {
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Commands commands;

    Control(Sandbox sandbox, String bind, int port) {
        commands = new Commands(sandbox);
        try {
            server = HttpServer.create(new InetSocketAddress(bind, port), BACKLOG);
        } catch (IOException taken) {
            throw new UncheckedIOException("cannot listen on port " + port, taken);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readAllBytes();
            try {
                var query = Call.parameters(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
                var done = commands.run(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), query, body);
                send(exchange, done.isPresent() ? 200 : 404,
                        done.orElseGet(() -> Map.of("error", "no such thing; GET / lists what there is")));
            } catch (IllegalArgumentException wrong) {
                send(exchange, 400, Map.of("error", String.valueOf(wrong.getMessage())));
            }
        }
    }

    private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
        var bytes = (answer instanceof String text ? text : Json.text(answer) + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type",
                answer instanceof String ? "text/plain;charset=utf-8" : "application/json;charset=utf-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
