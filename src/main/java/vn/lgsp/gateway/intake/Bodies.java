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
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MimeType;

import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.attachment.Parting;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.problem.Problem;
import vn.lgsp.gateway.problem.Problems;

/** Reads what was sent, and never more of it than the service allows. */
final class Bodies {
    private static final Text BYTE_ORDER_MARK = new Text(
            "Nội dung bắt đầu bằng dấu BOM (EF BB BF). JSON không được có dấu này; hãy ghi UTF-8 không BOM",
            "The body begins with a byte order mark (EF BB BF). JSON must not have one; write UTF-8 without it");

    static final Set<String> JSON = Set.of("application/json");
    /** Of a service that can be called in both. */
    static final Set<String> XML_TOO = Set.of("application/json", "application/xml", "text/xml");

    private Bodies() {}

    /** A body within its limit, or why there is none. */
    record Read(byte[] bytes, Optional<Problem> problem) {}

    /** @param types what its sender may say that it is */
    static Read read(Request request, long limit, Set<String> types) throws IOException {
        return readable(request)
                ? whole(request, limit)
                : new Read(new byte[0], Optional.of(unreadable(request, types)));
    }

    /** The same of a body that says it is XML. */
    static Read readXml(Request request, long limit) throws IOException {
        return uncompressed(request)
                ? whole(request, limit)
                : new Read(new byte[0], Optional.of(Problems.compressed()));
    }

    private static Problem unreadable(Request request, Set<String> types) {
        return uncompressed(request) ? Problems.unsupportedMediaType(types) : Problems.compressed();
    }

    private static Read whole(Request request, long limit) throws IOException {
        if (request.length() > limit) {
            return new Read(new byte[0], Optional.of(Problems.tooLarge(limit)));
        }
        var bytes = request.body().readNBytes((int) limit + 1);
        if (bytes.length > limit) {
            return new Read(new byte[0], Optional.of(Problems.tooLarge(limit)));
        }
        return marked(bytes) && readable(request)
                ? new Read(new byte[0], Optional.of(Problems.malformed(BYTE_ORDER_MARK)))
                : new Read(bytes, Optional.empty());
    }

    /** A body as it is kept, its attachments beside it, and what it says; or why there is none. */
    record WithAttachments(byte[] bytes, @Nullable Object document, Optional<Problem> problem) {
        WithAttachments(Problem problem) {
            this(new byte[0], null, Optional.of(problem));
        }
    }

    /** Puts the attachments away while they arrive. */
    static WithAttachments read(Request request, Parting parting) throws IOException {
        if (!readable(request)) {
            return new WithAttachments(unreadable(request, JSON));
        }
        try {
            return parting.read(request.body(), Bodies::withAttachments);
        } catch (MalformedJson e) {
            return new WithAttachments(Problems.malformed(e.detail()));
        } catch (Parting.TooLarge e) {
            return new WithAttachments(Problems.tooLarge(e.limit(), e.pointer()));
        } catch (Parting.NotBase64 e) {
            return new WithAttachments(Problems.notBase64(e.pointer()));
        }
    }

    private static WithAttachments withAttachments(Parted parted) {
        if (marked(parted.skeleton())) {
            throw new MalformedJson(BYTE_ORDER_MARK);
        }
        return new WithAttachments(parted.bytes(), Json.read(parted), Optional.empty());
    }

    private static boolean readable(Request request) {
        return json(request.header("Content-Type")) && uncompressed(request);
    }

    static boolean uncompressed(Request request) {
        var encoding = request.header("Content-Encoding");
        return encoding == null || encoding.equalsIgnoreCase("identity");
    }

    /** Why a document cannot be taken, if so: it must be of a type the contract names, and its length known before. */
    static Optional<Problem> document(Request request, Service service) {
        var allowed = service.entry().operation().map(Service.Operation::documents).orElse(Set.of());
        if (!fits(request.header("Content-Type"), allowed) || !uncompressed(request)) {
            return Optional.of(unreadable(request, allowed));
        }
        if (request.length() < 0) {
            return Optional.of(Problems.lengthNeeded());
        }
        return request.length() > service.entry().limit()
                ? Optional.of(Problems.tooLarge(service.entry().limit()))
                : Optional.empty();
    }

    private static boolean fits(@Nullable String type, Set<String> allowed) {
        try {
            var media = MimeType.valueOf(type == null ? "" : type);
            return allowed.stream().anyMatch(one -> MimeType.valueOf(one).includes(media));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean json(@Nullable String type) {
        try {
            var media = MimeType.valueOf(type == null ? "" : type);
            var charset = media.getCharset();
            return media.getType().equals("application") && (media.getSubtype().equals("json") || media.getSubtype()
                    .endsWith("+json")) && (charset == null || charset.equals(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** RFC 8259 §8.1 forbids a byte order mark, and what is passed on as it came would carry it to the provider. */
    private static boolean marked(byte[] bytes) {
        return bytes.length > 2 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
    }

    /**
     * The parameters of a raw query string, decoded.
     *
     * @throws MalformedJson when an escape is wrong, no UTF-8 or a NUL
     */
    static Map<String, List<String>> query(@Nullable String query) {
        var parameters = new LinkedHashMap<String, List<String>>();
        for (var pair : query == null ? new String[0] : query.split("&")) {
            var at = pair.indexOf('=');
            parameters.computeIfAbsent(decode(at < 0 ? pair : pair.substring(0, at)), name -> new ArrayList<>()).add(
                    at < 0 ? "" : decode(pair.substring(at + 1)));
        }
        parameters.remove("");
        return parameters;
    }

    /** Java puts U+FFFD where the bytes are no UTF-8: then the way back leads elsewhere. */
    private static String decode(String text) {
        try {
            var decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.indexOf(0) < 0
                    && (decoded.indexOf(0xFFFD) < 0 || text.toUpperCase(Locale.ROOT).contains("%EF%BF%BD"))) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new MalformedJson(new Text("Tham số trong địa chỉ mã hoá phần trăm sai hoặc không phải UTF-8.",
                "A parameter in the address is not percent-encoded properly, or no UTF-8."));
    }
}
