package vn.lgsp.gateway.ledger;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * The bodies of a transaction that was over when it was recorded, kept as one payload: one row sealed once costs a read less
 * than three.
 *
 * @param request what the caller sent
 * @param answer the provider's answer, null where there was none
 * @param reply what the caller got, null where it was no body
 */
record Exchange(byte[] request, byte @Nullable [] answer, byte @Nullable [] reply) {
    /** The kind of payload it is kept as. */
    static final String KIND = "exchange";
    /** To put larger bodies together would copy more than it saves. */
    private static final int SMALL = 32 * 1024;

    boolean small() {
        return size() < SMALL;
    }

    private int size() {
        return 12 + length(request) + length(answer) + length(reply);
    }

    private static int length(byte @Nullable [] body) {
        return body == null ? 0 : body.length;
    }

    /** The bodies one after the other, each behind its length in four bytes: -1 for one that is not there. */
    byte[] bytes() {
        var bytes = ByteBuffer.allocate(size());
        put(bytes, request);
        put(bytes, answer);
        put(bytes, reply);
        return bytes.array();
    }

    private static void put(ByteBuffer bytes, byte @Nullable [] body) {
        bytes.putInt(body == null ? -1 : body.length);
        if (body != null) {
            bytes.put(body);
        }
    }

    static Exchange of(byte[] kept) {
        var bytes = ByteBuffer.wrap(kept);
        var request = next(bytes);
        return new Exchange(request == null ? new byte[0] : request, next(bytes), next(bytes));
    }

    private static byte @Nullable [] next(ByteBuffer bytes) {
        int length = bytes.getInt();
        if (length < 0) {
            return null;
        }
        var body = new byte[length];
        bytes.get(body);
        return body;
    }

    /** The body of that kind: {@code request}, {@code answer} or {@code reply}. */
    byte @Nullable [] body(String kind) {
        return switch (kind) {
            case "request" -> request;
            case "answer" -> answer;
            case "reply" -> reply;
            default -> null;
        };
    }
}
