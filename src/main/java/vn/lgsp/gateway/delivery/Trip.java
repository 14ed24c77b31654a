package vn.lgsp.gateway.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import vn.lgsp.gateway.ledger.Attempt;

/**
 * What came of sending a parcel once, which may take more than one call.
 *
 * @param attempts every call that was made, in order; none when the breaker refused
 * @param answer the provider's last answer as it came
 */
public record Trip(List<Attempt> attempts, Outcome outcome, byte[] answer) {

    /** The same when a streamed document has come to its end. */
    public Trip passed(long bytes, Duration took, Outcome end) {
        var last = attempts.getLast();
        var whole = new Attempt(last.number(), last.part(), last.startedAt(), took, end.getClass().getSimpleName()
                .toUpperCase(Locale.ROOT), last.httpStatus(), last.code(), last.reason(), last.sentBytes(),
                (int) Math.min(
                        bytes, Integer.MAX_VALUE),
                last.times());
        return new Trip(Stream.concat(attempts.stream().limit(attempts.size() - 1L), Stream.of(whole)).toList(), end,
                answer);
    }

    /** Nobody waits for the document any more. */
    Trip discarded() {
        if (outcome instanceof Outcome.Delivered delivered) {
            delivered.reply().close();
        }
        return this;
    }
}
