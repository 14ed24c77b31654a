package vn.lgsp.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One kept connection with at most one request under way. */
final class Wire implements AutoCloseable {
    private final InetSocketAddress target;
    private final Selector selector;
    private SocketChannel channel;
    private SelectionKey key;
    private ByteBuffer out = ByteBuffer.allocate(0);
    private final Incoming in = new Incoming();
    private boolean busy;
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
        return in.text();
    }

    long due() {
        return due;
    }

    void send(byte[] request, long due) throws IOException {
        this.due = due;
        busy = true;
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
        if (!ready.isReadable() || !in.read(channel)) {
            return false;
        }
        status = Integer.parseInt(in.word(1));
        busy = false;
        if (in.last()) {
            renew();
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
