package vn.lgsp.gateway.attachment;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * A JSON body without its attachments: where each belongs, there is an empty text. As bytes it begins with a NUL, which no
 * JSON does, and the list of the places.
 *
 * @param skeleton the rest of the body, byte for byte
 * @param holes in the order of their places
 */
public record Parted(byte[] skeleton, List<Hole> holes) {
    private static final byte MARK = 0;
    private static final int HOLE = 4 + 16 + 4 + 32 + Attachment.HEAD + Attachment.TAIL;

    /** @param at where in the skeleton the attachment's bytes belong */
    public record Hole(int at, Attachment attachment) {}

    /** Where attachments are read from. */
    public interface Shelf {
        /** @throws IOException when it is not kept any more, or cannot be read */
        InputStream open(Attachment attachment) throws IOException;
    }

    /** Whether these bytes are a parted body; a caller's own never are, for they would be refused as no JSON. */
    public static boolean is(byte[] body) {
        return body.length > 0 && body[0] == MARK;
    }

    /** The attachments of a body; none of one that is whole. */
    public static List<Attachment> in(byte[] body) {
        return is(body) ? of(body).holes.stream().map(Hole::attachment).toList() : List.of();
    }

    /** How many bytes a body has with its attachments. */
    public static long length(byte[] body) {
        return is(body) ? of(body).length() : body.length;
    }

    /** What {@link #bytes} made. */
    public static Parted of(byte[] body) {
        var bytes = ByteBuffer.wrap(body, 1, body.length - 1);
        var count = bytes.getInt();
        var holes = new ArrayList<Hole>();
        for (int i = 0; i < count; i++) {
            holes.add(new Hole(bytes.getInt(), new Attachment(new UUID(bytes.getLong(), bytes.getLong()), bytes
                    .getInt(), HexFormat.of().formatHex(next(bytes, 32)), text(next(bytes, Attachment.HEAD)),
                    text(next(
                            bytes, Attachment.TAIL)))));
        }
        return new Parted(next(bytes, bytes.remaining()), holes);
    }

    private static byte[] next(ByteBuffer bytes, int length) {
        var next = new byte[length];
        bytes.get(next);
        return next;
    }

    private static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.US_ASCII);
    }

    /** As it is handed about and kept: the skeleton itself where there are no holes. */
    public byte[] bytes() {
        if (holes.isEmpty()) {
            return skeleton;
        }
        var bytes = ByteBuffer.allocate(5 + holes.size() * HOLE + skeleton.length).put(MARK).putInt(holes.size());
        for (var hole : holes) {
            var attachment = hole.attachment;
            bytes.putInt(hole.at).putLong(attachment.id().getMostSignificantBits()).putLong(attachment.id()
                    .getLeastSignificantBits()).putInt(attachment.length()).put(HexFormat.of().parseHex(attachment
                            .sha256()))
                    .put(attachment.standIn().getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.put(skeleton).array();
    }

    /** Bytes of the whole body. */
    public long length() {
        return skeleton.length + holes.stream().mapToLong(hole -> hole.attachment.length()).sum();
    }

    /** The whole body, one piece at a time: an attachment is opened when its turn comes. */
    public InputStream stream(Shelf shelf) {
        return new Whole(shelf);
    }

    private final class Whole extends InputStream {
        private final Shelf shelf;
        private InputStream current = skeleton(0);
        /** Pieces that have begun: of the skeleton and, between them, attachments. */
        private int begun = 1;

        Whole(Shelf shelf) {
            this.shelf = shelf;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            var read = current.read(into, from, length);
            while (read < 0 && begun <= 2 * holes.size()) {
                current.close();
                current = begun % 2 == 1 ? shelf.open(holes.get(begun / 2).attachment) : skeleton(begun / 2);
                begun++;
                read = current.read(into, from, length);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            current.close();
        }
    }

    /** What stands before that hole, behind the one before it. */
    private InputStream skeleton(int hole) {
        var from = hole == 0 ? 0 : holes.get(hole - 1).at;
        var to = hole == holes.size() ? skeleton.length : holes.get(hole).at;
        return new ByteArrayInputStream(skeleton, from, to - from);
    }
}
