package vn.lgsp.gateway.ledger;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * One call to a provider and what came of it.
 *
 * @param number 1 for the transaction's first
 * @param part index of the part of a chunked request
 * @param outcome DELIVERED, REJECTED, UNAVAILABLE, UNKNOWN, or AGAIN for a call that was at once followed by another
 * @param code the provider's own code, or ours when there was no answer
 * @param reason the provider's own words, or ours
 * @param sentBytes size of the mapped request
 * @param answerBytes size of the provider's answer
 * @param times where its time went
 * @param together how many transactions went in the same call; 1: this one alone
 */
public record Attempt(int number, int part, Instant startedAt, Duration took, String outcome,
        @Nullable Integer httpStatus, @Nullable String code, @Nullable String reason, int sentBytes,
        int answerBytes, Times times, int together) {

    /** A call for one transaction. */
    public Attempt(int number, int part, Instant startedAt, Duration took, String outcome, @Nullable Integer httpStatus,
            @Nullable String code, @Nullable String reason, int sentBytes, int answerBytes, Times times) {
        this(number, part, startedAt, took, outcome, httpStatus, code, reason, sentBytes, answerBytes, times, 1);
    }

    /** To the millisecond below: never later than what came after it. */
    public Instant endedAt() {
        return startedAt.plusMillis(took.toMillis());
    }

    /** The same with what became known of its parts meanwhile. */
    public Attempt timed(Times parts) {
        return new Attempt(number, part, startedAt, took, outcome, httpStatus, code, reason, sentBytes, answerBytes,
                parts, together);
    }

    /** The same with what it came to in the end. */
    public Attempt judged(String cameTo, String ownCode, String words) {
        return new Attempt(number, part, startedAt, took, cameTo, httpStatus, ownCode, words, sentBytes, answerBytes,
                times, together);
    }

    /** One transaction's share of a call that so many went in. */
    public Attempt shared(int so, int ownSentBytes) {
        return new Attempt(number, part, startedAt, took, outcome, httpStatus, code, reason, ownSentBytes, answerBytes,
                times, so);
    }
}
