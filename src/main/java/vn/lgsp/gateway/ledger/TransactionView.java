package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One transaction's facts as a person sees them: where it stands, since when and why. Never its payload.
 *
 * @param receivedAt request in
 * @param sentAt request out: the first attempt began
 * @param answeredAt answer in: the last attempt ended
 * @param settledAt answer out: the outcome was committed and given
 * @param providerStatus HTTP status of the provider's last answer
 * @param replyStatus HTTP status the caller got for the outcome
 * @param sandbox null for a real one; else the recorded case that answers it, empty where none does
 * @param waiting its place in the delivery queue; absent when nothing more will be done
 */
public record TransactionView(UUID id, String service, String caller, @Nullable String businessKey,
        @Nullable String reference, State state, String mode, @Nullable String mark, Instant receivedAt,
        @Nullable Instant sentAt, @Nullable Instant answeredAt, @Nullable Instant settledAt, int attempts,
        @Nullable Integer providerStatus, @Nullable String code, @Nullable String reason,
        @Nullable Integer replyStatus, int requestBytes, int replyBytes, @Nullable String traceparent, String version,
        @Nullable UUID parent, String origin, @Nullable String sandbox, @Nullable Waiting waiting) {

    /**
     * A place in the delivery queue.
     *
     * @param purpose "call", or "inquiry" when the provider is asked what became of a lost answer
     * @param dueAt when the next attempt is due; absent while it waits for something else than time
     * @param attempts attempts that have ended
     * @param parked why it waits without spending attempts
     * @param inProgress a worker holds it at this moment
     */
    public record Waiting(String purpose, @Nullable Instant dueAt, Instant expiresAt, int attempts,
            @Nullable String parked,
            boolean inProgress) {}
}
