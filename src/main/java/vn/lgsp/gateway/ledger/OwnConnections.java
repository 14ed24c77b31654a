package vn.lgsp.gateway.ledger;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** Connections that one part of the gateway has for itself, made like those that all share: who uses those up does not stop it. */
record OwnConnections(DataSource source) implements AutoCloseable {

    /**
     * @param most connections, opened at once
     * @param setting SQL that each begins with, after that of the shared ones
     */
    static OwnConnections of(DataSource source, String name, int most, @Nullable String setting) {
        if (!(source instanceof HikariDataSource shared)) {
            return new OwnConnections(source);
        }
        var config = new HikariConfig();
        shared.copyStateTo(config);
        config.setPoolName(name);
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(most);
        config.setConnectionInitSql(Stream.of(shared.getConnectionInitSql(), setting).filter(Objects::nonNull).collect(
                Collectors.joining("; ")));
        return new OwnConnections(new HikariDataSource(config));
    }

    /** What is shared is somebody else's to close. */
    @Override
    public void close() {
        if (source instanceof HikariDataSource own) {
            own.close();
        }
    }
}
