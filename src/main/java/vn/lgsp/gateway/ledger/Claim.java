package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Work this node has taken and holds until its lease ends.
 *
 * @param body the request as it was received; a large one is fetched when it is asked for
 * @param heldUntil end of the lease
 * @param attempts attempts used up before
 * @param part next part of a chunked request
 * @param inquire the step to take is to ask what became of it
 * @param interrupted an earlier holder may have called the provider and did not say what came of it
 * @param ended attempts recorded so far, used up or not
 * @param unknownSince when its outcome became unknown; null where it is not
 */
public record Claim(Transaction transaction, State state, Supplier<byte[]> body, String lease, Instant heldUntil,
        Instant expiresAt, int attempts,
        int part, boolean inquire, boolean interrupted, int ended, @Nullable Instant unknownSince) {
    /** The same work, called by this version of its connector. */
    public Claim servedBy(String version) {
        return new Claim(transaction.servedBy(version), state, body, lease, heldUntil, expiresAt, attempts, part,
                inquire, interrupted, ended, unknownSince);
    }

    /** The body of the request as it was received. */
    public byte[] request() {
        return body.get();
    }
}
