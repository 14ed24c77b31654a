package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;

/** A running gateway's operators' API, as the bench asks it; the password is never shown. */
final class OpsClient {
    @Option(names = "--ops", paramLabel = "<url>", description = "operators' side of the gateway (default: $$GATEWAY_OPS_URL, or http://localhost:8081)")
    private URI url = URI.create(environment("GATEWAY_OPS_URL", "http://localhost:8081"));

    @Option(names = "--user", paramLabel = "<name>", description = "operator (default: $$GATEWAY_OPS_USER, or operator)")
    private String user = environment("GATEWAY_OPS_USER", "operator");

    @Option(names = "--password", paramLabel = "<password>", arity = "0..1", interactive = true, description = "asked for when it stands alone (default: $$GATEWAY_OPS_PASSWORD)")
    private char @Nullable [] password;

    private static String environment(String name, String otherwise) {
        var value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    /** @param document what the API answered: on a refusal, an RFC 9457 problem */
    record Answer(int status, Map<?, ?> document) {
        boolean fine() {
            return status >= 200 && status < 300;
        }

        /** Why it was refused. */
        String refusal() {
            var detail = document.get("detail");
            return "HTTP " + status + ": " + document.get("title") + (detail == null ? "" : ". " + detail);
        }
    }

    void at(@Nullable URI other) {
        if (other != null) {
            url = other;
        }
    }

    Answer get(Bench bench, String path) throws IOException {
        return send(bench, HttpRequest.newBuilder(below(path)).GET());
    }

    Answer post(Bench bench, String path, Object body) throws IOException {
        return send(bench, HttpRequest.newBuilder(below(path)).header("Content-Type", "application/json").POST(
                BodyPublishers.ofByteArray(Json.write(body))));
    }

    private URI below(String path) {
        return URI.create(url.toString().replaceFirst("/$", "") + path);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Answer send(Bench bench, HttpRequest.Builder request) throws IOException {
        var secret = password == null ? environment("GATEWAY_OPS_PASSWORD", "") : new String(password);
        var login = Base64.getEncoder().encodeToString((user + ":" + secret).getBytes(StandardCharsets.UTF_8));
        try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            var response = http.send(request.timeout(Duration.ofSeconds(60)).header("Authorization", "Basic " + login)
                    .header("Accept-Language", bench.say("vi", "en")).build(), HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 401 && secret.isBlank()) {
                throw bench.wrong(bench.say(
                        "thiếu mật khẩu: đặt $GATEWAY_OPS_PASSWORD, hoặc thêm --password để được hỏi",
                        "no password: set $GATEWAY_OPS_PASSWORD, or add --password to be asked for it"));
            }
            return new Answer(response.statusCode(), document(response.body()));
        } catch (ConnectException unreachable) {
            throw new IOException(bench.say("không kết nối được ", "cannot connect to ") + url, unreachable);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Map<?, ?> document(byte[] body) {
        try {
            return Objects.requireNonNullElse(Json.read(body), Map.of()) instanceof Map<?, ?> map ? map : Map.of();
        } catch (MalformedJson _) {
            return Map.of();
        }
    }
}
