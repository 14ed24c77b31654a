package vn.lgsp.gateway.delivery;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/** A provider that answers byte by byte what a test tells it to, and counts what it was asked. */
final class RawProvider implements AutoCloseable {
    private static final int LARGE = 1 << 20;

    private final int port;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Play play = talk -> talk.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    private volatile LongConsumer counter = bytes -> {};
    private @Nullable ServerSocket listener;

    /** What is done when a whole request has come. */
    interface Play {
        void answer(Talk talk) throws IOException;
    }

    /** @param request its head and its body */
    record Talk(String request, Socket socket) {
        void say(String text) throws IOException {
            say(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void say(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        void hangUp() throws IOException {
            socket.close();
        }
    }

    RawProvider() {
        this.port = listen(0);
    }

    RawProvider plays(Play next) {
        play = next;
        return this;
    }

    URI url() {
        return URI.create("http://localhost:" + port);
    }

    /** Requests that came in whole, by their heads and bodies. */
    List<String> asked() {
        return asked;
    }

    int connections() {
        return connections.get();
    }

    /** Connections that neither side has closed. */
    int open() {
        return open.size();
    }

    private int listen(int at) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("localhost", at), 100);
            listener = socket;
            Thread.startVirtualThread(() -> accept(socket));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket at) {
        while (!at.isClosed()) {
            try {
                var socket = at.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket; var in = new BufferedInputStream(socket.getInputStream())) {
            for (var request = request(in); request != null; request = request(in)) {
                asked.add(request);
                play.answer(new Talk(request, socket));
            }
        } catch (IOException e) {
            // the test, or the gateway, ended it
        } finally {
            open.remove(socket);
        }
    }

    private @Nullable String request(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0) {
                return null;
            }
            head.write(next);
        }
        var text = head.toString(StandardCharsets.ISO_8859_1);
        var length = text.lines().filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip())).findFirst().orElse(0);
        if (length > LARGE) {
            count(in, length);
            return text;
        }
        return text + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /** What is large is counted and thrown away. */
    private void count(InputStream in, int length) throws IOException {
        var buffer = new byte[LARGE];
        for (int left = length; left > 0;) {
            var read = in.read(buffer, 0, Math.min(left, LARGE));
            if (read < 0) {
                throw new IOException("the request broke off");
            }
            counter.accept(read);
            left -= read;
        }
    }

    RawProvider takes(LongConsumer bytes) {
        counter = bytes;
        return this;
    }

    /** Ends the connections it has, as a restart does. @param politely false resets them */
    void drop(boolean politely) {
        open.forEach(socket -> {
            try {
                if (!politely) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    void down() {
        try {
            java.util.Objects.requireNonNull(listener).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        drop(true);
    }

    void up() {
        listen(port);
    }

    @Override
    public void close() {
        down();
    }
}
