package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.SandboxPorts;
import vn.lgsp.gateway.sandbox.SandboxSettings;
import vn.lgsp.gateway.sandbox.wire.Digest;

/** Many large documents at once, through a gateway whose whole heap is smaller than they are. */
@Aside
class AttachmentsAtOnceTest {
    private static final int DOCUMENTS = 8;
    private static final String FROM_HERE = "</noiDung>";

    private static HttpRequest.BodyPublisher body(String number, byte[] base64) {
        var text = new String(Json.write(NationalSamples.document(number, FROM_HERE)), StandardCharsets.UTF_8).split(
                FROM_HERE);
        return BodyPublishers.concat(BodyPublishers.ofString(text[0]), BodyPublishers.ofByteArray(base64),
                BodyPublishers.ofString(text[1]));
    }

    private static CompletableFuture<Integer> send(HttpClient client, URI gateway, String number, byte[] base64) {
        return client.sendAsync(HttpRequest.newBuilder(gateway.resolve("/api/document-exchange/v1/documents")).timeout(
                Duration.ofMinutes(2)).header("X-API-Key", "demo-qoffice-key").header("Idempotency-Key", number).header(
                        "Content-Type", "application/json")
                .POST(body(number, base64)).build(),
                HttpResponse.BodyHandlers
                        .discarding())
                .thenApply(HttpResponse::statusCode);
    }

    @Test
    void eight_documents_of_twenty_megabytes_pass_at_once_byte_for_byte_through_192_megabytes_of_heap()
            throws IOException {
        var port = GatewayStage.freePort();
        var data = Files.createTempDirectory(Path.of("target"), "attachments").toAbsolutePath();
        var url = URI.create("http://localhost:" + port);
        var file = new byte[20 << 20];
        new Random(5).nextBytes(file);
        var base64 = Base64.getEncoder().encode(file);
        try (var sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.of(GatewayStage.environment(url)));
                var gateway = new GatewayProcess(data, port, sandbox.environment(), "-Xmx192m",
                        "-XX:+ExitOnOutOfMemoryError").ready();
                var client = HttpClient.newHttpClient()) {
            var numbers = IntStream.range(0, DOCUMENTS).mapToObj(i -> "D-" + i).toList();

            var answers = numbers.stream().map(number -> send(client, url, number, base64)).toList();

            assertThat(answers.stream().map(CompletableFuture::join)).containsOnly(202);
            await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertThat(numbers).allSatisfy(
                    number -> assertThat(sandbox.exchange().sent(number)).hasValueSatisfying(
                            document -> assertThat(document.files()).isEqualTo(List.of(Digest.sha256(file))))));
            assertThat(gateway.alive()).isTrue();
        }
    }
}
