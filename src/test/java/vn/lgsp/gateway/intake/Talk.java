package vn.lgsp.gateway.intake;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeMap;

import vn.lgsp.gateway.journey.GatewayStage;

/** One connection to the gateway, on which a test says what it likes, when it likes, and reads one answer at a time. */
final class Talk implements AutoCloseable {
    static final String KEY = "X-API-Key: " + GatewayStage.ONE_STOP;
    private final Socket socket;

    Talk(URI gateway) {
        this(plain(gateway));
    }

    Talk(Socket socket) {
        this.socket = socket;
        try {
            socket.setSoTimeout(20_000);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket plain(URI gateway) {
        try {
            return new Socket("localhost", gateway.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Said(int status, TreeMap<String, String> headers, String body) {}

    /** A whole request without a body; lines are its first one and its headers. */
    Talk ask(String... lines) {
        return say(String.join("\r\n", lines) + "\r\nHost: localhost\r\n" + KEY + "\r\n\r\n");
    }

    /** As it is, in Latin-1. */
    Talk say(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Talk sayNoMore() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer; a 1xx is one, too. */
    Said hear() {
        return hear(true);
    }

    /** @param body false after a HEAD */
    Said hear(boolean body) {
        try {
            var in = socket.getInputStream();
            var status = Integer.parseInt(line(in).split(" ")[1]);
            var headers = new TreeMap<String, String>();
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                var colon = line.indexOf(':');
                headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
            }
            var length = body ? Integer.parseInt(headers.getOrDefault("content-length", "0")) : 0;
            return new Said(status, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("closed");
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** Everything that still comes, until the gateway ends the connection. */
    String rest() {
        var all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketException reset) {
            // ended, if not politely
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** Gone without a word, as when the caller's process is killed. */
    void vanish() {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
