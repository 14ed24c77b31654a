package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.Service;

/** A running gateway as a caller sees it. */
record GatewayClient(URI url) {

    /** @param request method and address that were asked */
    record Answer(String request, int status, @Nullable Object document) {}

    Answer send(Service service, @Nullable Object given) throws IOException {
        var operation = service.entry().operation().orElseThrow(() -> new IOException(service.id()
                + " is internal: no caller can ask it"));
        var fields = new LinkedHashMap<Object, @Nullable Object>();
        if (given instanceof Map<?, ?> map) {
            fields.putAll(map);
        }
        var path = operation.path();
        for (var parameter : operation.parameters()) {
            if (parameter.in().equals("path")) {
                path = path.replace("{" + parameter.name() + "}", OpsClient.encode(String.valueOf(fields.remove(
                        parameter.name()))));
            }
        }
        var get = operation.method().equals("GET");
        var query = get && !fields.isEmpty()
                ? "?" + fields.entrySet().stream().map(one -> OpsClient.encode(String.valueOf(one.getKey())) + "="
                        + OpsClient.encode(String.valueOf(one.getValue()))).collect(Collectors.joining("&"))
                : "";
        var address = url.toString().replaceFirst("/$", "") + "/api/" + service.connector() + "/v1" + path + query;
        var request = HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(60)).header("X-API-Key",
                Objects.requireNonNullElse(System.getenv("GATEWAY_API_KEY"), "")).method(operation.method(),
                        get
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(Json.write(given)));
        if (!get) {
            request.header("Content-Type", "application/json").header("Idempotency-Key", UUID.randomUUID().toString());
        }
        return answer(operation.method() + " " + address, request.build());
    }

    private static Answer answer(String asked, HttpRequest request) throws IOException {
        try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(asked, response.statusCode(), document(response.body()));
        } catch (ConnectException unreachable) {
            throw new IOException("cannot connect to " + request.uri().getAuthority(), unreachable);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static @Nullable Object document(byte[] body) {
        try {
            return body.length == 0 ? null : Json.read(body);
        } catch (MalformedJson _) {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
