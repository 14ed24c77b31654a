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
 * @param sandbox null for a real one; else the recorded case that answers it, empty where none does: nothing of it leaves
 *        the gateway, and no figure counts it
 */
public record Transaction(UUID id, String service, String caller, String mode, @Nullable String businessKey,
        @Nullable String reference, @Nullable String mark, Instant receivedAt, @Nullable String traceparent,
        String version, @Nullable UUID parent, Origin origin, @Nullable String sandbox) {
    /** The destination of work that never leaves the gateway; no connector can be called so. */
    public static final String SANDBOX = "(sandbox)";

    /** A real one. */
    public Transaction(UUID id, String service, String caller, String mode, @Nullable String businessKey,
            @Nullable String reference, @Nullable String mark, Instant receivedAt, @Nullable String traceparent,
            String version, @Nullable UUID parent, Origin origin) {
        this(id, service, caller, mode, businessKey, reference, mark, receivedAt, traceparent, version, parent, origin,
                null);
    }

    /** Recorded answers answer it. */
    public boolean inSandbox() {
        return sandbox != null;
    }

    /** Its service's name where real ones and others must not meet: keys, firsts, waits for one another. */
    public String register() {
        return register(service, inSandbox());
    }

    /** The same for another service. */
    public static String register(String service, boolean sandbox) {
        return sandbox ? service + SANDBOX : service;
    }

    /** This recorded case answers it. */
    public Transaction answeredBy(String recorded) {
        return new Transaction(id, service, caller, mode, businessKey, reference, mark, receivedAt, traceparent,
                version, parent, origin, recorded);
    }

    public Transaction marked(String newMark) {
        return new Transaction(id, service, caller, mode, businessKey, reference, newMark, receivedAt, traceparent,
                version, parent, origin, sandbox);
    }

    /** Called by this version of its connector. */
    public Transaction servedBy(String newVersion) {
        return new Transaction(id, service, caller, mode, businessKey, reference, mark, receivedAt, traceparent,
                newVersion, parent, origin, sandbox);
    }

    public Transaction known(String newReference) {
        return new Transaction(id, service, caller, mode, businessKey, newReference, mark, receivedAt, traceparent,
                version, parent, origin, sandbox);
    }
}
