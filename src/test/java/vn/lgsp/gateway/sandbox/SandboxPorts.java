package vn.lgsp.gateway.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;

/** Where the stand-ins listen; 0 = any free port. */
public record SandboxPorts(int control, int portal, int payment, int population, int post, int oneStop, int ngsp,
        int exchange, int province) {

    public static final SandboxPorts STANDARD = new SandboxPorts(9100, 9101, 9102, 9105, 9103, 9104, 9106, 9111, 9112);
    public static final SandboxPorts FREE = new SandboxPorts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Those of them that another program holds. */
    public List<Integer> taken() {
        return Stream.of(control, portal, payment, population, post, oneStop, ngsp, exchange, province).filter(
                SandboxPorts::taken).toList();
    }

    private static boolean taken(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
