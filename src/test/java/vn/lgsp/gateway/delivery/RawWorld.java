package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import vn.lgsp.gateway.LastOfAll;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.journey.Story;

/**
 * A gateway whose payment platform and population database are a raw provider: it starts when the first class asks for it and
 * ends with the JVM ({@code @RegisterExtension}; after each test nothing waits and the provider has been asked nothing).
 */
final class RawWorld implements AfterEachCallback {
    private static final String DOCUMENTS = """
              /documents/{maHoSo}:
                put:
                  operationId: payment.put-document
                  parameters:
                    - { $ref: '#/components/parameters/IdempotencyKey' }
                    - { name: maHoSo, in: path, required: true, schema: { type: string } }
                    - { name: ten, in: query, schema: { type: string } }
                  requestBody: { content: { application/pdf: {}, image/*: {} } }
                  responses: { '200': { description: Kept } }
            """;
    private static final String PUT_DOCUMENT = """
            payment.put-document:
              title: { vi: Gửi tài liệu, en: Put a document }
              reply: now
              effect: write
              limit: 100MB
              target: PUT /documents/{maHoSo}
            """.indent(2);

    /** The contracts with an operation that takes a document. */
    private static Path contracts() throws IOException {
        var copy = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "contracts");
        try (var files = Files.list(Path.of("contracts"))) {
            for (var file : files.toList()) {
                var text = Files.readString(file).replace("../config/", Path.of("config").toAbsolutePath() + "/");
                Files.writeString(copy.resolve(file.getFileName()), file.endsWith("payment.openapi.yaml")
                        ? text.replaceFirst("(?m)^paths:\\n", "$0" + DOCUMENTS.replace("$", "\\$"))
                        : text);
            }
        }
        return copy;
    }

    private static Path callers() throws IOException {
        return Files.writeString(Files.createTempFile(Path.of("target"), "callers", ".yaml"), Files.readString(Path.of(
                "config/callers.yaml")).replace("payment.init,", "payment.put-document, payment.init,"));
    }

    private static final class Started {
        static final RawProvider PLATFORM = new RawProvider();
        static final GatewayStage STAGE = start();

        private static GatewayStage start() {
            try {
                var stage = started(PLATFORM.url());
                LastOfAll.then(() -> {
                    stage.close();
                    PLATFORM.close();
                });
                return stage;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    GatewayStage stage() {
        return Started.STAGE;
    }

    RawProvider platform() {
        return Started.PLATFORM;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stage().sql().sql("delete from delivery where lease_owner is null").update();
        stage().pass(Duration.ofMinutes(2));
        platform().asked().clear();
    }

    /** What the platform has of this story's payment. */
    Reply query(Story story) {
        return stage().oneStop().get(of("payments", story));
    }

    /** @param what payments or receipts */
    static String of(String what, Story story) {
        return "/api/payment/v1/" + what + "/" + story.number().replaceAll("\\W", "")
                + "?thoiGianGD=2026-03-02T08:00:00%2B07:00";
    }

    static RawProvider.Play json(String headers, byte[] body) {
        return talk -> {
            talk.say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + headers + "Content-Length: "
                    + body.length + "\r\n\r\n");
            talk.say(body);
        };
    }

    /** A block so many times, packed. */
    static byte[] gzipped(byte[] block, int times) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            for (int i = 0; i < times; i++) {
                out.write(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static void code(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
    }

    /** The platform is a raw one, the post is called over camel-http, the one-stop system's header cannot be written. */
    private static GatewayStage started(URI platform) throws IOException {
        return GatewayStage.start("--POSTAL_POLL=1h", "--gateway.connectors.contracts=" + contracts(),
                "--gateway.caller.file=" + callers(), "--PAYMENT_URL=" + platform,
                "--POPULATION_URL=" + platform, "--BAD_HEADER=a\r\nX-Evil: b",
                "--gateway.connectors.directory=" + Stages.connectors((name, text) -> {
                    var quick = text.replaceAll("timeout: \\d+s", "timeout: 1s");
                    return switch (name) {
                        case "postal" -> quick.replaceFirst("(?m)^  url: .*$", "$0\n  transport: http").replace(
                                "auth: { oauth2:",
                                "auth: { signed: { with: { app: QNAM, accessKey: \"${POSTAL_CLIENT}\" }, "
                                        + "headers: { lgspaccesstoken: '$base64encode($string({\"AppName\": $app, "
                                        + "\"AccessKey\": $accessKey}))', X-Sum: '$sha256(method & path & body)' } }, oauth2:");
                        case "payment" -> quick.replaceFirst("(?m)^services:\\n", "$0" + PUT_DOCUMENT);
                        case "one-stop" -> quick.replaceFirst("(?m)^  url: .*$",
                                "$0\n  headers: { X-Test: \"\\${BAD_HEADER}\" }");
                        default -> quick;
                    };
                }));
    }
}
