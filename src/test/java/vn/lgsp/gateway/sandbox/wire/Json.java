package vn.lgsp.gateway.sandbox.wire;

import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** JSON as the stand-ins read and write it. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private Json() {}

    /** The document, or a missing node when the bytes are no JSON. */
    public static JsonNode read(byte[] bytes) {
        try {
            return bytes.length == 0 ? MissingNode.getInstance() : MAPPER.readTree(bytes);
        } catch (JacksonException unreadable) {
            return MissingNode.getInstance();
        }
    }

    public static byte[] write(Object document) {
        return MAPPER.writeValueAsBytes(document);
    }

    public static String text(Object document) {
        return MAPPER.writeValueAsString(document);
    }

    /** An object with its members in the order given: name, value, name, value … */
    public static Map<String, Object> object(Object... namesAndValues) {
        var object = new LinkedHashMap<String, Object>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** A member's text, or the empty text where it is absent or no scalar. */
    public static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
