package vn.lgsp.gateway.journey;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BinaryOperator;

import vn.lgsp.gateway.LastOfAll;

/** The one gateway that the tests of a JVM share: it starts when the first of them asks and ends with the JVM. */
public final class Stages {
    private static final Path CONNECTORS = Path.of("config/connectors");

    private Stages() {}

    public static GatewayStage shared() {
        return Shared.STAGE;
    }

    /** Ends all faults and forgets what is still waiting, so that the next test starts with a well world. */
    public static void calm(GatewayStage stage) {
        stage.sandbox().endFaults();
        await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(15)).until(() -> {
            stage.sql().sql("delete from delivery where lease_owner is null").update();
            return stage.sql().sql("select count(*) from delivery").query(Integer.class).single() == 0;
        });
        // no breaker remembers what failed
        stage.pass(Duration.ofMinutes(2));
    }

    /** The same with connectors that wait for an answer one second only. */
    public static GatewayStage impatient() {
        return Impatient.STAGE;
    }

    private static final class Impatient {
        static final GatewayStage STAGE = start();

        private static GatewayStage start() {
            var stage = GatewayStage.start("--POSTAL_POLL=1h", "--gateway.connectors.directory=" + connectors((
                    name, text) -> text.replaceAll("timeout: \\d+s", "timeout: 1s")));
            LastOfAll.then(stage::close);
            return stage;
        }
    }

    /** The connectors with their declarations changed; @param edit by connector and text of its declaration */
    public static Path connectors(BinaryOperator<String> edit) {
        try {
            var copy = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "connectors");
            try (var files = Files.walk(CONNECTORS)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var to = copy.resolve(CONNECTORS.relativize(file));
                    Files.createDirectories(to.getParent());
                    var text = Files.readString(file);
                    Files.writeString(to, file.endsWith("connector.yaml")
                            ? edit.apply(file.getParent().getFileName().toString(), text)
                            : text);
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Shared {
        /** The feed is polled by the tests themselves. */
        static final GatewayStage STAGE = GatewayStage.start("--POSTAL_POLL=1h",
                "--gateway.caller.file=src/test/resources/intake/callers.yaml",
                "--server.tomcat.connection-timeout=2s", "--server.tomcat.keep-alive-timeout=60s");

        static {
            LastOfAll.then(STAGE::close);
        }
    }
}
