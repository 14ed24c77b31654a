package vn.lgsp.gateway.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import vn.lgsp.gateway.journey.Operator;

/** People who go on with their work meanwhile: operators, an integrator, and a database administrator. */
final class Staff {
    private static final Duration PAUSE = Duration.ofMillis(300);
    /** What a PostgreSQL of this suite has, for superusers too. */
    private static final int CONNECTIONS = 100;

    private final Fleet fleet;
    private final DurableServer server;
    private final Path connectors;

    Staff(Fleet fleet, DurableServer server, Path connectors) {
        this.fleet = fleet;
        this.server = server;
        this.connectors = connectors;
    }

    /** An operator holds a destination, at whichever gateway answers first. */
    void hold(String destination) {
        asked(destination, operator -> operator.hold(destination, "the provider asked for it").status());
    }

    /** Another lets it go on, and asks again until it does. */
    void resume(String destination) {
        while (!resumed(destination)) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Asks for it once; true when nobody holds it now. */
    boolean resumed(String destination) {
        return asked(destination, operator -> operator.resume(destination).status());
    }

    private interface Wish {
        int status(Operator operator);
    }

    /** True when a gateway did it, or says that it was done. */
    private boolean asked(String destination, Wish wish) {
        for (var node : fleet.nodes()) {
            try {
                var status = wish.status(new Operator(node.process().opsUrl()));
                if (status == 200 || status == 409) {
                    return true;
                }
                if (status < 500) {
                    throw new IllegalStateException(destination + ": " + status);
                }
            } catch (UncheckedIOException e) {
                // it is down: the next one
            }
        }
        return false;
    }

    /** An integrator gives the portal a little more, or less, time; every gateway serves that by itself. */
    void edit() {
        var file = connectors.resolve("dvcqg/connector.yaml");
        try {
            var text = Files.readString(file);
            Files.writeString(file, text.contains("  timeout: 4s\n")
                    ? text.replace("  timeout: 4s\n", "  timeout: 5s\n")
                    : text.replace("  timeout: 5s\n", "  timeout: 4s\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An administrator locks the tables that every request needs. */
    List<Connection> lock() {
        try {
            var connection = server.connect();
            connection.setAutoCommit(false);
            connection.createStatement().execute("lock table transaction, delivery in access exclusive mode");
            return List.of(connection);
        } catch (SQLException e) {
            return List.of(); // it was killed meanwhile
        }
    }

    /** Somebody's reports take all connections there are. */
    List<Connection> crowd() {
        var all = new ArrayList<Connection>();
        try {
            while (all.size() < CONNECTIONS) {
                all.add(server.connect());
            }
        } catch (SQLException e) {
            // that was the last one
        }
        return all;
    }

    static void leave(List<Connection> connections) {
        for (var connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                // its server is gone
            }
        }
    }
}
