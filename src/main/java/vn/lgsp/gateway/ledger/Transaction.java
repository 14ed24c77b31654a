package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A request as it was accepted: the facts that do not change any more, but for the version.
 *
 * @param mode "NOW" or "LATER": how the caller gets the outcome
 * @param businessKey what staff search by, e.g. the dossier's number
 * @param reference the name the provider knows it by
 * @param mark what is remarkable about it, e.g. {@code double-payment}
 * @param version of the connector that accepted it, and then of the one that made its latest call
 * @param parent the transaction this one comes from
 */
public record Transaction(UUID id, String service, String caller, String mode, @Nullable String businessKey,
        @Nullable String reference, @Nullable String mark, Instant receivedAt, @Nullable String traceparent,
        String version, @Nullable UUID parent, Origin origin) {

    public Transaction marked(String newMark) {
        return new Transaction(id, service, caller, mode, businessKey, reference, newMark, receivedAt, traceparent,
                version, parent, origin);
    }

    /** Called by this version of its connector. */
    public Transaction servedBy(String newVersion) {
        return new Transaction(id, service, caller, mode, businessKey, reference, mark, receivedAt, traceparent,
                newVersion, parent, origin);
    }

    public Transaction known(String newReference) {
        return new Transaction(id, service, caller, mode, businessKey, newReference, mark, receivedAt, traceparent,
                version, parent, origin);
    }
}
