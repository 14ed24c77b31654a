package vn.lgsp.gateway.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

import vn.lgsp.gateway.journey.GatewayStage;

/** What the gateway is compared with: proxies that check, map and keep nothing. Each is told apart from one that is not there. */
final class Peers {
    private static final Path SOURCES = Path.of("src", "bench", "peers");

    private final URI backend;

    Peers(URI backend) {
        this.backend = backend;
    }

    Optional<Peer> nginx() throws IOException {
        if (!Machine.has("nginx")) {
            return absent("nginx", "not installed");
        }
        var port = GatewayStage.freePort();
        var folder = Files.createDirectories(Program.WORK.resolve("nginx"));
        var file = Files.writeString(folder.resolve("nginx.conf"), filled("nginx.conf", port).replace("@FOLDER@", folder
                .toString()));
        return started("nginx",
                () -> Program.other("nginx", port, List.of(found("nginx"), "-p", folder.toString(), "-e", folder
                        .resolve("error.log").toString(), "-c", file.toString())));
    }

    Optional<Peer> haproxy() throws IOException {
        if (!Machine.has("haproxy")) {
            return absent("haproxy", "not installed");
        }
        var port = GatewayStage.freePort();
        var file = Files.writeString(Program.WORK.resolve("haproxy.cfg"), filled("haproxy.cfg", port));
        return started("haproxy",
                () -> Program.other("haproxy", port, List.of(found("haproxy"), "-db", "-f", file.toString())));
    }

    Optional<Peer> springCloudGateway() throws IOException {
        return built("spring-cloud-gateway");
    }

    Optional<Peer> plainCamel() throws IOException {
        return built("plain-camel");
    }

    private Optional<Peer> built(String name) throws IOException {
        var jar = Path.of("target", "peers", name, "peer.jar").toAbsolutePath();
        if (!Files.exists(jar) && !build(name)) {
            return absent(name, "could not be built, see target/bench/" + name + ".build.log");
        }
        var port = GatewayStage.freePort();
        return started(name,
                () -> Program.java(name, port, "-jar", jar.toString(), "--server.port=" + port, "--backend="
                        + backend));
    }

    /** From what this machine has, else from the network. */
    private static boolean build(String name) throws IOException {
        return maven(name, "--offline") || maven(name, "--batch-mode");
    }

    private static boolean maven(String name, String how) throws IOException {
        var builder = new ProcessBuilder(Path.of(System.getProperty("bench.maven", "/usr/share/maven"), "bin", "mvn")
                .toString(), how, "-B", "-q", "-f", SOURCES.resolve(name).resolve("pom.xml").toString(), "package")
                .redirectErrorStream(true).redirectOutput(new File(Program.WORK.toFile(), name + ".build.log"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            return builder.start().onExit().get(10, TimeUnit.MINUTES).exitValue() == 0;
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private static Optional<Peer> started(String name, Supplier<Peer> start) {
        try {
            return Optional.of(start.get());
        } catch (TerminalFailureException | ConditionTimeoutException e) {
            return absent(name, "did not start: " + e.getMessage());
        }
    }

    private static Optional<Peer> absent(String name, String why) {
        Report.outcome(name, "**absent**: " + why);
        return Optional.empty();
    }

    private String filled(String file, int port) throws IOException {
        return Files.readString(SOURCES.resolve(file)).replace("@PORT@", String.valueOf(port)).replace("@BACKEND@",
                backend.getAuthority());
    }

    private static String found(String program) {
        return List.of("/usr/sbin/", "/usr/bin/", "/usr/local/sbin/", "/usr/local/bin/").stream().map(
                folder -> folder + program).filter(path -> Files.isExecutable(Path.of(path))).findFirst()
                .orElse(program);
    }
}
