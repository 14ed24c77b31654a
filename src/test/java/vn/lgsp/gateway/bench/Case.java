package vn.lgsp.gateway.bench;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/**
 * One way to be measured: what is asked of whom.
 *
 * @param delivers the provider's path that must be called once for each request; empty when the answer says that it was
 */
record Case(String name, String title, Peer peer, IntFunction<byte[]> requests, int expected, String delivers) {

    static Case of(String name, String title, Peer peer, IntFunction<byte[]> requests) {
        return new Case(name, title, peer, requests, 200, "");
    }

    static Case later(String name, String title, Peer peer, IntFunction<byte[]> requests, String delivers) {
        return new Case(name, title, peer, requests, 202, delivers);
    }

    Load load() {
        return new Load(peer.address(), requests, expected);
    }

    /**
     * Figures of one saturation.
     *
     * @param atOnce connections
     * @param deliveredPerSecond from the first request until the last delivery
     * @param cpuPerThousand seconds of all the peer's processes
     * @param database the same of PostgreSQL alone
     * @param allocated bytes a request; NaN for what is no Java
     */
    record Run(int atOnce, Figures figures, double deliveredPerSecond, double cpuPerThousand, double database,
            double allocated) {}

    /** The middle of what was measured. */
    static <T> double median(List<T> runs, ToDoubleFunction<T> figure) {
        var sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return sorted.length == 0
                ? Double.NaN
                : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
