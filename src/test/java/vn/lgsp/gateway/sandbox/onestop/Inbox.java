package vn.lgsp.gateway.sandbox.onestop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.wire.Json;

/** What the gateway handed over, by webhook id and by what it is about; under one lock. */
final class Inbox {
    private static final int BODIES = 5_000;
    private static final List<String> ABOUT = List.of("maSuKien", "transactionId", "maGiaoDich", "maThamChieu",
            "maHoSo", "id");

    private final SequencedMap<String, Delivery> byId = new LinkedHashMap<>();
    private final Map<String, Integer> timesById = new LinkedHashMap<>();
    private final Map<String, Integer> byKey = new LinkedHashMap<>();
    private int repeats;

    /** True when this webhook id is new. */
    synchronized boolean take(String path, String webhookId, JsonNode body) {
        var times = timesById.merge(webhookId, 1, Integer::sum);
        var fresh = times == 1;
        if (fresh) {
            byKey.merge(path + " " + key(body), 1, Integer::sum);
        } else {
            repeats++;
        }
        byId.put(webhookId, new Delivery(path, webhookId, body, times));
        if (byId.size() > BODIES) {
            byId.pollFirstEntry();
        }
        return fresh;
    }

    /** What a body is about: the first known id in it, or one level below. */
    private static String key(JsonNode body) {
        var own = ABOUT.stream().map(name -> Json.text(body, name)).filter(text -> !text.isEmpty()).findFirst();
        return own.or(() -> body.valueStream().filter(JsonNode::isObject).map(Inbox::key).findFirst()).orElse("?");
    }

    synchronized List<Delivery> all(String path) {
        return byId.values().stream().filter(one -> one.path().equals(path)).toList();
    }

    synchronized int times(String webhookId) {
        return timesById.getOrDefault(webhookId, 0);
    }

    /** How many different webhook ids were about this key: more than one is a doubled effect. */
    synchronized int about(String path, String key) {
        return byKey.getOrDefault(path + " " + key, 0);
    }

    synchronized Map<String, Object> shown(int most) {
        var doubled = byKey.entrySet().stream().filter(one -> one.getValue() > 1).limit(most);
        return Json.object("events", timesById.size(), "repeats", repeats, "keys", byKey.size(), "doubled",
                map(doubled), "byKey", map(byKey.entrySet().stream().skip(Math.max(0, byKey.size() - most))));
    }

    synchronized Map<String, Object> about(String key) {
        var found = new LinkedHashMap<String, Object>();
        byKey.forEach((name, times) -> {
            if (name.endsWith(" " + key)) {
                found.put(name, times);
            }
        });
        return found;
    }

    private static Map<String, Integer> map(Stream<Map.Entry<String, Integer>> entries) {
        var map = new LinkedHashMap<String, Integer>();
        entries.forEach(one -> map.put(one.getKey(), one.getValue()));
        return map;
    }

    synchronized void clear() {
        byId.clear();
        timesById.clear();
        byKey.clear();
        repeats = 0;
    }
}
