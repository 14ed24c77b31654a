package vn.lgsp.gateway.attachment;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

import org.apache.commons.codec.digest.DigestUtils;

/** An attachment on its way. */
final class Leaving {
    private static final int PIECE = 512 * 1024;
    private static final int MOST_PADDING = 2;

    private final Parting.Store store;
    private final UUID id;
    private final MessageDigest digest = DigestUtils.getSha256Digest();
    private final byte[] tail = new byte[Attachment.TAIL];
    private byte[] piece = new byte[PIECE];
    private String head = "";
    private int filled;
    private int number;
    private int length;
    private int padding;
    private boolean slash;

    Leaving(UUID id, Parting.Store store) {
        this.id = id;
        this.store = store;
    }

    /** As much as is Base64, and where that ends. */
    int take(byte[] from, int at, int to) {
        var begin = at;
        for (int i = at; i < to; i++) {
            var b = from[i];
            if (b == '\\' && !slash && padding == 0) {
                add(from, begin, i - begin);
                begin = i + 1;
                slash = true;
            } else if (slash ? b == '/' : Parting.BASE64[b & 0xff] && padding == 0 || padded(b)) {
                slash = false;
            } else {
                add(from, begin, i - begin);
                return i;
            }
        }
        add(from, begin, to - begin);
        return to;
    }

    private boolean padded(byte b) {
        return b == '=' && ++padding <= MOST_PADDING;
    }

    private void add(byte[] from, int at, int count) {
        if (head.length() < Attachment.HEAD) {
            head += new String(from, at, Math.min(count, Attachment.HEAD - head.length()),
                    StandardCharsets.US_ASCII);
        }
        digest.update(from, at, count);
        length += count;
        for (int i = Math.max(0, count - tail.length); i < count; i++) {
            System.arraycopy(tail, 1, tail, 0, tail.length - 1);
            tail[tail.length - 1] = from[at + i];
        }
        for (int done = 0; done < count;) {
            var taken = Math.min(count - done, piece.length - filled);
            System.arraycopy(from, at + done, piece, filled, taken);
            filled += taken;
            done += taken;
            if (filled == piece.length) {
                put();
            }
        }
    }

    private void put() {
        store.put(id, number++, filled == piece.length ? piece : Arrays.copyOf(piece, filled));
        filled = 0;
    }

    Attachment end() {
        if (filled > 0) {
            put();
        }
        piece = new byte[0];
        return new Attachment(id, length, HexFormat.of().formatHex(digest.digest()), head, new String(tail,
                StandardCharsets.US_ASCII));
    }

    int length() {
        return length;
    }

    /** A backslash has come, and not yet the slash it belongs to. */
    boolean broken() {
        return slash;
    }
}
