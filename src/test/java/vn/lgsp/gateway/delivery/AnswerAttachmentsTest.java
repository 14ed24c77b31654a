package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.attachment.Attachment;
import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Operator;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.journey.Story;
import vn.lgsp.gateway.ledger.State;

/** Large texts of an answer are put away while it arrives, and go on to the caller from there. */
class AnswerAttachmentsTest {
    private static final RawProvider PLATFORM = new RawProvider();
    private static final int MEGABYTE = 1 << 20;
    private static final String SERVICES = """
            payment.get-file:
              title: { vi: Lấy tệp, en: Get a file }
              reply: now
              effect: read
              target: GET /files/{so}
              answerAttachments: 100MB
            payment.sign-file:
              title: { vi: Ký tệp, en: Sign a file }
              reply: now
              effect: write
              target: POST /sign
              answerAttachments: 1MB
              success: $status = 200
            """.indent(2);
    private static final String OPERATIONS = """
              /files/{so}:
                get:
                  operationId: payment.get-file
                  parameters: [{ name: so, in: path, required: true, schema: { type: string } }]
                  responses: { '200': { description: The file, content: { application/json: {} } } }
              /sign:
                post:
                  operationId: payment.sign-file
                  parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }]
                  requestBody: { content: { application/json: {} } }
                  responses: { '200': { description: Signed, content: { application/json: {} } } }
            """;
    private static GatewayStage stage;

    private final Story story = new Story(stage);
    private long before;

    @BeforeAll
    static void start() throws IOException {
        var connectors = Stages.connectors((name, text) -> name.equals("payment")
                ? text.replaceFirst("(?m)^services:\\n", "$0" + SERVICES.replace("$", "\\$"))
                : text);
        Files.writeString(connectors.resolve("payment/mapping/payment.get-file.response.jsonata"),
                "{ \"ten\": name, \"noiDung\": content, \"dai\": $size(content) }");
        stage = GatewayStage.start("--POSTAL_POLL=1h", "--gateway.connectors.contracts=" + contracts(),
                "--gateway.caller.file=" + callers(), "--PAYMENT_URL=" + PLATFORM.url(),
                "--gateway.connectors.directory=" + connectors);
    }

    private static Path contracts() throws IOException {
        var copy = Files.createTempDirectory(Path.of("target"), "contracts");
        try (var files = Files.list(Path.of("contracts"))) {
            for (var file : files.toList()) {
                var text = Files.readString(file).replace("../config/", Path.of("config").toAbsolutePath() + "/");
                Files.writeString(copy.resolve(file.getFileName()), file.endsWith("payment.openapi.yaml")
                        ? text.replaceFirst("(?m)^paths:\\n", "$0" + OPERATIONS.replace("$", "\\$"))
                        : text);
            }
        }
        return copy;
    }

