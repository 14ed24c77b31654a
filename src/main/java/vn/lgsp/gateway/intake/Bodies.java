package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.problem.Problem;
import vn.lgsp.gateway.problem.Problems;

/** Reads what was sent, and never more of it than the service allows. */
final class Bodies {
    private Bodies() {}

    /** A body within its limit, or why there is none. */
    record Read(byte[] bytes, Optional<Problem> problem) {}

    static Read read(Request request, long limit) throws IOException {
        if (!json(request.header("Content-Type"))) {
            return new Read(new byte[0], Optional.of(Problems.unsupportedMediaType()));
        }
        if (request.length() > limit) {
            return new Read(new byte[0], Optional.of(Problems.tooLarge(limit)));
        }
        var bytes = request.body().readNBytes((int) limit + 1);
        return bytes.length > limit
                ? new Read(new byte[0], Optional.of(Problems.tooLarge(limit)))
                : new Read(bytes, Optional.empty());
    }

    private static boolean json(@Nullable String type) {
        if (type == null) {
            return false;
        }
        var parts = type.toLowerCase(Locale.ROOT).split(";", 2);
        var media = parts[0].strip();
        var utf8 = parts.length == 1 || !parts[1].contains("charset") || parts[1].contains("utf-8");
        return utf8 && (media.equals("application/json") || media.startsWith("application/") && media.endsWith(
                "+json"));
    }

    /** The parameters of a raw query string, decoded; what cannot be decoded is left out. */
    static Map<String, List<String>> query(@Nullable String query) {
        var parameters = new LinkedHashMap<String, List<String>>();
        for (var pair : query == null ? new String[0] : query.split("&")) {
            var at = pair.indexOf('=');
            try {
                parameters.computeIfAbsent(decode(at < 0 ? pair : pair.substring(0, at)), name -> new ArrayList<>())
                        .add(
                                at < 0 ? "" : decode(pair.substring(at + 1)));
            } catch (IllegalArgumentException e) {
                parameters.putIfAbsent(pair, List.of(""));
            }
        }
        parameters.remove("");
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
