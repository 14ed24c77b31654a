package vn.lgsp.gateway.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that serves a cluster of PostgreSQL, as its {@code postmaster.pid} tells: ours, another's by now, or dead. */
final class Postmaster {
    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    private static final String FILE = "postmaster.pid";

    private final Path cluster;

    Postmaster(Path cluster) {
        this.cluster = cluster;
    }

    boolean alive() throws IOException {
        var lines = lines();
        return !lines.isEmpty() && process(lines.getFirst()).filter(this::ours).isPresent();
    }

    /** Reads postmaster.pid (line 1 the process, line 4 the port) and waits until that server answers. */
    Optional<Integer> port() throws IOException {
        for (int second = 0; second < 60; second++) {
            var lines = lines();
            var process = lines.isEmpty() ? Optional.<ProcessHandle>empty() : process(lines.getFirst());
            if (process.isEmpty()) {
                return Optional.empty();
            }
            if (!ours(process.get())) {
                // its server is dead and its number another's now, for whom PostgreSQL would refuse to start
                Files.deleteIfExists(cluster.resolve(FILE));
                return Optional.empty();
            }
            if (lines.size() >= 4 && answers(Integer.parseInt(lines.get(3).strip()))) {
                log.info("postgres.adopted directory={} port={}", cluster, lines.get(3).strip());
                return Optional.of(Integer.parseInt(lines.get(3).strip()));
            }
            gone(List.of(process.get()), Duration.ofSeconds(1));
        }
        throw new IllegalStateException("a PostgreSQL process runs on " + cluster
                + " but does not answer: stop it, or set spring.datasource.url to the server to use");
    }

    private List<String> lines() throws IOException {
        var file = cluster.resolve(FILE);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static Optional<ProcessHandle> process(String number) {
        return ProcessHandle.of(Long.parseLong(number.strip())).filter(ProcessHandle::isAlive);
    }

    /** True when that process is a PostgreSQL and, where one can see it, works in our directory. */
    private boolean ours(ProcessHandle process) {
        var postgres = process.info().command().map(command -> command.contains("postgres")).orElse(true);
        var works = Path.of("/proc", String.valueOf(process.pid()), "cwd");
        try {
            return postgres && (!Files.exists(works) || works.toRealPath().equals(cluster.toRealPath()));
        } catch (IOException e) {
            return postgres;
        }
    }

    private static boolean answers(int port) {
        try (var connection = DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/postgres",
                "postgres", "")) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    /** While processes of the dead server still end, a new one refuses to start, and the library would not try it again. */
    void orphansGone() {
        for (int second = 0; second < 30; second++) {
            // looked for again: one that nobody reaps is never seen to exit, but works nowhere any more
            if (gone(ProcessHandle.allProcesses().filter(this::worksHere).toList(), Duration.ofSeconds(1))) {
                return;
            }
        }
    }

    private boolean worksHere(ProcessHandle process) {
        try {
            return Path.of("/proc", String.valueOf(process.pid()), "cwd").toRealPath().equals(cluster.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }

    /** Asks it to end, and waits until it has. */
    void stop() throws IOException {
        var process = Long.parseLong(lines().getFirst().strip());
        ProcessHandle.of(process).ifPresent(handle -> {
            handle.destroy();
            if (gone(List.of(handle), Duration.ofSeconds(30))) {
                log.info("postgres.stopped process={}", process);
            } else {
                log.warn("postgres.not-stopped process={}", process);
            }
        });
    }

    /** Waits until all of them have ended; false when one still runs after that time. */
    static boolean gone(List<ProcessHandle> processes, Duration patience) {
        var exits = processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(exits).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for PostgreSQL", e);
        }
    }
}
