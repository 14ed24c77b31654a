package vn.lgsp.gateway.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import org.jspecify.annotations.Nullable;
import com.jayway.jsonpath.JsonPath;

/** Speaks HTTP to the operators' API as a browser or a script would. */
final class OpsClient {
    private final URI base;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http = HttpClient.newBuilder().cookieHandler(cookies).build();

    OpsClient(int port) {
        base = URI.create("http://localhost:" + port);
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send(request(path, headers).POST(BodyPublishers.ofString(body)));
    }

    /** As the operator, by HTTP Basic. */
    HttpResponse<String> read(String path) {
        return get(path, "Authorization", basic("operator", OpsStage.PASSWORD));
    }

    HttpResponse<String> command(String path, String json) {
        return post(path, json, "Authorization", basic("operator", OpsStage.PASSWORD), "Content-Type",
                "application/json");
    }

    HttpResponse<String> login(String user, String password) {
        get("/console/login.html");
        return post("/console/login", "username=" + encoded(user) + "&password=" + encoded(password), "Content-Type",
                "application/x-www-form-urlencoded", "X-XSRF-TOKEN", token());
    }

    /** The token against forgery that the gateway put into a cookie for its own pages. */
    String token() {
        return cookies.getCookieStore().getCookies().stream().filter(cookie -> cookie.getName().equals("XSRF-TOKEN"))
                .map(java.net.HttpCookie::getValue).findFirst().orElse("");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String text(HttpResponse<String> response, String path) {
        return String.valueOf(value(response, path));
    }

    static @Nullable Object value(HttpResponse<String> response, String path) {
        return JsonPath.read(response.body(), path);
    }

    static List<Object> list(HttpResponse<String> response, String path) {
        return JsonPath.read(response.body(), path);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(base.resolve(path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
