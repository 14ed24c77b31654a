package vn.lgsp.gateway.sandbox.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** How a stand-in calls the gateway. */
public final class Outward {
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2)).build();

    private Outward() {}

    /** @param status 0 when there was no answer; the text then says why */
    public record Reply(int status, String text) {}

    public static Reply post(URI address, byte[] json, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofByteArray(json));
        headers.forEach(request::header);
        try {
            var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body());
        } catch (IOException nobody) {
            return new Reply(0, String.valueOf(nobody));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Reply(0, "stopped");
        }
    }
}
