package vn.lgsp.gateway.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One call to a provider as a person sees it: when, how long, what came of it.
 *
 * @param part index of the part of a chunked request
 * @param code the provider's own code
 * @param reason the provider's own words
 * @param node the gateway process that made the call
 * @param times where its time went
 * @param together how many transactions went in the same call; 1: this one alone
 */
public record AttemptView(int number, int part, Instant startedAt, int tookMs, String outcome,
        @Nullable Integer httpStatus, @Nullable String code, @Nullable String reason, int sentBytes, int answerBytes,
        String node, Times times, int together) {}
