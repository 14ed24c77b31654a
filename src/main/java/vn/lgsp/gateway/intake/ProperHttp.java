package vn.lgsp.gateway.intake;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Refuses what two readers could read differently (RFC 9110, 9112, 3986): a path that leads elsewhere once it is decoded, a
 * header twice, a method nobody uses. Behind this, an address is what it looks like.
 */
final class ProperHttp {
    /** Nothing here takes TRACE: each address says so itself, and which methods it takes. */
    private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST,
            HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE, HttpMethod.OPTIONS, HttpMethod.TRACE);
    /** Said twice, they would mean something else to whoever reads the other one. */
    private static final List<CharSequence> ONCE = List.of(HttpHeaders.HOST, HttpHeaders.CONTENT_TYPE,
            HttpHeaders.AUTHORIZATION, HttpHeaders.createOptimized("X-API-Key"), HttpHeaders.createOptimized(
                    "Idempotency-Key"));
    /** RFC 3986 pchar and "/", without ";", whose parameters some readers cut off. */
    private static final BitSet PATH = characters("-._~!$&'()*+,=:@/%");
    private static final BitSet QUERY = characters("-._~!$&'()*+,;=:@/?%[]");
    /** A name, or an address of four or six numbers in brackets, and a port (RFC 9110 §7.2, RFC 3986 §3.2.2). */
    private static final Pattern HOST = Pattern.compile(
            "(?:\\[[0-9A-Fa-f:.]++]|(?:[\\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*+)(?::[0-9]*+)?");
    /** The last that was proper: callers know us by few. */
    private static volatile String usualHost = "";
    /** Slash, backslash, per cent, NUL and line ends mean something else to the next reader when they are decoded. */
    private static final Set<Integer> NEVER_ENCODED = Set.of(0x2f, 0x5c, 0x25, 0x00, 0x0a, 0x0d, 0x3b);

    private ProperHttp() {}

    private static BitSet characters(String others) {
        var set = new BitSet();
        set.set('a', 'z' + 1);
        set.set('A', 'Z' + 1);
        set.set('0', '9' + 1);
        others.chars().forEach(set::set);
        return set;
    }

    /** The status that refuses it, if it is to be refused. */
    static OptionalInt fault(HttpServerRequest http) {
        if (!METHODS.contains(http.method())) {
            return OptionalInt.of(HttpMethod.CONNECT.equals(http.method()) ? 501 : 400);
        }
        return http.uri().startsWith("/") && proper(http.path(), http.query()) && proper(http)
                ? OptionalInt.empty()
                : OptionalInt.of(400);
    }

    /** The status that refuses what could not even be read (RFC 9112 §3). */
    static int unreadable(HttpServerRequest http) {
        return http.decoderResult().cause() instanceof TooLongHttpLineException ? 414 : 400;
    }

    /** A path that was refused, without what could be taken for markup. */
    static String shown(String path) {
        return path.chars().map(c -> PATH.get(c) ? c : '?').collect(StringBuilder::new, StringBuilder::appendCodePoint,
                StringBuilder::append).toString();
    }

    private static boolean proper(HttpServerRequest http) {
        var headers = http.headers();
        var codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        return !headers.contains("") && ONCE.stream().noneMatch(name -> headers.getAll(name).size() > 1)
                && addressed(headers.get(HttpHeaders.HOST), http.version())
                && (codings.isEmpty() || codings
                        .size() == 1 && codings.getFirst().equalsIgnoreCase("chunked"));
    }

    private static boolean addressed(@Nullable String host, HttpVersion version) {
        return host == null ? version == HttpVersion.HTTP_1_0 : host.equals(usualHost) || proper(host);
    }

    private static boolean proper(String host) {
        var proper = HOST.matcher(host).matches();
        if (proper) {
            usualHost = host;
        }
        return proper;
    }

    private static boolean proper(@Nullable String path, @Nullable String query) {
        return path != null && path.startsWith("/") && only(PATH, path) && !dotted(path) && decodes(path)
                && (query == null || only(QUERY, query));
    }

    private static boolean only(BitSet allowed, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!allowed.get(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** An empty segment, or one that means this place or the one above, however it is written. */
    private static boolean dotted(String path) {
        if (path.contains("//")) {
            return true;
        }
        if (path.indexOf('.') < 0 && path.indexOf('%') < 0) {
            return false;
        }
        for (var segment : path.split("/")) {
            var plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
            if (plain.equals(".") || plain.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static boolean decodes(String path) {
        if (path.indexOf('%') < 0) {
            return true;
        }
        var bytes = new byte[path.length()];
        var length = 0;
        for (int i = 0; i < path.length(); i++) {
            var c = path.charAt(i);
            if (c == '%') {
                var value = i + 2 < path.length()
                        ? Character.digit(path.charAt(i + 1), 16) * 16 + Character.digit(path
                                .charAt(i + 2), 16)
                        : -1;
                if (value < 0 || Character.digit(path.charAt(i + 2), 16) < 0 || NEVER_ENCODED.contains(value)) {
                    return false;
                }
                bytes[length++] = (byte) value;
                i += 2;
            } else {
                bytes[length++] = (byte) c;
            }
        }
        return utf8(bytes, length);
    }

    private static boolean utf8(byte[] bytes, int length) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (java.nio.charset.CharacterCodingException e) {
            return false;
        }
    }
}
