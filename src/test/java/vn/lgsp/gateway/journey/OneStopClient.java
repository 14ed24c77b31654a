package vn.lgsp.gateway.journey;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Json;

/** The one-stop system as a caller of the gateway: plain HTTP with its API key. */
public final class OneStopClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI gateway;
    private final String key;

    public OneStopClient(URI gateway, String key) {
        this.gateway = gateway;
        this.key = key;
    }

    /** An HTTP answer with its JSON body, if it has one. */
    public record Reply(int status, Map<String, List<String>> headers, byte[] bytes) {
        /** A member of the JSON answer. */
        public @Nullable Object get(String member) {
            return json().get(member);
        }

        public String text(String member) {
            return String.valueOf(get(member));
        }

        @SuppressWarnings("unchecked")
        public Map<String, Object> json() {
            return (Map<String, Object>) Objects.requireNonNull(Json.read(bytes));
        }

        public @Nullable String header(String name) {
            return headers.getOrDefault(name, headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of()))
                    .stream().findFirst().orElse(null);
        }

        @Override
        public String toString() {
            return status + " " + new String(bytes, StandardCharsets.UTF_8);
        }
    }

    public Reply post(String path, Object body, String... headers) {
        return send("POST", path, Json.write(body), headers);
    }

    public Reply get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    /** Sends exactly these bytes. */
    public Reply send(String method, String path, byte @Nullable [] body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(gateway + path)).timeout(Duration.ofSeconds(60));
        if (!List.of(headers).contains("X-API-Key")) {
            request.header("X-API-Key", key);
        }
        if (body != null && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        request.method(method, body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body));
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.headers().map(), response.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The gateway's view of one of our transactions. */
    public Reply transaction(String id) {
        return get("/api/transactions/" + id);
    }

    /** All our transactions of a dossier, newest first. */
    @SuppressWarnings("unchecked")
    public List<Map<String, Object>> transactionsOf(String dossier) {
        return (List<Map<String, Object>>) Objects.requireNonNull(get("/api/transactions?businessKey=" + URLEncoder
                .encode(dossier, StandardCharsets.UTF_8)).get("transactions"));
    }
}
