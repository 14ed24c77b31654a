package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import javax.net.ssl.SSLSocket;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Signatures;
import vn.lgsp.gateway.delivery.Trial;

/** Finds out whether a provider could be called, and sends it no data. */
@Command(name = "dry-run", mixinStandardHelpOptions = true, description = "Resolves, connects, looks at the certificate, logs in and pings a connector's provider; sends no data."
        + " Exit code 0: all steps fine; 1: one is not; 2: wrong usage, or settings are missing.")
final class DryRun implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** A certificate that ends sooner is told. */
    private static final Duration SOON = Duration.ofDays(30);

    @Mixin
    private Bench bench = new Bench();

    @Parameters(paramLabel = "<connector>")
    private String name = "";

    private record Step(String name, boolean fine, String what) {}

    private interface Check {
        String done() throws IOException;
    }

    @Override
    public Integer call() {
        var loaded = bench.real();
        var connector = loaded.catalogue().connectors().get(name);
        if (connector == null) {
            throw bench.wrong(bench.unusable(loaded, name));
        }
        var steps = steps(connector.provider(), connector.services().values().stream().flatMap(service -> service.call()
                .signatures().stream()).distinct().toList());
        var fine = steps.stream().allMatch(Step::fine);
        if (bench.json()) {
            bench.print(Map.of("fine", fine, "steps", steps.stream().map(step -> {
                var shown = new LinkedHashMap<String, Object>();
                shown.put("step", step.name());
                shown.put("fine", step.fine());
                shown.put("what", step.what());
                return shown;
            }).toList()));
        } else {
            steps.forEach(step -> bench.out().println((step.fine() ? Bench.green("ok  ") : Bench.red("FAIL")) + "  "
                    + String.format("%-5s  %s", step.name(), step.what())));
        }
        return fine ? 0 : 1;
    }

    private List<Step> steps(Destination provider, List<Signatures> signatures) {
        var trial = new Trial();
        var host = provider.url().getHost();
        var secure = "https".equals(provider.url().getScheme());
        var port = provider.url().getPort() > 0 ? provider.url().getPort() : secure ? 443 : 80;
        var steps = new ArrayList<Step>();
        step(steps, "DNS", () -> host + " → " + Arrays.stream(InetAddress.getAllByName(host)).map(
                InetAddress::getHostAddress).collect(Collectors.joining(", ")));
        step(steps, "TCP", () -> connected(host, port));
        if (secure) {
            step(steps, "TLS", () -> certificate(trial, provider, host, port));
        }
        step(steps, "login", () -> {
            trial.login(provider);
            return said(provider.auth());
        });
        if (!signatures.isEmpty()) {
            step(steps, "keys", () -> ready(trial, signatures));
        }
        step(steps, "ping", () -> pinged(trial, provider));
        return steps;
    }

    private String ready(Trial trial, List<Signatures> signatures) throws IOException {
        var keys = 0L;
        for (var one : signatures) {
            keys += trial.keys(one);
        }
        return keys + bench.say(" khóa ký dùng được", " in order to sign with");
    }

    /** Any answer of the system's own is one; what a proxy says when nobody is behind it is not. */
    private static String pinged(Trial trial, Destination provider) throws IOException {
        var status = trial.ping(provider);
        if (status >= 502 && status <= 504) {
            throw new IOException("HEAD " + provider.url() + " → HTTP " + status + ": nobody behind that address");
        }
        return "HEAD " + provider.url() + " → HTTP " + status;
    }

    /** After a step that failed, the rest could only fail too. */
    private void step(List<Step> steps, String name, Check check) {
        if (!steps.isEmpty() && !steps.getLast().fine()) {
            return;
        }
        try {
            steps.add(new Step(name, true, check.done()));
        } catch (IOException failed) {
            steps.add(new Step(name, false, (failed.getClass() == IOException.class
                    ? ""
                    : failed.getClass().getSimpleName() + ": ") + failed.getMessage()));
        }
    }

    private String connected(String host, int port) throws IOException {
        var began = System.nanoTime();
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
        } catch (ConnectException | SocketTimeoutException unreachable) {
            throw new IOException(host + ":" + port + ": " + unreachable.getMessage() + bench.say(
                    "; không ai nghe ở cổng này, hoặc tường lửa chặn",
                    "; nobody listens there, or a firewall is between"),
                    unreachable);
        }
        return host + ":" + port + ", " + Duration.ofNanos(System.nanoTime() - began).toMillis() + " ms";
    }

    private String certificate(Trial trial, Destination provider, String host, int port) throws IOException {
        try (var socket = (SSLSocket) trial.tls(provider).getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(host, port), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            var session = socket.getSession();
            var shown = (X509Certificate) session.getPeerCertificates()[0];
            var until = shown.getNotAfter().toInstant();
            if (until.isBefore(Instant.now().plus(SOON))) {
                throw new IOException(bench.say("chứng thư sắp hết hạn: ", "the certificate ends soon: ") + until);
            }
            return session.getProtocol() + ", " + shown.getSubjectX500Principal().getName() + bench.say(", hết hạn ",
                    ", until ") + until;
        }
    }

    private String said(Auth auth) {
        return switch (auth) {
            case Auth.Session _ -> bench.say("đã đăng nhập, có phiên", "logged in, session obtained");
            case Auth.ClientCredentials _ -> bench.say("đã lấy token", "token obtained");
            case Auth.None _ -> bench.say("không cần", "none needed");
            case Auth.ApiKey _,Auth.Basic _,Auth.Webhook _ -> bench.say("gửi kèm từng lời gọi, chưa kiểm được ở đây",
                    "goes with each call; not checked here");
        };
    }
}