    private static Path callers() throws IOException {
        return Files.writeString(Files.createTempFile(Path.of("target"), "callers", ".yaml"), Files.readString(Path.of(
                "config/callers.yaml")).replace("payment.init,", "payment.get-file, payment.sign-file, payment.init,"));
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @BeforeEach
    void count() {
        before = pieces();
    }

    @AfterEach
    void calm() {
        assertThat(pending()).as("attachments that belong to nobody").isZero();
        PLATFORM.asked().clear();
        stage.pass(Duration.ofMinutes(2));
    }

    private static long pieces() {
        return stage.sql().sql("select count(*) from attachment").query(Long.class).single();
    }

    private static long pending() {
        return stage.sql().sql("select count(*) from attachment_pending").query(Long.class).single();
    }

    private static String file(int seed, int bytes) {
        var file = new byte[bytes];
        new Random(seed).nextBytes(file);
        return Base64.getEncoder().encodeToString(file);
    }

    private static void answers(int status, String body) {
        PLATFORM.plays(talk -> {
            talk.say("HTTP/1.1 " + status + " Said\r\nContent-Type: application/json\r\nContent-Length: " + body
                    .length() + "\r\n\r\n");
            talk.say(body);
        });
    }

    private static Reply get() {
        return stage.oneStop().get("/api/payment/v1/files/7");
    }

    private static Reply sign(String key, String... more) {
        var headers = new java.util.ArrayList<>(List.of("Idempotency-Key", key));
        headers.addAll(List.of(more));
        return stage.oneStop().post("/api/payment/v1/sign", Map.of("so", 7), headers.toArray(String[]::new));
    }

    private static UUID id(Reply reply) {
        return UUID.fromString(String.valueOf(reply.header("Transaction-Id")));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An answer with so many megabytes of Base64. */
    private static void large(byte[] block, int count, Runnable halfway) {
        PLATFORM.plays(talk -> {
            var head = "{\"name\":\"a.pdf\",\"content\":\"";
            talk.say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + (head.length() + count
                    * block.length + 2) + "\r\n\r\n" + head);
            for (int i = 0; i < count; i++) {
                if (i == count / 2) {
                    halfway.run();
                }
                talk.say(block);
            }
            talk.say("\"}");
        });
    }

    private static void read(InputStream in, int megabytes) throws IOException {
        var buffer = new byte[MEGABYTE];
        for (int i = 0; i < megabytes; i++) {
            assertThat(in.readNBytes(buffer, 0, MEGABYTE)).isEqualTo(MEGABYTE);
        }
    }

    private static State latest() {
        return State.valueOf(stage.sql().sql("select state from transaction where service = 'payment.get-file' "
                + "order by id desc limit 1").query(String.class).single());
    }

    private static long gets() {
        return stage.sql().sql("select count(*) from transaction where service = 'payment.get-file'").query(Long.class)
                .single();
    }

    private static InputStream stream() throws IOException {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(stage.url()
                    + "/api/payment/v1/files/7")).header("X-API-Key", GatewayStage.ONE_STOP).build(),
                    HttpResponse.BodyHandlers.ofInputStream()).body();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_answer_of_100_megabytes_is_mapped_and_passed_on_within_20_megabytes_of_heap() throws IOException {
        var block = file(1, MEGABYTE / 4 * 3).getBytes(StandardCharsets.US_ASCII);
        var heap = new HeldHeap();
        large(block, 100, () -> heap.look("while half of it has come"));
        var expected = sha256();
        expected.update("{\"ten\":\"a.pdf\",\"noiDung\":\"".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 100; i++) {
            expected.update(block);
        }
        expected.update(("\",\"dai\":" + 100 * block.length + "}").getBytes(StandardCharsets.US_ASCII));

        try (var in = new DigestInputStream(stream(), sha256())) {
            read(in, 50);
            heap.look("while half of it has left");
            in.transferTo(OutputStream.nullOutputStream());

            assertThat(in.getMessageDigest().digest()).isEqualTo(expected.digest());
        }
        heap.staysBelow(20);
        assertThat(latest()).isEqualTo(State.DELIVERED);
    }

    @Test
    void a_repetition_gets_the_same_and_keeps_nothing_twice() {
        var answer = "{\"ky\":\"" + file(2, 600_000) + "\",\"so\":7}";
        answers(200, answer);
        var key = Story.key();

        var first = sign(key);
        var kept = pieces();
        var again = sign(key);

        assertThat(first.status()).as(first.toString()).isEqualTo(200);
        assertThat(new String(first.bytes(), StandardCharsets.UTF_8)).isEqualTo(answer);
        assertThat(again.bytes()).isEqualTo(first.bytes());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(PLATFORM.asked()).hasSize(1);
        assertThat(pieces()).isEqualTo(kept).isGreaterThan(before);
    }

    @Test
    void who_does_not_wait_for_it_fetches_it_with_the_transaction() {
        var file = file(3, 600_000);
        answers(200, "{\"ky\":\"" + file + "\"}");

        var id = UUID.fromString(sign(Story.key(), "Prefer", "respond-async").text("transactionId"));

        story.becomes(id, State.DELIVERED);
        assertThat(stage.oneStop().transaction(id.toString()).get("reply")).isEqualTo(Map.of("ky", file));
    }

    @Test
    void people_see_size_and_name_and_may_fetch_the_whole() {
        var file = file(4, 600_000);
        answers(200, "{\"ky\":\"" + file + "\"}");
        var path = "/ops/transactions/" + id(sign(Story.key())) + "/payload/";
        var operator = new Operator(stage);

        for (var kind : List.of("answer", "reply")) {
            assertThat(operator.get(path + kind + "?reason=somebody%20asks").toString()).contains(file.length()
                    + " byte").doesNotContain(file.substring(0, 32));
            assertThat(operator.get(path + kind + "?reason=somebody%20asks&whole=true").json()).isEqualTo(Map.of("ky",
                    file));
        }
    }

