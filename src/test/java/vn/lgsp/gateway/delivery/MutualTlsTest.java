package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.http.RequestOptions;
import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Tls;
import vn.lgsp.gateway.journey.Certificate;
import vn.lgsp.gateway.journey.MovableClock;

/** A provider that asks who is calling, on the connection itself: a real TLS server that wants a certificate. */
class MutualTlsTest {
    private static final EventLoops LOOPS = new EventLoops();
    private static final Reach REACH = new Reach(new ReachSettings(List.of("loopback")));
    private static Path folder;
    private static Certificate first;
    private static Certificate second;
    private static Certificate provider;
    private static SSLServerSocket server;

    private final MovableClock clock = new MovableClock();
    private final Keys keys = new Keys(clock);
    private final LeanTransport transport = new LeanTransport(LOOPS, keys, REACH);
    private final Path certificate = folder.resolve("certificate.pem");
    private final Path key = folder.resolve("key.pem");

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        folder = Files.createTempDirectory(Path.of("target"), "mutual");
        first = made("first");
        second = made("second");
        provider = made("localhost");
        var showing = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        showing.init(provider.store(), "changeit".toCharArray());
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("first", first.store().getCertificate("own"));
        trusted.setCertificateEntry("second", second.store().getCertificate("own"));
        var trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusting.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(showing.getKeyManagers(), trusting.getTrustManagers(), null);
        server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0);
        server.setNeedClientAuth(true);
        Thread.startVirtualThread(MutualTlsTest::serve);
    }

    private static Certificate made(String name) throws IOException {
        return Certificate.selfMade(Files.createDirectories(folder.resolve(name)), name);
    }

    /** Answers with the name on the caller's certificate, as a token would be, and keeps the connection. */
    private static void serve() {
        while (!server.isClosed()) {
            try {
                var socket = (SSLSocket) server.accept();
                Thread.startVirtualThread(() -> serve(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private static void serve(SSLSocket socket) {
        try (socket) {
            var in = new java.io.BufferedReader(new java.io.InputStreamReader(socket.getInputStream(),
                    StandardCharsets.US_ASCII));
            var name = ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal()
                    .getName();
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    var body = "{\"access_token\":\"" + name + "\",\"expires_in\":1}";
                    socket.getOutputStream().write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                            + "Content-Length: " + body.length() + "\r\n\r\n" + body).getBytes(
                                    StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // no certificate, or the client has gone
        }
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
        LOOPS.destroy();
    }

    @BeforeEach
    void show_the_first() throws IOException {
        exchange(first.chain(), certificate);
        exchange(first.key(), key);
    }

    private static void exchange(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(to, java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusNanos(
                System.nanoTime() % 1_000_000_000)));
    }

    private Destination destination(Optional<Path> shown) {
        return new Destination("mutual", URI.create("https://localhost:" + server.getLocalPort()),
                new Auth.ClientCredentials("/token", "c", "s"), Map.of(), Map.of(), Duration.ofSeconds(3), 4, 0,
                new Destination.Breaker(50, Duration.ofMinutes(1), 5, Duration.ofSeconds(30)), 0, List.of(), Optional
                        .empty(),
                Destination.Transport.LEAN, Format.JSON, Optional.empty(), Optional.of(new Tls(shown, shown.map(
                        any -> key), Optional.of(provider.chain()))));
    }

    private String seen() throws IOException {
        return seen(destination(Optional.of(certificate)));
    }

    private String seen(Destination destination) throws IOException {
        var call = new LeanCall(LOOPS.vertx(), transport.client(destination), new Rested(), new RequestOptions()
                .setAbsoluteURI(destination.url() + "/"), null, destination.timeout(), peer -> {});
        LOOPS.next().runOnContext(now -> call.start());
        return call.await().body().toString(StandardCharsets.US_ASCII);
    }

    @Test
    void the_connection_shows_the_connectors_certificate() throws IOException {
        assertThat(seen()).contains("CN=first");
    }

    @Test
    void without_one_the_provider_hangs_up() {
        assertThatThrownBy(() -> seen(destination(Optional.empty()))).isInstanceOf(IOException.class);
    }

    @Test
    void exchanged_files_are_shown_on_the_next_call_with_no_restart() throws IOException {
        assertThat(seen()).contains("CN=first");

        exchange(second.chain(), certificate);
        exchange(second.key(), key);
        clock.pass(Duration.ofSeconds(2));

        assertThat(seen()).contains("CN=second");
    }

    @Test
    void while_only_half_is_exchanged_or_what_is_there_is_nonsense_the_earlier_keys_stay() throws IOException {
        assertThat(seen()).contains("CN=first");

        exchange(second.chain(), certificate);
        clock.pass(Duration.ofSeconds(2));
        assertThat(seen()).contains("CN=first");
        Files.writeString(key, "no PEM");
        clock.pass(Duration.ofSeconds(2));
        assertThat(seen()).contains("CN=first");
        exchange(second.key(), key);
        clock.pass(Duration.ofSeconds(2));
        assertThat(seen()).contains("CN=second");
    }

    @Test
    void the_login_shows_it_too_and_the_new_one_after_an_exchange() throws Exception {
        var credentials = new Credentials(clock, keys, REACH);
        var destination = destination(Optional.of(certificate));
        assertThat(credentials.of(destination).bindings()).containsEntry("token", "CN=first");

        exchange(second.chain(), certificate);
        exchange(second.key(), key);
        clock.pass(Duration.ofSeconds(2));

        assertThat(credentials.of(destination).bindings()).containsEntry("token", "CN=second");
    }

    @Test
    void keys_that_never_could_be_read_leave_the_call_unsent() throws IOException {
        Files.writeString(key, "no PEM");

        assertThatThrownBy(this::seen).isInstanceOf(ConnectException.class);
    }
}
