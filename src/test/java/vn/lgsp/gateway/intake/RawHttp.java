package vn.lgsp.gateway.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.GatewayStage;

/** HTTP byte by byte: sends what no decent client would, one request a connection. */
final class RawHttp {
    private final URI gateway;

    RawHttp(URI gateway) {
        this.gateway = gateway;
    }

    /** @param took from the first byte sent to the last one received */
    record Response(int status, Map<String, List<String>> headers, byte[] body, Duration took) {
        @Nullable
        String header(String name) {
            var values = headers.get(name.toLowerCase(java.util.Locale.ROOT));
            return values == null ? null : values.getFirst();
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> json() {
            return (Map<String, Object>) Objects.requireNonNull(Json.read(body));
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return status + " " + headers + " " + text();
        }
    }

    /** A POST of the one-stop system with a fresh idempotency key. */
    Response post(String path, byte[] body, String... headers) {
        var head = new ArrayList<>(List.of("X-API-Key: " + GatewayStage.ONE_STOP, "Idempotency-Key: " + UUID
                .randomUUID(), "Content-Length: " + body.length));
        head.addAll(List.of(headers));
        return send("POST " + path + " HTTP/1.1", head, body);
    }

    /** A request of the one-stop system without a body. */
    Response ask(String method, String path, String... headers) {
        var head = new ArrayList<>(List.of("X-API-Key: " + GatewayStage.ONE_STOP));
        head.addAll(List.of(headers));
        return send(method + " " + path + " HTTP/1.1", head, new byte[0]);
    }

    /** @param line the first line as it is; bytes of it and of the headers are Latin-1 */
    Response send(String line, List<String> headers, byte[] body) {
        var head = new ArrayList<>(List.of(line, "Host: localhost", "Connection: close"));
        head.addAll(headers);
        var began = System.nanoTime();
        try (var socket = new Socket("localhost", gateway.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write((String.join("\r\n", head) + "\r\n\r\n").getBytes(
                    StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            var all = socket.getInputStream().readAllBytes();
            return parsed(all, Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Response parsed(byte[] all, Duration took) {
        if (all.length == 0) {
            throw new IllegalStateException("no answer");
        }
        var text = new String(all, StandardCharsets.ISO_8859_1);
        var end = text.indexOf("\r\n\r\n");
        var lines = text.substring(0, end < 0 ? text.length() : end).split("\r\n");
        var headers = new java.util.TreeMap<String, List<String>>();
        for (var line : List.of(lines).subList(1, lines.length)) {
            var colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    name -> new ArrayList<>()).add(line.substring(colon + 1).strip());
        }
        var body = end < 0 ? new byte[0] : text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
        return new Response(Integer.parseInt(lines[0].split(" ")[1]), headers, headers.containsKey("transfer-encoding")
                ? unchunked(body)
                : body, took);
    }

    private static byte[] unchunked(byte[] body) {
        var text = new String(body, StandardCharsets.ISO_8859_1);
        var whole = new ByteArrayOutputStream();
        var at = 0;
        while (true) {
            var line = text.indexOf("\r\n", at);
            var size = Integer.parseInt(text.substring(at, line), 16);
            if (size == 0) {
                return whole.toByteArray();
            }
            whole.writeBytes(text.substring(line + 2, line + 2 + size).getBytes(StandardCharsets.ISO_8859_1));
            at = line + 2 + size + 2;
        }
    }
}
