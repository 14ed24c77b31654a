package vn.lgsp.gateway.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Where the time of one call went, in microseconds; a part that was not reached, or cannot be seen, has none.
 *
 * @param waiting for a place, the rate and the provider's session
 * @param map from the public request to the provider's
 * @param connect until a connection was there
 * @param firstByte from then until the answer began
 * @param back from the provider's answer to the public reply
 */
public record Times(@Nullable Integer waiting, @Nullable Integer map, @Nullable Integer connect,
        @Nullable Integer firstByte, @Nullable Integer back) {
    public static final Times NONE = new Times(null, null, null, null, null);

    /** @param connect nanoseconds, as the others */
    public static Times of(long map, @Nullable Long connect, @Nullable Long firstByte) {
        return new Times(null, micros(map), connect == null ? null : micros(connect), firstByte == null
                ? null
                : micros(firstByte), null);
    }

    /** @param nanos how long the call waited before it was made */
    public Times waited(long nanos) {
        return new Times(micros(nanos), map, connect, firstByte, back);
    }

    /** @param nanos how long the reply took to map */
    public Times mappedBack(long nanos) {
        return new Times(waiting, map, connect, firstByte, micros(nanos));
    }

    private static Integer micros(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, nanos / 1000);
    }
}
