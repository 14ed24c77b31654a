package vn.lgsp.gateway.intake;

import java.util.LinkedHashMap;
import java.util.Map;

import vn.lgsp.gateway.connector.Json;

/** What the door sends back. */
record Answer(int status, String mediaType, byte[] body, Map<String, String> headers) {

    static Answer json(int status, Object document) {
        return new Answer(status, "application/json", Json.write(document), Map.of());
    }

    Answer with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, mediaType, body, more);
    }

    Answer withDefault(String name, String value) {
        return headers.containsKey(name) ? this : with(name, value);
    }
}
