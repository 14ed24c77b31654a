package vn.lgsp.gateway.journey;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;
import vn.lgsp.gateway.sandbox.wire.Stage;

/** Answers at a stand-in's port, in its place, what no stand-in would ever say. */
final class Impostor implements AutoCloseable {
    private final Stage place;
    private final HttpServer server;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    /** One call that came. */
    record Seen(String path, String body, Map<String, List<String>> headers) {}

    record Said(int status, String type, byte[] body, Map<String, String> headers) {
        static Said json(int status, String body) {
            return new Said(status, "application/json", body.getBytes(StandardCharsets.UTF_8), Map.of());
        }
    }

    Impostor(Stage place, Function<Seen, Said> answers) {
        this.place = place;
        place.set(Fault.of(FaultMode.DOWN));
        try {
            server = HttpServer.create(new InetSocketAddress("localhost", place.url().getPort()), 50);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, answers));
        server.start();
    }

    private void answer(HttpExchange exchange, Function<Seen, Said> answers) throws IOException {
        try (exchange) {
            var call = new Seen(exchange.getRequestURI().getPath(), new String(exchange.getRequestBody().readAllBytes(),
                    StandardCharsets.UTF_8), Map.copyOf(exchange.getRequestHeaders()));
            seen.add(call);
            var said = answers.apply(call);
            // nothing is kept open to a server that is gone in a moment
            exchange.getResponseHeaders().add("Connection", "close");
            exchange.getResponseHeaders().add("Content-Type", said.type());
            said.headers().forEach(exchange.getResponseHeaders()::add);
            exchange.sendResponseHeaders(said.status(), said.body().length == 0 ? -1 : said.body().length);
            exchange.getResponseBody().write(said.body());
        }
    }

    List<Seen> seen(String path) {
        return seen.stream().filter(call -> call.path().endsWith(path)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        place.set(Fault.NONE);
        // the gateway looks at a connection only after it has rested
        await().pollDelay(Duration.ofMillis(150)).until(() -> true);
    }
}
