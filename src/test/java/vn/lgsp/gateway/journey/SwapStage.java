package vn.lgsp.gateway.journey;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.awaitility.core.ConditionFactory;

import vn.lgsp.gateway.connector.Serving;
import vn.lgsp.gateway.journey.OneStopClient.Reply;

/** A gateway that looks for changes often, on a copy of what is shipped that a test may edit. */
final class SwapStage implements AutoCloseable {
    final Path root;
    final GatewayStage gateway;
    final Operator operator;

    SwapStage(String... more) throws IOException {
        this(_ -> {}, more);
    }

    /** What a test does with the copy before the gateway reads it. */
    interface Before {
        void change(Path root) throws IOException;
    }

    SwapStage(Before before, String... more) throws IOException {
        root = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "swap").toAbsolutePath();
        copy(Path.of("config"), root.resolve("config"));
        copy(Path.of("contracts"), root.resolve("contracts"));
        before.change(root);
        gateway = GatewayStage.start(settings(root, more));
        operator = new Operator(gateway);
    }

    /** One more node, on folders of its own. */
    GatewayStage another(Path at, String name) {
        return gateway.another(settings(at, "--gateway.ledger.node=" + name));
    }

    static String[] settings(Path at, String... more) {
        return Stream.concat(Stream.of("--POSTAL_POLL=1h", "--gateway.swap.poll=150ms",
                // a machine that is busy with other tests is no swap that failed
                "--gateway.ledger.patience=5s",
                "--gateway.connectors.directory=" + at.resolve("config/connectors"),
                "--gateway.connectors.contracts=" + at.resolve("contracts"),
                "--gateway.connectors.schema=" + at.resolve("config/connector.schema.json"),
                "--gateway.caller.file=" + at.resolve("config/callers.yaml")), Stream.of(more)).toArray(String[]::new);
    }

    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }

    Path connector(String name) {
        return root.resolve("config/connectors").resolve(name);
    }

    void edit(String file, UnaryOperator<String> change) {
        try {
            var path = root.resolve(file);
            Files.writeString(path, change.apply(Files.readString(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The one-stop system may call these, too. */
    void grant(String services) {
        edit("config/callers.yaml", text -> text.replaceFirst("services: \\[", "services: [" + services + ", "));
    }

    static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    String version(String connector) {
        return version(gateway, connector);
    }

    /** Empty where nothing of it is served. */
    static String version(GatewayStage node, String connector) {
        var served = node.bean(Serving.class).connectors().get(connector);
        return served == null ? "" : served.version();
    }

    /** The version that comes after one. */
    String after(String connector, String before) {
        return soon().until(() -> version(connector), now -> !now.equals(before));
    }

    /** Edits a connector's declaration, and waits until that is served. */
    String served(String connector, UnaryOperator<String> change) {
        var before = version(connector);
        edit("config/connectors/" + connector + "/connector.yaml", change);
        return after(connector, before);
    }

    /** What the console shows of a connector. */
    @SuppressWarnings("unchecked")
    Map<String, Object> row(String name) {
        return ((List<Map<String, Object>>) Objects.requireNonNull(operator.get("/ops/connectors").get("connectors")))
                .stream().filter(row -> name.equals(row.get("name"))).findFirst().orElse(Map.of());
    }

    void faulty(String connector, String words) {
        soon().until(() -> String.valueOf(row(connector).get("faults")).contains(words));
    }

    String health() {
        return operator.get("/actuator/health").toString();
    }

    Reply post(String path, Object body) {
        return gateway.oneStop().post(path, body, "Idempotency-Key", Story.key());
    }

    static UUID id(Reply reply) {
        return UUID.fromString(Objects.requireNonNull(reply.header("Transaction-Id"), reply::toString));
    }

    /** A column of a transaction, as text. */
    String of(UUID id, String column) {
        return gateway.sql().sql("select " + column + "::text from transaction where id = :id").param("id", id).query(
                String.class).optional().orElse("");
    }

    void delivered(UUID id) {
        soon().until(() -> of(id, "state"), "DELIVERED"::equals);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
