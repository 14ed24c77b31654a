package vn.lgsp.gateway.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Json;

/** Calls the stand-ins as the gateway would; a fault of the connection is an {@link UncheckedIOException}. */
final class Client {
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private Duration patience = Duration.ofSeconds(20);

    record Reply(int status, String type, Map<String, List<String>> headers, byte[] body) {
        JsonNode json() {
            return Json.read(body);
        }

        String text(String name) {
            return Json.text(json(), name);
        }
    }

    void patience(Duration time) {
        patience = time;
    }

    Reply get(String address, String... headers) {
        return send(request(address, headers).GET());
    }

    Reply post(String address, Object document, String... headers) {
        return send(request(address, headers).POST(BodyPublishers.ofByteArray(Json.write(document))));
    }

    Reply text(String method, String address, String body, String... headers) {
        return send(request(address, headers).method(method, BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String address, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(address)).timeout(patience);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request;
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""),
                    answer.headers().map(), answer.body());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The same from many threads at once; the answers in any order. */
    static <T> List<T> together(int times, Callable<T> call) throws InterruptedException, ExecutionException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> answers = threads.invokeAll(IntStream.range(0, times).mapToObj(any -> call).toList());
            return answers.stream().map(Future::resultNow).toList();
        }
    }

    static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
