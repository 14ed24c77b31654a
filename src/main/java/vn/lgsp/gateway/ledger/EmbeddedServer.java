package vn.lgsp.gateway.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * The gateway's own PostgreSQL, for a machine that has none: durable (fsync and synchronous commit on), its data kept
 * under the data directory. A server left running by a killed gateway, or by another one on this machine, is adopted.
 */
final class EmbeddedServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final Duration WATCH = Duration.ofSeconds(1);
    /** After a crash each file of the cluster is synced: at once where the system can, not one by one. */
    private static final String SYNC_METHOD = Files.isDirectory(Path.of("/proc/self")) ? "syncfs" : "fsync";
    private static final String COMPLETE = "gateway.complete";
    /** PostgreSQL's FirstNormalObjectId. */
    private static final int FIRST_NORMAL_OBJECT = 16384;

    private final LedgerSettings settings;
    private final Path cluster;
    private final Postmaster postmaster;
    private final int port;
    /** The server this process started; absent when it was adopted. */
    private volatile @Nullable EmbeddedPostgres mine;
    private volatile boolean closing;
    private @Nullable Thread watch;

    /** Gateways that start at the same moment on one directory take turns: the second adopts what the first started. */
    EmbeddedServer(LedgerSettings settings) throws IOException {
        this.settings = settings;
        this.cluster = settings.data().toAbsolutePath().resolve("postgres");
        this.postmaster = new Postmaster(cluster);
        this.port = started(settings.port(), Duration.ofSeconds(60));
    }

    /** The port of the server that runs then. */
    private int started(int wanted, Duration patience) throws IOException {
        synchronized (EmbeddedServer.class) {
            Durable.directory(settings.data());
            try (var channel = FileChannel.open(settings.data().resolve("postgres.starting"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE); var _ = channel.lock()) {
                var running = postmaster.port();
                int used = running.isPresent() ? running.get() : start(wanted, patience);
                complete();
                return used;
            }
        }
    }

    /** Starts the server again whenever it has died: it has nobody else who would. */
    EmbeddedServer watched() {
        watch = Thread.ofPlatform().name("postgres-watch").daemon().start(() -> {
            while (!closing) {
                LockSupport.parkNanos(WATCH.toNanos());
                revive();
            }
        });
        return this;
    }

    /** A start under way is given up, and what it started is stopped with the rest. */
    private void unwatch() {
        var watching = watch;
        if (watching != null) {
            watching.interrupt();
            try {
                watching.join(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void revive() {
        try {
            if (!closing && !postmaster.alive()) {
                log.error("postgres.died port={}: it is started again", port);
                forget();
                postmaster.orphansGone();
                portFree();
                // one that ended at once is tried again soon; one that is only slow is found alive
                started(port, Duration.ofSeconds(10));
                log.warn("postgres.revived port={}", port);
            }
        } catch (IOException | RuntimeException e) {
            log.warn("postgres.not-revived port={} cause={}: tried again", port, String.valueOf(e));
        }
    }

    /** A client's connection may have been given the port meanwhile; a server refused it would be waited for a minute. */
    private void portFree() throws IOException {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
    }

    /** The library keeps a lock on the directory for as long as it thinks its server runs. */
    private void forget() throws IOException {
        var dead = mine;
        mine = null;
        if (dead != null) {
            dead.close();
        }
    }

    String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres?reWriteBatchedInserts=true";
    }

    private int start(int wanted, Duration patience) throws IOException {
        setAsideUnfinished();
        // left locked by the library where a start failed; who starts is settled by our own lock
        Files.deleteIfExists(cluster.resolve("epg-lock"));
        log.info("postgres.starting directory={}", cluster);
        var server = EmbeddedPostgres.builder().setDataDirectory(cluster).setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(settings.data().toAbsolutePath().resolve("postgres-binaries").toFile())
                .setRegisterShutdownHook(false).setPort(wanted).setPGStartupWait(patience)
                .setLocaleConfig("locale", "C.UTF-8").setServerConfig("fsync", "on")
                // whoever took the port a moment before it may take connections, too, and never say a word
                .setConnectConfig("socketTimeout", "5")
                // the library's own defaults are for throw-away tests: both of these are off there
                .setServerConfig("synchronous_commit", "on").setServerConfig("full_page_writes", "on")
                .setServerConfig("recovery_init_sync_method", SYNC_METHOD).setServerConfig("shared_buffers", "256MB")
                // files of its log that are kept for the next rush: while one is made, all who commit wait for 50 ms
                .setServerConfig("max_wal_size", "2GB").setServerConfig("min_wal_size", "1GB")
                // by default 500 old pages a second: what is beyond (10,000 reads a second are) commits write themselves
                .setServerConfig("bgwriter_lru_maxpages", "1000").setServerConfig("bgwriter_delay", "50ms")
                .setServerConfig("listen_addresses", "localhost").start();
        mine = server;
        return server.getPort();
    }

    /**
     * Of an adopted server, too: who started it may have been killed before it came to this. What initdb has made it has
     * synced by itself, all but the cluster's own name.
     */
    private void complete() throws IOException {
        Durable.force(settings.data());
        Durable.kept(cluster, COMPLETE, () -> "");
    }

    /** A cluster whose creation was interrupted holds no data, but it is moved aside all the same, never deleted. */
    private void setAsideUnfinished() throws IOException {
        if (!Files.exists(cluster) || Files.exists(cluster.resolve(COMPLETE))) {
            return;
        }
        if (holdsTables()) {
            log.warn("postgres.unmarked directory={}: it holds tables, and is used", cluster);
            return;
        }
        var aside = cluster.resolveSibling("postgres.unfinished-" + System.currentTimeMillis());
        log.warn("postgres.unfinished directory={} moved-to={}", cluster, aside);
        Files.move(cluster, aside);
    }

    /** True when it was used: files are named by numbers, and those of initdb's own tables are below 16384. */
    private boolean holdsTables() throws IOException {
        var base = cluster.resolve("base");
        if (!Files.isDirectory(base)) {
            return false;
        }
        try (var files = Files.find(base, 2, (file, _) -> number(file) >= FIRST_NORMAL_OBJECT)) {
            return files.findAny().isPresent();
        }
    }

    /** 16390 of {@code 16390}, {@code 16390.1} and {@code 16390_fsm}; 0 of what is called otherwise. */
    private static long number(Path file) {
        var digits = file.getFileName().toString().split("[._]", 2)[0];
        return digits.matches("[0-9]{1,10}") ? Long.parseLong(digits) : 0;
    }

    /** Stops the server, unless another gateway still uses it. */
    @Override
    public void close() {
        closing = true;
        unwatch();
        try {
            var started = mine;
            if (!alone()) {
                log.info("postgres.left-running port={}: another gateway uses it", port);
            } else if (started != null) {
                started.close();
                log.info("postgres.stopped port={}", port);
            } else {
                postmaster.stop();
            }
        } catch (SQLException | IOException e) {
            log.warn("postgres.not-stopped port={} cause={}", port, e.getMessage());
        }
    }

    /** Our own connections, closed a moment ago, take a moment to go. */
    private boolean alone() throws SQLException {
        try (var connection = DriverManager.getConnection(url(), "postgres", "")) {
            return Postmaster.gone(others(connection), Duration.ofSeconds(1)) && others(connection).isEmpty();
        }
    }

    /** The processes that serve other connections than this one. */
    private static List<ProcessHandle> others(Connection connection) throws SQLException {
        var others = new ArrayList<ProcessHandle>();
        try (var result = connection.createStatement().executeQuery("""
                select pid from pg_stat_activity
                where backend_type = 'client backend' and pid <> pg_backend_pid()""")) {
            while (result.next()) {
                ProcessHandle.of(result.getLong(1)).ifPresent(others::add);
            }
        }
        return others;
    }
}
