package vn.lgsp.gateway.sandbox.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.github.tomakehurst.wiremock.http.Request;

import tools.jackson.databind.JsonNode;

/**
 * One request as a stand-in sees it.
 *
 * @param headers by lower-case name, the first value of each
 * @param json the body, or a missing node when it is no JSON
 */
public record Call(String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body,
        JsonNode json) {

    static Call of(Request request) {
        var url = request.getUrl();
        var mark = url.indexOf('?');
        var headers = new HashMap<String, String>();
        for (var header : request.getHeaders().all()) {
            headers.putIfAbsent(header.key().toLowerCase(Locale.ROOT), header.firstValue());
        }
        var body = request.getBody();
        return new Call(request.getMethod().value(), path(mark < 0 ? url : url.substring(0, mark)),
                parameters(mark < 0 ? "" : url.substring(mark + 1)), headers, body, Json.read(body));
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The names and values of {@code a=1&b=2}, as in a query or a form. */
    public static Map<String, String> parameters(String encoded) {
        var parameters = new HashMap<String, String>();
        for (var pair : encoded.split("&", -1)) {
            var at = pair.indexOf('=');
            var name = at < 0 ? pair : pair.substring(0, at);
            parameters.putIfAbsent(decoded(name), at < 0 ? "" : decoded(pair.substring(at + 1)));
        }
        return parameters;
    }

    /** In a path a plus sign is a plus sign. */
    private static String path(String encoded) {
        return decoded(encoded.replace("+", "%2B"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
