package vn.lgsp.gateway.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

import org.awaitility.Awaitility;

/** A TCP line between the gateway and a server, which a test can cut or silence without touching the server. */
public final class Wire implements AutoCloseable {
    private final int port;
    private final IntSupplier target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile ServerSocket listener;
    private volatile boolean silent;

    private Wire(IntSupplier target) {
        this.target = target;
        this.listener = listen(GatewayStage.freePort());
        this.port = listener.getLocalPort();
        accept(listener);
    }

    /** @param target port of a server on this machine */
    public static Wire to(int target) {
        return new Wire(() -> target);
    }

    /** @param target port of the server each new connection goes to */
    public static Wire toAnyOf(IntSupplier target) {
        return new Wire(target);
    }

    public int port() {
        return port;
    }

    /** Like a server that is stopped: what was open is reset, what is new is refused. */
    public void cut() {
        quietly(listener);
        open.forEach(Wire::quietly);
        open.clear();
    }

    /** Like a machine that vanished: what is open and what is new gets no answer, ever. */
    public void silence() {
        silent = true;
    }

    /** New connections are carried again; those of before stay as they were. */
    public void mend() {
        silent = false;
        if (listener.isClosed()) {
            // who waited at the one before lets go of the port in a moment
            listener = Awaitility.await().ignoreExceptions().pollInterval(Duration.ofMillis(20)).until(() -> listen(
                    port), Objects::nonNull);
            accept(listener);
        }
    }

    private static ServerSocket listen(int port) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket at) {
        Thread.startVirtualThread(() -> {
            while (!at.isClosed()) {
                try {
                    var near = at.accept();
                    open.add(near);
                    if (!silent) {
                        connect(near, at);
                    }
                } catch (IOException e) {
                    // cut, or the server is gone
                }
            }
        });
    }

    /** Where nobody listens at the other end, who connects here learns it at once. */
    private void connect(Socket near, ServerSocket at) {
        try {
            var far = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
            open.add(far);
            if (at.isClosed()) {
                // cut while it was being put through
                quietly(near);
                quietly(far);
            }
            carry(near, far);
            carry(far, near);
        } catch (IOException e) {
            quietly(near);
        }
    }

    private void carry(Socket from, Socket to) {
        Thread.startVirtualThread(() -> {
            var buffer = new byte[16_384];
            var dead = false;
            try {
                for (int n = from.getInputStream().read(buffer); n >= 0; n = from.getInputStream().read(buffer)) {
                    dead |= silent;
                    if (!dead) {
                        to.getOutputStream().write(buffer, 0, n);
                    }
                }
            } catch (IOException e) {
                // closed at one end
            }
            quietly(from);
            quietly(to);
            open.remove(from);
            open.remove(to);
        });
    }

    private static void quietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // it is closed enough
        }
    }

    @Override
    public void close() {
        cut();
    }
}
