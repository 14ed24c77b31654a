package vn.lgsp.gateway.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Json;

/** Stands where the gateway would: keeps what the stand-ins send, and answers as told. */
final class GatewayDouble implements AutoCloseable {
    private record Received(String path, JsonNode body) {}

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<String> first = new ConcurrentLinkedQueue<>();
    private final String usual;

    GatewayDouble(String usual) throws IOException {
        this.usual = usual;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            received.add(new Received(exchange.getRequestURI().getPath(),
                    Json.read(exchange.getRequestBody().readAllBytes())));
            var next = first.poll();
            var answer = (next == null ? usual : next).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    /** Answers so, before it answers as usual. */
    void answerFirst(String answer) {
        first.add(answer);
    }

    List<JsonNode> received(String path) {
        return received.stream().filter(one -> one.path().equals(path)).map(Received::body).toList();
    }

    void forget() {
        received.clear();
        first.clear();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