    @Test
    void more_than_the_service_allows_is_named_and_leaves_nothing_behind() {
        large(file(5, MEGABYTE / 4 * 3).getBytes(StandardCharsets.US_ASCII), 101, () -> {});

        var reply = get();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(502);
        assertThat(reply.text("code")).isEqualTo("provider-unavailable");
        assertThat(reply.text("detail")).contains(String.valueOf(100 << 20), "/content");
        assertThat(story.state(id(reply))).isEqualTo(State.EXHAUSTED);
        assertThat(story.attempts(id(reply)).getFirst().code()).isEqualTo("answer-too-large");
        assertThat(pieces()).isEqualTo(before);
    }

    @Test
    void a_write_whose_answer_is_too_large_may_have_been_done() {
        answers(200, "{\"ky\":\"" + file(6, MEGABYTE) + "\"}");

        var reply = sign(Story.key());

        assertThat(reply.status()).as(reply.toString()).isEqualTo(504);
        assertThat(story.state(id(reply))).isEqualTo(State.UNKNOWN);
        assertThat(story.attempts(id(reply)).getFirst().code()).isEqualTo("answer-too-large");
        assertThat(pieces()).isEqualTo(before);
    }

    @Test
    void what_is_refused_or_left_out_is_not_kept() {
        var file = file(7, 600_000);
        answers(422, "{\"tep\":\"" + file + "\"}");
        var refused = sign(Story.key());
        answers(200, "{\"name\":\"a\",\"content\":\"QUJD\",\"more\":\"" + file + "\"}");
        var small = get();

        assertThat(refused.status()).as(refused.toString()).isEqualTo(422);
        assertThat(new Operator(stage).get("/ops/transactions/" + id(refused)
                + "/payload/answer?reason=somebody%20asks").toString()).contains(file.length() + " byte");
        assertThat(small.json()).isEqualTo(Map.of("ten", "a", "noiDung", "QUJD", "dai", 4));
        assertThat(pieces()).isEqualTo(before);
    }

    @Test
    void an_answer_that_breaks_off_or_is_no_json_leaves_nothing_behind() {
        PLATFORM.plays(talk -> {
            talk.say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n"
                    + "{\"content\":\"" + file(8, 900_000));
            talk.hangUp();
        });
        var broken = get();
        answers(200, "{\"content\":\"" + file(8, 900_000) + "\"");
        var half = get();

        assertThat(broken.status()).as(broken.toString()).isEqualTo(502);
        assertThat(story.attempts(id(broken)).getFirst().code()).isEqualTo("answer-lost");
        assertThat(half.status()).as(half.toString()).isEqualTo(502);
        assertThat(pieces()).isEqualTo(before);
    }

    @Test
    void a_caller_that_hangs_up_leaves_nothing_behind() throws IOException {
        var known = gets();
        var half = new CountDownLatch(1);
        var gone = new CountDownLatch(1);
        large(file(9, MEGABYTE / 4 * 3).getBytes(StandardCharsets.US_ASCII), 20, () -> {
            half.countDown();
            waitFor(gone);
        });
        try (var socket = new Socket(stage.url().getHost(), stage.url().getPort())) {
            socket.getOutputStream().write(("GET /api/payment/v1/files/7 HTTP/1.1\r\nHost: localhost\r\nX-API-Key: "
                    + GatewayStage.ONE_STOP + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            waitFor(half);
            socket.setSoLinger(true, 0);
        }
        gone.countDown();

        await().atMost(Story.PATIENCE).until(() -> gets() > known);
        assertThat(latest()).isEqualTo(State.DELIVERED);
        assertThat(pending()).isZero();
        answers(200, "{\"name\":\"a\"}");
        assertThat(get().status()).isEqualTo(200);
    }

    @Test
    void a_provider_cannot_name_an_attachment_that_is_not_its_own() {
        answers(200, "{\"ky\":\"" + file(10, 600_000) + "\"}");
        sign(Story.key());
        var other = stage.sql().sql("select id from attachment limit 1").query(UUID.class).single();
        var forged = new Parted("{\"ky\":\"\"}".getBytes(StandardCharsets.UTF_8), List.of(new Parted.Hole(7,
                new Attachment(other, 600_000, "00".repeat(32), "A".repeat(32), "AAAA")))).bytes();
        PLATFORM.plays(talk -> {
            talk.say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + forged.length
                    + "\r\n\r\n");
            talk.say(forged);
        });

        var reply = sign(Story.key());

        assertThat(reply.status()).as(reply.toString()).isEqualTo(504);
        assertThat(story.state(id(reply))).isEqualTo(State.UNKNOWN);
        assertThat(stage.sql().sql("select count(*) from payload where transaction_id = :id and kind = 'answer'").param(
                "id", id(reply)).query(Long.class).single()).isZero();
    }
}
