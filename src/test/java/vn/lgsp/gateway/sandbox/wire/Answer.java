package vn.lgsp.gateway.sandbox.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a stand-in answers.
 *
 * @param chunked sent in chunks, without a length
 */
public record Answer(int status, String type, byte[] body, Map<String, String> headers, boolean chunked) {

    public static Answer json(Object document) {
        return json(200, document);
    }

    public static Answer json(int status, Object document) {
        return new Answer(status, "application/json;charset=utf-8", Json.write(document), Map.of(), false);
    }

    public static Answer text(int status, String type, String text) {
        return new Answer(status, type, text.getBytes(StandardCharsets.UTF_8), Map.of(), false);
    }

    public static Answer document(String type, byte[] bytes) {
        return new Answer(200, type, bytes, Map.of(), true);
    }

    public Answer with(String header, String value) {
        return new Answer(status, type, body, Map.of(header, value), chunked);
    }
}
