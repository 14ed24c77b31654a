package vn.lgsp.gateway.sandbox.province;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import vn.lgsp.gateway.sandbox.onestop.Signature;
import vn.lgsp.gateway.sandbox.wire.Answer;
import vn.lgsp.gateway.sandbox.wire.Call;
import vn.lgsp.gateway.sandbox.wire.Digest;
import vn.lgsp.gateway.sandbox.wire.Json;

/** Qoffice: takes documents and the outcomes of what it sent, signed, and once each. */
public final class Qoffice {
    private final String secret;
    private final InstantSource clock;
    private final Map<String, Paper> papers = new LinkedHashMap<>();
    private final Map<String, JsonNode> events = new LinkedHashMap<>();
    private boolean anyTime;

    Qoffice(String secret, InstantSource clock) {
        this.secret = secret;
        this.clock = clock;
    }

    synchronized Answer answer(Call call) {
        var fault = Signature.fault(call, secret, clock.instant(), anyTime);
        if (fault.isPresent()) {
            return Answer.json(401, Map.of("error", fault.get()));
        }
        var id = call.header("webhook-id").orElse("");
        var fresh = call.path().endsWith("/documents")
                ? take(id, call.json())
                : events.put(id, call.json()) == null;
        return Answer.json(Map.of("received", true, "repeated", !fresh));
    }

    private boolean take(String id, JsonNode document) {
        var files = document.path("tepDinhKem").valueStream().map(file -> Digest.sha256(Base64.getDecoder().decode(Json
                .text(file, "noiDung")))).toList();
        var before = papers.get(id);
        papers.put(id, new Paper(id, Json.text(document, "maVanBan"), before == null ? 1 : before.times() + 1, files));
        return before == null;
    }

    /** Documents by different webhook ids, in the order they came first: two with one number are a doubled effect. */
    public synchronized List<Paper> papers() {
        return new ArrayList<>(papers.values());
    }

    /** What it was told of the documents it sent. */
    public synchronized List<JsonNode> events() {
        return new ArrayList<>(events.values());
    }

    /** Signatures of any age are taken, for tests that move the gateway's clock. */
    public synchronized void anyTime(boolean on) {
        anyTime = on;
    }

    synchronized void clear() {
        papers.clear();
        events.clear();
        anyTime = false;
    }
}
