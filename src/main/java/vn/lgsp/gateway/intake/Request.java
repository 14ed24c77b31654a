package vn.lgsp.gateway.intake;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.delivery.Uploads;
import vn.lgsp.gateway.problem.Language;

/**
 * A call as the door saw it, whatever the door is made of.
 *
 * @param path decoded nowhere yet, beginning with {@code /api/}
 * @param query raw query string
 * @param headers by name, any case; null when absent
 * @param length announced size of the body, -1 when not announced
 */
record Request(String method, String path, @Nullable String query, Function<String, @Nullable String> headers,
        long length, InputStream body) {

    /** What an item of a batch would be if it had been sent alone, by a caller that does not wait for the outcome. */
    static Request ofItem(Request batch, Service service, BatchItems.Item item) {
        var operation = service.entry().operation().orElseThrow();
        return new Request(operation.method(), "/api/" + service.connector() + "/v1" + operation.path(), null,
                name -> switch (name) {
                    case "Idempotency-Key" -> item.key();
                    case "Prefer" -> "respond-async";
                    default -> batch.header(name);
                }, item.body().length, new ByteArrayInputStream(item.body()));
    }

    /** Its body, as a document that is passed on while it arrives. */
    Uploads.Upload upload() {
        var type = header("Content-Type");
        return new Uploads.Upload(body, type == null ? "application/octet-stream" : type, length);
    }

    @Nullable
    String header(String name) {
        return headers.apply(name);
    }

    Language language() {
        return Language.accepted(header("Accept-Language"));
    }

    /** The caller prefers a receipt now to an answer later (RFC 7240). */
    boolean prefersReceipt() {
        var prefer = header("Prefer");
        return prefer != null && Stream.of(prefer.split("[,;]")).map(String::strip).anyMatch(
                "respond-async"::equalsIgnoreCase);
    }
}
