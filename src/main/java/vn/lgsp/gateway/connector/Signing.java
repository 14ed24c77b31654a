package vn.lgsp.gateway.connector;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Headers that are computed for each call from what is about to be sent: signatures, time stamps, tokens made of several
 * keys. The values in it are resolved secrets: never log an instance.
 *
 * @param with values bound by their names in the expressions
 * @param headers an expression for each header; one that gives nothing leaves its header out
 * @param overBody an expression reads the body, which is a text only then
 */
public record Signing(Map<String, String> with, Map<String, Expression> headers, boolean overBody) {

    /**
     * What is about to be sent.
     *
     * @param url the whole address, with its query
     * @param body none for a GET
     */
    public record Sending(String method, URI url, Instant at, byte @Nullable [] body) {

        /** As expressions see it. */
        public Map<String, @Nullable Object> document(boolean withBody) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("method", method);
            document.put("url", url.toString());
            document.put("path", url.getRawPath());
            document.put("query", url.getRawQuery());
            document.put("timestamp", at.toEpochMilli());
            if (withBody) {
                document.put("body", body == null ? "" : new String(body, StandardCharsets.UTF_8));
            }
            return document;
        }
    }

    /**
     * The headers of one call.
     *
     * @param transaction bound as {@code $transaction}
     * @throws MappingFailed when an expression fails
     */
    public Map<String, String> headers(Sending sending, Map<String, @Nullable Object> transaction) {
        var document = sending.document(overBody);
        var bindings = new HashMap<String, @Nullable Object>(with);
        bindings.put("transaction", transaction);
        var computed = new LinkedHashMap<String, String>();
        headers.forEach((name, expression) -> {
            var value = expression.evaluate(document, bindings);
            if (value != null) {
                computed.put(name, value instanceof Number number ? Json.text(number) : String.valueOf(value));
            }
        });
        return computed;
    }

    /** Names alone. */
    @Override
    public String toString() {
        return "Signing" + headers.keySet();
    }
}
