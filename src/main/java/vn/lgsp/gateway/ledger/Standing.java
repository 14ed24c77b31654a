package vn.lgsp.gateway.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A transaction as it stands now.
 *
 * @param dueAt when the next attempt is due, while it waits
 * @param parked why it waits without using up attempts
 */
public record Standing(Transaction transaction, State state, @Nullable Instant sentAt, @Nullable Instant answeredAt,
        @Nullable Instant settledAt, int attempts, @Nullable Integer providerStatus, @Nullable String code,
        @Nullable String reason, @Nullable Integer replyStatus, @Nullable Instant dueAt, @Nullable String parked) {}
