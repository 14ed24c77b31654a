package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.journey.Story;

/** What passes piece by piece goes over camel-http, and the provider is shown the connector's certificate there too. */
class KeyedDocumentsTest {
    private static final MutualProvider PROVIDER = new MutualProvider(name -> "HTTP/1.1 200 OK\r\n"
            + "Content-Type: application/pdf\r\nContent-Length: " + (4 + name.length()) + "\r\n\r\n%PDF" + name);
    private static GatewayStage stage;

    private final Story story = new Story(stage);

    @BeforeAll
    static void start() {
        stage = GatewayStage.start("--PAYMENT_URL=" + PROVIDER.url(),
                "--gateway.connectors.directory=" + Stages.connectors((connector, text) -> connector.equals("payment")
                        ? text.replaceFirst("(?m)^  timeout: .*$",
                                "$0\n  tls: { certificate: \"" + PROVIDER.certificate()
                                        + "\", key: \"" + PROVIDER.key() + "\", trust: \"" + PROVIDER.trust() + "\" }")
                        : text));
    }

    @AfterAll
    static void end() {
        stage.close();
    }

    @BeforeEach
    void show_the_first() throws IOException {
        PROVIDER.showsFirst();
        stage.pass(Duration.ofMinutes(2));
    }

    private Reply receipt() {
        return stage.oneStop().get(RawWorld.of("receipts", story));
    }

    private String seen() {
        return new String(receipt().bytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void a_document_passes_from_a_provider_that_asks_who_is_calling() {
        assertThat(seen()).isEqualTo("%PDFCN=first");
    }

    @Test
    void exchanged_files_are_shown_on_the_next_call_with_no_restart() throws IOException {
        assertThat(seen()).isEqualTo("%PDFCN=first");

        PROVIDER.showsSecond();
        stage.pass(Duration.ofSeconds(2));

        assertThat(seen()).isEqualTo("%PDFCN=second");
    }

    @Test
    void a_certificate_the_provider_does_not_know_brings_no_document() throws IOException {
        var stranger = vn.lgsp.gateway.journey.Certificate.selfMade(Files.createTempDirectory(PROVIDER.key()
                .getParent(), "stranger"), "stranger");
        Files.copy(stranger.chain(), PROVIDER.certificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.copy(stranger.key(), PROVIDER.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        stage.pass(Duration.ofSeconds(2));
        var before = PROVIDER.asked();

        RawWorld.code(receipt(), 502, "provider-unavailable");

        assertThat(PROVIDER.asked()).isEqualTo(before);
    }
}
