package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.journey.Certificate;
import vn.lgsp.gateway.journey.GatewayStage;

/** The door, and the operators' port, with a certificate of their own. */
class DoorTlsTest {
    private static SSLContext trusting;
    private static GatewayStage stage;

    @BeforeAll
    static void start() throws IOException {
        var certificate = Certificate.selfMade(Files.createTempDirectory(Path.of("target"), "door"), "localhost");
        trusting = certificate.trusting();
        stage = GatewayStage.start("--POSTAL_POLL=1h", "--gateway.intake.ssl-bundle=door", "--server.ssl.bundle=door",
                "--gateway.intake.patience=2s", "--spring.ssl.bundle.pem.door.keystore.certificate=file:" + certificate
                        .chain(),
                "--spring.ssl.bundle.pem.door.keystore.private-key=file:" + certificate.key());
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    private static SSLSocket connected(String... versions) throws IOException {
        var socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", stage.url().getPort());
        socket.setEnabledProtocols(versions);
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
    void it_speaks_tls(String version) throws IOException {
        try (var talk = new Talk(connected(version))) {
            assertThat(talk.ask("GET /api/nothing HTTP/1.1").hear().status()).isEqualTo(404);
            assertThat(talk.ask("GET /api/nothing HTTP/1.1").hear().status()).isEqualTo(404);
        }
    }

    @Test
    void an_answer_over_tls_says_to_come_by_tls_only_and_is_nothing_to_run() throws IOException {
        try (var talk = new Talk(connected("TLSv1.3"))) {
            assertThat(talk.ask("GET /api/nothing HTTP/1.1").hear().headers()).containsEntry(
                    "strict-transport-security", "max-age=31536000").containsEntry("x-content-type-options", "nosniff")
                    .containsEntry("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "/console/login.html", "/actuator/health/liveness", "/ops/services", "/nothing" })
    void operators_are_told_to_come_by_tls_only(String path) throws Exception {
        try (var http = HttpClient.newBuilder().sslContext(trusting).build()) {
            var answer = http.send(HttpRequest.newBuilder(URI.create("https://localhost:" + stage.opsUrl().getPort()
                    + path)).build(), BodyHandlers.discarding());

            assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue(
                    "max-age=31536000 ; includeSubDomains");
        }
    }

    @Test
    void it_does_not_speak_what_is_older() throws IOException {
        try (var socket = connected("TLSv1.1")) {
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void plain_http_is_refused() {
        try (var talk = new Talk(stage.url())) {
            assertThat(talk.ask("GET /api/nothing HTTP/1.1").rest()).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void a_caller_that_says_nothing_is_left_here_too() throws IOException {
        try (var talk = new Talk(connected("TLSv1.3"))) {
            talk.say("GET /api/nothing HTTP/1.1\r\n");

            assertThat(talk.rest()).isEmpty();
        }
    }
}
