package vn.lgsp.gateway.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One kept connection with at most one request under way. Reads of an answer only what it must to know its end. */
final class Wire implements AutoCloseable {
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress target;
    private final Selector selector;
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer out = ByteBuffer.allocate(0);
    private ByteBuffer in = ByteBuffer.allocate(8192);
    private boolean busy;
    private int head;
    private long length;
    private boolean last;
    private int status;
    private long due;

    Wire(InetSocketAddress target, Selector selector) {
        this.target = target;
        this.selector = selector;
        open();
    }

    private void open() {
        try {
            channel = SocketChannel.open(target);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
            busy = false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection of its own again, after the other side has closed this one. */
    void renew() {
        close();
        open();
    }

    boolean busy() {
        return busy;
    }

    int status() {
        return status;
    }

    /** The answer as it came. */
    String answer() {
        return new String(in.array(), 0, in.position(), StandardCharsets.UTF_8);
    }

    long due() {
        return due;
    }

    void send(byte[] request, long due) throws IOException {
        this.due = due;
        busy = true;
        head = 0;
        in.clear();
        out = ByteBuffer.wrap(request);
        channel.write(out);
        if (out.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** True when an answer has come to its end; the connection can take the next request then. */
    boolean go(SelectionKey ready) throws IOException {
        if (ready.isWritable() && out.hasRemaining()) {
            channel.write(out);
            if (!out.hasRemaining()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }
        if (!ready.isReadable()) {
            return false;
        }
        if (!in.hasRemaining()) {
            in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
        }
        if (channel.read(in) < 0) {
            throw new EOFException();
        }
        if (!ended()) {
            return false;
        }
        busy = false;
        if (last) {
            renew();
        }
        return true;
    }

    private boolean ended() {
        if (head == 0 && !readHead()) {
            return false;
        }
        return length >= 0 ? in.position() >= head + length : endsWith(LAST_CHUNK);
    }

    private boolean readHead() {
        var bytes = in.array();
        for (int i = 3; i < in.position(); i++) {
            if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n' && bytes[i - 3] == '\r') {
                head = i + 1;
                var text = new String(bytes, 0, head, StandardCharsets.ISO_8859_1);
                status = Integer.parseInt(text, 9, 12, 10);
                var small = text.toLowerCase(Locale.ROOT);
                var at = small.indexOf("\r\ncontent-length:");
                length = at < 0
                        ? bodiless() ? 0 : -1
                        : Long.parseLong(small.substring(at + 17, small.indexOf("\r\n", at
                                + 2)).strip());
                last = small.contains("\r\nconnection: close");
                return true;
            }
        }
        return false;
    }

    private boolean bodiless() {
        return status == 204 || status == 304;
    }

    private boolean endsWith(byte[] end) {
        var from = in.position() - end.length;
        if (from < head) {
            return false;
        }
        for (int i = 0; i < end.length; i++) {
            if (in.get(from + i) != end[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
