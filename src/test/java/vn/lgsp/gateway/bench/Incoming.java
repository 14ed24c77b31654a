package vn.lgsp.gateway.bench;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One HTTP message as it comes in over a kept connection, of which no more is understood than where it ends. */
final class Incoming {
    private static final byte[] LENGTH = bytes("content-length:");
    private static final byte[] CHUNKED = bytes("transfer-encoding: chunked");
    private static final byte[] CLOSE = bytes("connection: close");
    private static final byte[] LAST_CHUNK = bytes("0\r\n\r\n");

    private ByteBuffer in = ByteBuffer.allocate(8192);
    private int head;
    /** Of the body; -1 while its last chunk is waited for. */
    private long length;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes what has come; true when the message is whole. */
    boolean read(SocketChannel from) throws IOException {
        if (!in.hasRemaining()) {
            in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
        }
        if (from.read(in) < 0) {
            throw new EOFException();
        }
        if (head == 0 && !readHead()) {
            return false;
        }
        return length < 0 ? endsWith(LAST_CHUNK) : in.position() >= head + length;
    }

    /** The next message begins. */
    void clear() {
        in.clear();
        head = 0;
    }

    /** The message as it came. */
    String text() {
        return new String(in.array(), 0, in.position(), StandardCharsets.UTF_8);
    }

    /** A word of the first line, counted from 0. */
    String word(int which) {
        var from = 0;
        for (int i = 0; i < which; i++) {
            from = end(from) + 1;
        }
        return new String(in.array(), from, end(from) - from, StandardCharsets.ISO_8859_1);
    }

    private int end(int from) {
        var at = from;
        while (in.get(at) != ' ' && in.get(at) != '\r') {
            at++;
        }
        return at;
    }

    /** True when its sender ends the connection with it. */
    boolean last() {
        return line(CLOSE) > 0;
    }

    private boolean readHead() {
        for (int i = 3; i < in.position(); i++) {
            if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n' && in.get(i - 3) == '\r') {
                head = i + 1;
                length = bodyLength();
                return true;
            }
        }
        return false;
    }

    private long bodyLength() {
        var after = line(LENGTH);
        if (after < 0) {
            return line(CHUNKED) < 0 ? 0 : -1;
        }
        return Long.parseLong(new String(in.array(), after, 20, StandardCharsets.ISO_8859_1).split("\r", 2)[0].strip());
    }

    /** @return what follows a line's beginning, written in small letters; -1 when no line of the head begins so */
    private int line(byte[] beginning) {
        for (int i = 0; i + 2 + beginning.length < head; i++) {
            if (in.get(i) == '\n' && begins(beginning, i + 1)) {
                return i + 1 + beginning.length;
            }
        }
        return -1;
    }

    private boolean begins(byte[] text, int at) {
        for (int i = 0; i < text.length; i++) {
            if (Character.toLowerCase(in.get(at + i)) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean endsWith(byte[] end) {
        var from = in.position() - end.length;
        for (int i = 0; from >= head && i < end.length; i++) {
            if (in.get(from + i) != end[i]) {
                return false;
            }
        }
        return from >= head;
    }
}
