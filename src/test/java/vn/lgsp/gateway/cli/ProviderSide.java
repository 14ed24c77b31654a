package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;

/** A small system on this machine: it answers everything alike, and remembers what it was asked. */
final class ProviderSide implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    ProviderSide(int status, String answer) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            asked.add(call.getRequestMethod() + " " + call.getRequestURI() + " " + new String(call.getRequestBody()
                    .readAllBytes(), StandardCharsets.UTF_8));
            var login = call.getRequestURI().getPath().contains("login");
            var bytes = (login ? "{\"session\":\"S1\",\"error_code\":0}" : answer).getBytes(
                    StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "application/json");
            var head = call.getRequestMethod().equals("HEAD");
            call.sendResponseHeaders(login ? 200 : status, head ? -1 : bytes.length);
            if (!head) {
                call.getResponseBody().write(bytes);
            }
            call.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
