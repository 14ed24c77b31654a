package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import vn.lgsp.gateway.journey.Certificate;

/** A provider that does not prove who it is gets nothing. */
class LeanTlsTest {
    private static final AtomicInteger TOLD = new AtomicInteger();
    private static Certificate certificate;
    private static ServerSocket provider;

    @BeforeAll
    static void start() throws IOException {
        certificate = Certificate.selfMade(Files.createTempDirectory(Path.of("target"), "provider"), "localhost");
        provider = certificate.showing().getServerSocketFactory().createServerSocket(0);
        Thread.startVirtualThread(LeanTlsTest::serve);
    }

    private static void serve() {
        while (!provider.isClosed()) {
            try (var socket = provider.accept()) {
                if (socket.getInputStream().read() >= 0) {
                    TOLD.incrementAndGet();
                    socket.getOutputStream().write("HTTP/1.1 204 OK\r\n\r\n".getBytes(
                            java.nio.charset.StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                // no handshake
            }
        }
    }

    @AfterAll
    static void end() throws IOException {
        provider.close();
    }

    private static LeanCall.Answered call(String host, int port, HttpClientOptions options) throws IOException {
        var call = new LeanCall(Loops.SHARED.vertx(), Loops.SHARED.next(),
                new Connections(Loops.SHARED.vertx(), options),
                new RequestOptions()
                        .setAbsoluteURI("https://" + host + ":" + port + "/"),
                null, Duration.ofSeconds(1), peer -> {}, System.nanoTime());
        call.start();
        return call.await();
    }

    private static HttpClientOptions trusting() {
        return LeanTransport.options("tls").setTrustOptions(new PemTrustOptions().addCertPath(certificate.chain()
                .toString()));
    }

    @Test
    void a_provider_that_is_trusted_is_called() throws IOException {
        assertThat(call("localhost", provider.getLocalPort(), trusting()).status()).isEqualTo(204);
    }

    @Test
    void one_that_nobody_vouches_for_is_sent_nothing() {
        refused(catchThrowable(() -> call("localhost", provider.getLocalPort(), LeanTransport.options("tls"))));
    }

    @Test
    void nor_is_one_of_another_name() {
        refused(catchThrowable(() -> call("127.0.0.1", provider.getLocalPort(), trusting())));
    }

    private static void refused(Throwable failure) {
        var before = TOLD.get();
        assertThat(failure).isInstanceOf(SSLHandshakeException.class);
        assertThat(NoAnswer.neverSent(failure)).isTrue();
        assertThat(TOLD.get()).isEqualTo(before);
    }

    @Test
    void one_that_does_not_end_the_handshake_is_given_up_and_was_sent_nothing() throws IOException {
        try (var silent = new ServerSocket(0)) {
            var began = System.nanoTime();

            assertThat(NoAnswer.neverSent(catchThrowable(() -> call("localhost", silent.getLocalPort(), trusting()))))
                    .isTrue();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
        }
    }
}
