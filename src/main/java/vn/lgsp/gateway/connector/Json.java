package vn.lgsp.gateway.connector;

import org.jspecify.annotations.Nullable;

/** Reads and writes JSON as plain values (see {@link Expression}); strict with what strangers send. */
public final class Json {

    private Json() {}

    /**
     * Reads one JSON document from a stranger.
     *
     * @throws MalformedJson for invalid UTF-8, duplicate keys, NUL, lone surrogates, nesting deeper than 100, trailing
     *         text or anything else that is not JSON; the message never quotes the document
     */
    public static @Nullable Object read(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    /** Writes compact UTF-8 JSON; texts keep their code points. */
    public static byte[] write(@Nullable Object document) {
        throw new UnsupportedOperationException();
    }
}
