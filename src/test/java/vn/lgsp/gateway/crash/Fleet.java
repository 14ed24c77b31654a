package vn.lgsp.gateway.crash;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import vn.lgsp.gateway.journey.GatewayProcess;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.Wire;

/** Gateways that share one database, each by a line of its own that can be cut. */
final class Fleet implements AutoCloseable {
    /** One gateway: its process and its line to the database. */
    record Node(String name, GatewayProcess process, Wire database, int port) {}

    private static final String KEY = "Y3Jhc2gtc3VpdGUtcGF5bG9hZC1rZXktMzItYnl0ZXM=";

    private final List<Integer> ports;
    private final List<Node> nodes = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    Fleet(int size) {
        ports = java.util.stream.Stream.generate(GatewayStage::freePort).limit(size).toList();
    }

    /** @param options for each gateway, as on a command line */
    void start(Path place, DurableServer server, Map<String, String> environment, String... options) {
        var connectors = Countryside.hurried(place);
        for (int i = 0; i < ports.size(); i++) {
            var wire = Wire.to(server.port());
            var settings = new ArrayList<>(List.of("--spring.datasource.url=jdbc:postgresql://localhost:" + wire.port()
                    + "/postgres", "--spring.datasource.username=postgres", "--gateway.ledger.payload-key=" + KEY,
                    "--gateway.ledger.node=node-" + i, "--gateway.connectors.directory=" + connectors,
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
            settings.addAll(List.of(options));
            nodes.add(new Node("node-" + i, new GatewayProcess(place.resolve("node-" + i), ports.get(i), environment,
                    settings.toArray(String[]::new)), wire, ports.get(i)));
        }
        nodes.forEach(node -> node.process().ready());
    }

    List<Node> nodes() {
        return nodes;
    }

    /** The next gateway's port, in turn, whether it is well or not. */
    int next() {
        return ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
    }

    URI url(int port) {
        return URI.create("http://localhost:" + port);
    }

    /**
     * It hears the database and runs, for whoever ended is started again, as {@code restart: unless-stopped} does it; true
     * when it takes requests.
     */
    boolean revived(Node node, Consumer<String> told) {
        node.database().mend();
        if (!node.process().alive()) {
            told.accept("had ended, and is started again: " + node.name());
            node.process().restart();
        }
        node.process().thaw();
        return node.process().takesRequests();
    }

    @Override
    public void close() {
        for (var node : nodes) {
            node.process().kill();
            node.database().close();
        }
    }
}
