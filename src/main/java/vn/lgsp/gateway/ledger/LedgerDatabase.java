package vn.lgsp.gateway.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Where the ledger is, for who reads it beside the gateway: over a connection of its own, which may take as long as it
 * needs and takes none from those who wait.
 */
public record LedgerDatabase(String url, String user, String password) {

    /** What is done with an open connection. */
    interface Reading<T> {
        T read(Connection connection) throws SQLException;
    }

    /** The server the gateway of this data directory runs or has adopted; none when it does not run. */
    public static Optional<LedgerDatabase> running(LedgerSettings settings) {
        var file = settings.data().resolve("postgres").resolve("postmaster.pid");
        try {
            var lines = Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
            return lines.size() < 4 || ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LedgerDatabase("jdbc:postgresql://localhost:" + lines.get(3).strip()
                            + "/postgres", "postgres", ""));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    <T> T read(Reading<T> reading) {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("ApplicationName", "lgsp-recount");
        try (var connection = DriverManager.getConnection(url, properties)) {
            return reading.read(connection);
        } catch (SQLException e) {
            throw new UncategorizedSQLException("recount", null, e);
        }
    }

    /** The password is nobody's business. */
    @Override
    public String toString() {
        return url;
    }
}
