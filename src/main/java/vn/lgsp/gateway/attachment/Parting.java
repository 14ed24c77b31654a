package vn.lgsp.gateway.attachment;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.attachment.Parted.Hole;

/**
 * Takes the attachments out of a JSON body while it arrives: a text that begins with 64 KB of Base64 is put away piece by
 * piece, and everything else stays as it is. Whether that is JSON is for its reader to say.
 */
public final class Parting {
    /** What is shorter stays in the body. */
    public static final int SMALL = 64 * 1024;
    static final boolean[] BASE64 = new boolean[256];

    static {
        for (var c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".toCharArray()) {
            BASE64[c] = true;
        }
    }

    private final Limits limits;
    private final Store store;
    private final List<Hole> holes = new ArrayList<>();
    private final List<UUID> stored = new ArrayList<>();
    private byte[] kept = new byte[8 * 1024];
    private int size;
    private long left;
    private boolean inText;
    private boolean escaped;
    private boolean plain;
    private int start;
    private @Nullable Leaving leaving;

    /**
     * @param body bytes of a body without its attachments
     * @param attachments bytes of all attachments of a body together
     */
    public record Limits(long body, long attachments) {}

    /** Where attachments are put; each is somebody's only when a body that holds it is recorded. */
    public interface Store {
        /** A new name. */
        UUID next();

        /** Keeps one piece: when it returns, the piece is durable. */
        void put(UUID id, int number, byte[] piece);

        /** Forgets those that no recorded body holds. */
        void discard(List<UUID> ids);
    }

    public Parting(Limits limits, Store store) {
        this.limits = limits;
        this.store = store;
    }

    /**
     * The body and its attachments; the rest of it is not known to be JSON yet.
     *
     * @throws TooLarge when it goes beyond a limit
     * @throws NotBase64 when a text turns out to be something else after 64 KB
     */
    public Parted of(InputStream in) throws IOException {
        var buffer = new byte[32 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (int at = 0; at < read;) {
                at = leaving == null ? keep(buffer, at, read) : leave(leaving, buffer, at, read);
            }
        }
        return new Parted(Arrays.copyOf(kept, size), holes);
    }

    /**
     * What the reader makes of the body. When nothing comes of it, what was put away is forgotten.
     *
     * @param reader throws when nothing comes of it
     * @throws TooLarge as {@link #of}
     * @throws NotBase64 as {@link #of}
     */
    public <T> T read(InputStream in, Function<Parted, T> reader) throws IOException {
        var done = false;
        try {
            var read = reader.apply(of(in));
            done = true;
            return read;
        } finally {
            if (!done) {
                store.discard(stored);
            }
        }
    }

    private int keep(byte[] buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            var b = buffer[i];
            append(b);
            if (!inText) {
                begin(b);
            } else if (escaped) {
                escaped = false;
                // some write a slash as \\/
                plain &= b == '/';
            } else if (b == '"') {
                inText = false;
            } else {
                escaped = b == '\\';
                plain &= escaped || BASE64[b & 0xff];
            }
            if (inText && plain && !escaped && size - start >= SMALL) {
                depart();
                return i + 1;
            }
        }
        return to;
    }

    private void begin(byte b) {
        if (b == '"') {
            inText = true;
            plain = true;
            start = size;
        }
    }

    private void append(byte b) {
        if (size == kept.length) {
            kept = Arrays.copyOf(kept, size * 2);
        }
        kept[size++] = b;
        // what may still turn out to be an attachment does not count yet
        if ((inText && plain ? start : size) > limits.body) {
            throw new TooLarge(inText && size - start > SMALL ? path() : "", limits.body);
        }
    }

    private void depart() {
        var id = store.next();
        stored.add(id);
        var attachment = new Leaving(id, store);
        var from = start;
        var to = size;
        size = start;
        leaving = attachment;
        attachment.take(kept, from, to);
    }

    private int leave(Leaving attachment, byte[] buffer, int from, int to) {
        var end = attachment.take(buffer, from, to);
        if (left + attachment.length() > limits.attachments) {
            throw new TooLarge(path(), limits.attachments);
        }
        if (end == to) {
            return to;
        }
        if (buffer[end] != '"' || attachment.broken()) {
            throw new NotBase64(path());
        }
        left += attachment.length();
        holes.add(new Hole(size, attachment.end()));
        leaving = null;
        inText = false;
        append(buffer[end]);
        return end + 1;
    }

    /** The body up to the text that is being put away. */
    private String path() {
        return Place.at(Arrays.copyOf(kept, size));
    }

    /** A body, or its attachments together, are larger than a limit. */
    public static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String pointer;
        private final long limit;

        TooLarge(String pointer, long limit) {
            super("larger than " + limit + " bytes", null, false, false);
            this.pointer = pointer;
            this.limit = limit;
        }

        /** JSON pointer to the attachment that was one too many; empty for the body itself. */
        public String pointer() {
            return pointer;
        }

        /** Bytes. */
        public long limit() {
            return limit;
        }
    }

    /** A long text is no Base64 after all. */
    public static final class NotBase64 extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String pointer;

        NotBase64(String pointer) {
            super("no Base64", null, false, false);
            this.pointer = pointer;
        }

        /** JSON pointer to the text. */
        public String pointer() {
            return pointer;
        }
    }
}
