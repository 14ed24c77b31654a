package vn.lgsp.gateway.bench;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A request's bytes with a place for a number nobody used before, so that making the next one costs a copy. */
final class Template implements IntFunction<byte[]> {
    /** Stands in path, headers and body where the number goes. */
    static final String NUMBER = "7654321";
    private static final AtomicInteger NEXT = new AtomicInteger(1_000_000);

    private final byte[] bytes;
    private final List<Integer> places = new ArrayList<>();

    private Template(byte[] bytes) {
        this.bytes = bytes;
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int at = text.indexOf(NUMBER); at >= 0; at = text.indexOf(NUMBER, at + 1)) {
            places.add(at);
        }
    }

    static Template get(URI to, Map<String, String> headers) {
        return new Template(head("GET", to, headers, "").getBytes(StandardCharsets.UTF_8));
    }

    static Template post(URI to, Map<String, String> headers, byte[] body) {
        var head = head("POST", to, headers, "Content-Type: application/json\r\nContent-Length: " + body.length
                + "\r\n").getBytes(StandardCharsets.UTF_8);
        var all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return new Template(all);
    }

    private static String head(String method, URI to, Map<String, String> headers, String more) {
        var text = new StringBuilder(method + " " + to.getRawPath() + " HTTP/1.1\r\nHost: " + to.getAuthority()
                + "\r\n");
        headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        return text.append(more).append("\r\n").toString();
    }

    @Override
    public byte[] apply(int any) {
        if (places.isEmpty()) {
            return bytes;
        }
        var copy = bytes.clone();
        var number = String.valueOf(NEXT.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
        for (var place : places) {
            System.arraycopy(number, 0, copy, place, number.length);
        }
        return copy;
    }
}
