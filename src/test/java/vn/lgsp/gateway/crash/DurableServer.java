package vn.lgsp.gateway.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import vn.lgsp.gateway.journey.GatewayStage;

/**
 * A PostgreSQL that keeps what it confirms, which can be killed with all its processes, or lose the power of the disk
 * under its files, and be started on what is left of them.
 */
final class DurableServer implements AutoCloseable {
    private static final Map<String, String> DURABLE = Map.of("fsync", "on", "synchronous_commit", "on",
            "full_page_writes", "on", "max_connections", "100", "shared_buffers", "128MB");

    private static final String PID = "postmaster.pid";

    private final Path place;
    private final Optional<Disk> disk;
    private final int port = GatewayStage.freePort();
    private final Map<String, String> settings = new LinkedHashMap<>(DURABLE);
    private EmbeddedPostgres server;

    /**
     * @param place a directory of its own
     * @param disk its files are there, and closed with it; else they are in its place
     */
    DurableServer(Path place, Optional<Disk> disk, Map<String, String> different) {
        this.place = place;
        this.disk = disk;
        settings.putAll(different);
        server = launch();
        sync();
    }

    private EmbeddedPostgres launch() {
        try {
            Files.createDirectories(place);
            // a start that failed keeps its lock on it until it is collected
            Files.deleteIfExists(data().resolve("epg-lock"));
            var builder = EmbeddedPostgres.builder().setDataDirectory(data()).setCleanDataDirectory(false)
                    .setOverrideWorkingDirectory(Path.of("target/crash/binaries").toAbsolutePath().toFile())
                    .setRegisterShutdownHook(false).setPort(port).setPGStartupWait(Duration.ofSeconds(60))
                    .setLocaleConfig("locale", "C.UTF-8").setOutputRedirector(ProcessBuilder.Redirect.appendTo(place
                            .resolve("postgres.log").toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                            place.resolve("postgres.log").toFile()));
            settings.forEach(builder::setServerConfig);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path data() {
        return disk.map(Disk::files).orElse(place).resolve("data").toAbsolutePath();
    }

    int port() {
        return port;
    }

    private String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    JdbcClient sql() {
        return JdbcClient.create(new DriverManagerDataSource(url(), "postgres", ""));
    }

    /** A connection past all gateways and their lines. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "");
    }

    private boolean answers() {
        try (var connection = DriverManager.getConnection(url() + "?loginTimeout=10&socketTimeout=10", "postgres",
                "")) {
            return connection.isValid(10);
        } catch (SQLException e) {
            return false;
        }
    }

    /** {@code kill -9} of the postmaster and of every process it started: only what reached the files is left. */
    void kill() {
        kill(postmaster());
    }

    private static void kill(ProcessHandle postmaster) {
        var all = Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    /** What is written so far survives a loss of power, whatever the server's settings. */
    void sync() {
        disk.ifPresent(Disk::sync);
    }

    boolean canLosePower() {
        return disk.isPresent();
    }

    /** Only what is on the disk is left: the file system ends first, and with it everything that was on its way. */
    void losePower() {
        var postmaster = postmaster();
        disk.orElseThrow().cutPower();
        kill(postmaster);
    }

    private ProcessHandle postmaster() {
        return ProcessHandle.of(pid()).orElseThrow();
    }

    private long pid() {
        try {
            return Long.parseLong(Files.readAllLines(data().resolve(PID)).getFirst().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On the same files: the file system recovers first, where its power was lost, then PostgreSQL does. */
    synchronized void restart() {
        stop();
        disk.filter(Disk::dark).ifPresent(Disk::powerUp);
        server = launch();
    }

    /** Started again unless it answers; true when it does. What was in the way may be gone the next time. */
    synchronized boolean revived() {
        if (!answers()) {
            restart();
        }
        return answers();
    }

    /** Also what a start that was given up on has left running. */
    private void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        leftRunning().ifPresent(DurableServer::kill);
    }

    /** By its files, for a number may be another process's by now. */
    private Optional<ProcessHandle> leftRunning() {
        return disk.filter(Disk::dark).isEmpty() && Files.isReadable(data().resolve(PID))
                ? ProcessHandle.of(pid()).filter(one -> one.info().commandLine().orElse("").contains(data().toString()))
                : Optional.empty();
    }

    @Override
    public synchronized void close() {
        stop();
        disk.ifPresent(Disk::close);
    }
}
