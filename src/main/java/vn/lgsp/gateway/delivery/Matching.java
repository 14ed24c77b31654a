package vn.lgsp.gateway.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Standing;

/** Finds the earlier transaction an inbound request answers, e.g. the INIT of a payment's CONFIRM. */
@Component
public class Matching {
    private final Ledger ledger;

    Matching(Ledger ledger) {
        this.ledger = ledger;
    }

    /** {@code $matched} for the service's rules, or none; real ones and those of the sandbox never answer each other. */
    public Optional<Map<String, @Nullable Object>> find(Service service, @Nullable Object document,
            Map<String, @Nullable Object> bindings, boolean sandbox) {
        return service.links().matches().flatMap(matches -> {
            try {
                var reference = matches.reference().text(document, bindings);
                return reference == null
                        ? Optional.empty()
                        : ledger.byReference(matches.service(), reference, sandbox).map(this::facts);
            } catch (MappingFailed e) {
                return Optional.empty();
            }
        });
    }

    private Map<String, @Nullable Object> facts(Standing found) {
        var facts = new HashMap<String, @Nullable Object>();
        var transaction = found.transaction();
        facts.put("id", transaction.id().toString());
        facts.put("service", transaction.service());
        facts.put("businessKey", transaction.businessKey());
        facts.put("reference", transaction.reference());
        facts.put("request", ledger.payload(transaction.id(), "request").map(Json::kept).orElse(null));
        facts.put("reply", ledger.payload(transaction.id(), "reply").filter(bytes -> bytes.length > 0).map(Json::kept)
                .orElse(null));
        return facts;
    }
}
