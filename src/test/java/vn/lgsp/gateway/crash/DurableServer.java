package vn.lgsp.gateway.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import vn.lgsp.gateway.journey.GatewayStage;

/** A PostgreSQL that keeps what it confirms, which can be killed with all its processes and started on the same files. */
final class DurableServer implements AutoCloseable {
    private static final Map<String, String> DURABLE = Map.of("fsync", "on", "synchronous_commit", "on",
            "full_page_writes", "on", "max_connections", "100", "shared_buffers", "128MB");

    private final Path place;
    private final int port = GatewayStage.freePort();
    private final Map<String, String> settings = new LinkedHashMap<>(DURABLE);
    private EmbeddedPostgres server;

    /** @param place a directory of its own */
    DurableServer(Path place, Map<String, String> different) {
        this.place = place;
        settings.putAll(different);
        server = launch();
    }

    private EmbeddedPostgres launch() {
        try {
            Files.createDirectories(place);
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
        return place.resolve("data").toAbsolutePath();
    }

    int port() {
        return port;
    }

    JdbcClient sql() {
        return JdbcClient.create(new DriverManagerDataSource("jdbc:postgresql://localhost:" + port + "/postgres",
                "postgres", ""));
    }

    /** {@code kill -9} of the postmaster and of every process it started: only what reached the files is left. */
    void kill() {
        var all = postmaster().stream().flatMap(one -> Stream.concat(Stream.of(one), one.descendants())).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    private java.util.Optional<ProcessHandle> postmaster() {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readAllLines(data().resolve("postmaster.pid")).getFirst()
                    .strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On the same files; recovers first what it had confirmed. */
    void restart() {
        closeQuietly();
        server = launch();
    }

    private void closeQuietly() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closeQuietly();
    }
}
