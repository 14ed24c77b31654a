package vn.lgsp.gateway.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Work this node has taken and holds until its lease ends.
 *
 * @param request the body as it was received
 * @param attempts attempts used up before
 * @param part next part of a chunked request
 * @param inquire the step to take is to ask what became of it
 * @param interrupted an earlier holder's lease ran out: it may have called the provider
 * @param ended attempts recorded so far, used up or not
 */
public record Claim(Transaction transaction, State state, byte[] request, String lease, Instant expiresAt, int attempts,
        int part, boolean inquire, boolean interrupted, int ended, @Nullable Instant sentAt) {}
