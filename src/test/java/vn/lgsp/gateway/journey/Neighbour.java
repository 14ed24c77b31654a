package vn.lgsp.gateway.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;

/** A provider of a test's own with a connector of its own, {@code extra}: it says what the test says, and remembers what came. */
final class Neighbour implements AutoCloseable {
    private final HttpServer server;
    private final String type;
    private final Function<Call, String> answers;
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    record Call(String method, String path, String body, @Nullable String action) {}

    /** @param type of all that it says */
    Neighbour(String type, Function<Call, String> answers) throws IOException {
        this.type = type;
        this.answers = answers;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try {
                answer(exchange);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var call = new Call(exchange.getRequestMethod(), exchange.getRequestURI().toString(), new String(exchange
                    .getRequestBody().readAllBytes(), StandardCharsets.UTF_8), exchange.getRequestHeaders().getFirst(
                            "SOAPAction"));
            if (call.method().equals("HEAD")) {
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            calls.add(call);
            var bytes = answers.apply(call).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Call> calls() {
        return List.copyOf(calls);
    }

    /** Writes the connector that speaks to it: things are sent for later, done at once, and asked for. */
    void declare(Path root, String provider) throws IOException {
        var folder = root.resolve("config/connectors/extra");
        Files.createDirectories(folder.resolve("schema"));
        Files.writeString(folder.resolve("connector.yaml"), declaration(provider));
        for (var service : List.of("send", "do")) {
            Files.writeString(folder.resolve("schema/extra." + service + ".request.json"), "{\"type\": \"object\"}");
        }
        Files.writeString(root.resolve("contracts/extra.openapi.yaml"), """
                openapi: 3.1.1
                info: { title: Extra, version: "1" }
                servers: [{ url: /api/extra/v1 }]
                paths:
                  /things:
                    get:
                      operationId: extra.ask
                      responses: { "200": { description: There } }
                    post:
                      operationId: extra.send
                      parameters: [{ name: Idempotency-Key, in: header, required: true, schema: { type: string } }]
                      requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
                      responses: { "202": { description: Accepted } }
                  /deeds:
                    post:
                      operationId: extra.do
                      parameters: [{ name: Idempotency-Key, in: header, required: true, schema: { type: string } }]
                      requestBody: { required: true, content: { application/json: { schema: { type: object } } } }
                      responses: { "200": { description: Done } }
                """);
        var callers = root.resolve("config/callers.yaml");
        Files.writeString(callers, Files.readString(callers).replaceFirst("services: \\[", "services: [extra.*, ")
                .replaceAll("quota: \\d+/s", "quota: 100000/s"));
    }

    /** @param provider more keys of the provider, in braces' style */
    String declaration(String provider) {
        return """
                connector: extra
                title: { vi: Thêm, en: Extra }
                owner: A test
                provider: { url: "%s", reaches: [loopback]%s }
                services:
                  extra.send:
                    title: { vi: Gửi, en: Send }
                    reply: later
                    effect: write
                    target: POST /v0/things
                    expires: 3d
                  extra.do:
                    title: { vi: Làm, en: Do }
                    reply: now
                    effect: write
                    target: POST /v0/deeds
                  extra.ask:
                    title: { vi: Hỏi, en: Ask }
                    reply: now
                    effect: read
                    target: GET /v0/things
                """.formatted(url(), provider.isEmpty() ? "" : ", " + provider);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
