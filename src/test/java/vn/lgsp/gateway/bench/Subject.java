package vn.lgsp.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.commons.codec.digest.DigestUtils;
import org.awaitility.Awaitility;

import org.springframework.util.FileSystemUtils;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.GatewayProcess;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.Samples;

/**
 * The gateway as it is shipped, in a process of its own on its own PostgreSQL, with what a province has and no benchmark wants
 * taken out: quotas, the providers' limits, and the queries that follow a payment.
 */
final class Subject implements AutoCloseable {
    /** A caller that wants no callbacks, so that one request is one delivery. */
    private static final String QUIET = "bench-quiet-key";

    /** 1 GB, what {@code min_wal_size} keeps. */
    private static final int LOG_FILES = 64;

    private static final String FOLLOW = "payment.init.follow.jsonata";

    private final Path data;
    private final GatewayProcess process;
    private final Peer peer;

    /** @param atOnce calls the portal bears at once */
    Subject(URI backend, int atOnce, String... settings) {
        try {
            Files.createDirectories(Program.WORK);
            data = Files.createTempDirectory(Program.WORK, "gateway");
            var all = new ArrayList<>(List.of("--gateway.caller.file=" + callers(), "--gateway.connectors.directory="
                    + connectors()));
            all.addAll(Program.JVM);
            all.addAll(List.of(settings));
            process = new GatewayProcess(data, GatewayStage.freePort(), environment(backend, atOnce),
                    all.toArray(String[]::new))
                    .ready();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        haveLogFiles();
        peer = new Peer("gateway", URI.create("http://127.0.0.1:" + process.url().getPort()), this::heads, Optional.of(
                Jvm.of(process.pid())), this::end);
    }

    /**
     * As a ledger has them that has run for a day, the files of PostgreSQL's log are there. It would make each anew, 16 MB at a
     * time, and all who commit would wait for it.
     */
    private void haveLogFiles() {
        try (var connection = DriverManager.getConnection(database(), "postgres", "");
                var statement = connection.createStatement()) {
            for (int i = 0; i < LOG_FILES; i++) {
                statement.execute("select pg_logical_emit_message(false, 'bench', ''), pg_switch_wal()");
            }
            statement.execute("checkpoint");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<Long> heads() {
        return List.of(process.pid(), postgres());
    }

    /** The first process of the gateway's own PostgreSQL. */
    long postgres() {
        return Long.parseLong(postmaster().getFirst().strip());
    }

    /** Where its ledger can be looked into and filled. */
    String database() {
        return "jdbc:postgresql://127.0.0.1:" + postmaster().get(3).strip() + "/postgres";
    }

    private List<String> postmaster() {
        try {
            return Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Peer peer() {
        return peer;
    }

    URI url() {
        return peer.url();
    }

    long pid() {
        return process.pid();
    }

    /** Waits until nothing is left to be delivered. */
    void drained(Duration patience) {
        var client = new OneStopClient(process.opsUrl(), GatewayStage.ONE_STOP);
        Awaitility.await().atMost(patience).pollInterval(Duration.ofMillis(500)).until(() -> new String(client.get(
                "/actuator/prometheus").bytes(), StandardCharsets.UTF_8).lines().filter(line -> line.startsWith(
                        "gateway_backlog{"))
                .allMatch(line -> line.endsWith(" 0.0")));
    }

    /** Asks whether the portal knows a dossier: checked, mapped both ways, recorded before the answer leaves. */
    Template read() {
        return Template.get(url().resolve("/api/dvcqg/v1/dossiers/H47.12-260302-0012"), Map.of("X-API-Key", QUIET));
    }

    /** Opens a payment: recorded before the provider is called, and again before the answer leaves. */
    Template writeNow() {
        return post("/api/payment/v1/payments", QUIET, Samples.payment("H47.12-260302-" + Template.NUMBER, 50_000));
    }

    /** Hands a dossier over, to be delivered later; nobody is called back. */
    Template writeLater() {
        return post("/api/dvcqg/v1/dossiers", QUIET, Samples.dossier("H47.12-260302-" + Template.NUMBER));
    }

    /** The same for a caller that is called back: two deliveries a request. */
    Template writeLaterWithCallback() {
        return post("/api/dvcqg/v1/dossiers", GatewayStage.ONE_STOP, Samples.dossier("H47.12-260302-"
                + Template.NUMBER));
    }

    private Template post(String path, String key, Object body) {
        return Template.post(url().resolve(path), Map.of("X-API-Key", key, "Idempotency-Key", "bench-"
                + Template.NUMBER), Json.write(body));
    }

    private static Path callers() throws IOException {
        var shipped = Files.readString(Path.of("config/callers.yaml")).replaceAll("(?m)^\\s+quota:.*$", "");
        return Files.writeString(Program.WORK.resolve("callers.yaml"), shipped + """

                  bench:
                    title: { vi: Đo tốc độ, en: Benchmark }
                    keys: ["sha256:%s"]
                    services: [dvcqg.sync-dossier, dvcqg.find-dossier, payment.init, postal.create-order]
                """.formatted(DigestUtils.sha256Hex(QUIET)));
    }

    /** The shipped connectors; what the payment platform bears is lifted, and nobody asks again for what was paid. */
    private static Path connectors() throws IOException {
        var from = Path.of("config/connectors");
        var to = Program.WORK.resolve("config").resolve("connectors");
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).filter(file -> !file.endsWith(FOLLOW)).toList()) {
                var copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                var text = Files.readString(file);
                if (file.endsWith(Path.of("payment", "connector.yaml"))) {
                    text = text.replaceAll("(?m)^    follow: .*\n", "").replaceAll("(?m)^  atOnce: .*$",
                            "  atOnce: 4000");
                }
                Files.writeString(copy, text);
            }
        }
        return to;
    }

    private static Map<String, String> environment(URI backend, int atOnce) {
        var environment = new LinkedHashMap<String, String>();
        for (var name : List.of("DVCQG", "PAYMENT", "POSTAL", "ONE_STOP", "NGSP")) {
            environment.put(name + "_URL", backend.toString());
            environment.put(name + "_SECRET", "bench");
        }
        environment.putAll(Map.of("DVCQG_AT_ONCE", String.valueOf(atOnce), "DVCQG_RATE", "100000/s", "DVCQG_USER",
                "bench",
                "DVCQG_PASSWORD", "bench", "PAYMENT_PARTNER", "QNAM", "POSTAL_CLIENT", "bench", "POSTAL_POLL", "1h",
                "NGSP_CLIENT", "bench"));
        return environment;
    }

    /** Stopped as an operator does it, and ready again. */
    void restart() {
        process.close();
        process.restart();
        process.ready();
    }

    /** Its data go too: a ledger at size is large. */
    private void end() {
        process.close();
        try {
            FileSystemUtils.deleteRecursively(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        peer.close();
    }
}
