package vn.lgsp.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

import vn.lgsp.gateway.journey.GatewayStage;

/** The lean backend as a process, and what can be told to it. */
final class Backend implements AutoCloseable {
    private final Peer peer;

    Backend() {
        var port = GatewayStage.freePort();
        peer = Program.java("backend", port, "-cp", System.getProperty("java.class.path"), LeanBackend.class.getName(),
                String.valueOf(port));
    }

    Peer peer() {
        return peer;
    }

    URI url() {
        return peer.url();
    }

    void delay(int milliseconds) {
        tell("delay?ms=" + milliseconds);
    }

    /** @param path what answers 503 from now on; {@code none} for nothing */
    void down(String path) {
        tell("down?path=" + path);
    }

    /** @param path what is never answered from now on; {@code none} for nothing */
    void deaf(String path) {
        tell("deaf?path=" + path);
    }

    long calls(String path) {
        return tell("calls?path=" + path);
    }

    private long tell(String what) {
        try (var in = url().resolve("/bench/" + what).toURL().openStream()) {
            return Long.parseLong(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        peer.close();
    }
}
