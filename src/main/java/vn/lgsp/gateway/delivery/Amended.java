package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Schema.Fault;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.ledger.Cut;

/** A request that an operator has changed: it must fit its service like any caller's, and gets its key anew. */
@Component
class Amended {
    private final Matching matching;
    private final Clock clock;

    Amended(Matching matching, Clock clock) {
        this.matching = matching;
        this.clock = clock;
    }

    /** What is wrong with it; empty when it may be sent. */
    List<Fault> faults(Service service, byte[] body, boolean sandbox) {
        var limit = service.entry().limit() + service.entry().attachments();
        if (body.length > limit) {
            return List.of(new Fault("", new Text("dài quá " + limit + " byte", "longer than " + limit + " bytes")));
        }
        try {
            var document = Json.read(body);
            var faults = service.entry().request().map(schema -> schema.check(document)).orElse(List.of());
            return faults.isEmpty() ? broken(service, document, bindings(service, document, body, sandbox)) : faults;
        } catch (MalformedJson e) {
            return List.of(new Fault("", e.detail()));
        }
    }

    private static List<Fault> broken(Service service, @Nullable Object document,
            Map<String, @Nullable Object> bindings) {
        return service.entry().checks().stream().filter(check -> !holds(check, document, bindings)).map(
                check -> new Fault(check.at(), check.message())).toList();
    }

    private static boolean holds(Service.Check check, @Nullable Object document,
            Map<String, @Nullable Object> bindings) {
        try {
            return check.rule().holds(document, bindings);
        } catch (MappingFailed e) {
            return false;
        }
    }

    /** The business key of what it says now. */
    Optional<String> key(Service service, byte[] body, boolean sandbox) {
        try {
            var document = Json.read(body);
            return service.entry().key().map(rule -> rule.text(document, bindings(service, document, body, sandbox)))
                    .map(Cut::businessKey);
        } catch (MalformedJson | MappingFailed e) {
            return Optional.empty();
        }
    }

    private Map<String, @Nullable Object> bindings(Service service, @Nullable Object document, byte[] body,
            boolean sandbox) {
        var bindings = new HashMap<String, @Nullable Object>();
        bindings.put("settings", service.settings());
        bindings.put("atMillis", clock.millis());
        if (service.entry().inbound().isPresent()) {
            bindings.put("raw", Json.scalars(body));
        }
        bindings.put("matched", matching.find(service, document, bindings, sandbox).orElse(null));
        return bindings;
    }
}
