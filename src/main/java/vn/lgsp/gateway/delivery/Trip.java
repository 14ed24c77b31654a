package vn.lgsp.gateway.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import vn.lgsp.gateway.ledger.Attempt;

/**
 * What came of sending a parcel once, which may take more than one call.
 *
 * @param attempts every call that was made, in order; none when the breaker refused
 * @param answer the provider's last answer as it came
 * @param shares of the transactions that went in the last call together; empty for a call for one
 */
public record Trip(List<Attempt> attempts, Outcome outcome, byte[] answer, List<Share> shares) {

    /** A trip for one transaction. */
    public Trip(List<Attempt> attempts, Outcome outcome, byte[] answer) {
        this(attempts, outcome, answer, List.of());
    }

    /** The same when a streamed document has come to its end. */
    public Trip passed(long bytes, Duration took, Outcome end) {
        var last = attempts.getLast();
        var whole = new Attempt(last.number(), last.part(), last.startedAt(), took, end.getClass().getSimpleName()
                .toUpperCase(Locale.ROOT), last.httpStatus(), last.code(), last.reason(), last.sentBytes(),
                (int) Math.min(
                        bytes, Integer.MAX_VALUE),
                last.times(), last.together());
        return new Trip(Stream.concat(attempts.stream().limit(attempts.size() - 1L), Stream.of(whole)).toList(), end,
                answer);
    }

    /** What came of it for one of those that were to go; none when it did not go along. */
    Optional<Share> share(UUID transaction) {
        return shares.stream().filter(share -> share.parcel().transaction().id().equals(transaction)).findFirst();
    }

    /** The trip of so many that came to the same for all: no call was made, or none with anything in it. */
    Trip amongst(int together) {
        return together == 1
                ? this
                : new Trip(attempts.stream().map(one -> one.shared(together, 0)).toList(), outcome, answer);
    }

    /** The trip as it was for one of them: its own outcome, and its share of each call. */
    Trip of(Share share) {
        var own = share.passage().attempt();
        var last = own.timed(attempts.getLast().times());
        var before = attempts.stream().limit(attempts.size() - 1L).map(one -> one.shared(own.together(), own
                .sentBytes()));
        return new Trip(Stream.concat(before, Stream.of(last)).toList(), share.passage().outcome(), share.passage()
                .answer());
    }

    /** Nobody waits for the document any more. */
    Trip discarded() {
        if (outcome instanceof Outcome.Delivered delivered) {
            delivered.reply().close();
        }
        return this;
    }
}
