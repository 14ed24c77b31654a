package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.journey.Story;
import vn.lgsp.gateway.ledger.State;

/** What a provider's behaviour on the wire comes to for the caller and in the ledger, over both transports. */
class LeanTransportTest {
    private static final String OPENED = "{\"MaLoi\":\"00\",\"UrlThanhToan\":\"http://localhost/pay\"}";
    private static final RawProvider PLATFORM = new RawProvider();
    private static GatewayStage stage;

    private final Story story = new Story(stage);

    /** The platform is a raw one, the post is called over camel-http, the one-stop system's header cannot be written. */
    @BeforeAll
    static void start() throws IOException {
        stage = GatewayStage.start("--POSTAL_POLL=1h", "--gateway.connectors.contracts=" + contracts(),
                "--gateway.caller.file=" + callers(), "--PAYMENT_URL=" + PLATFORM.url(),
                "--POPULATION_URL=" + PLATFORM.url(), "--BAD_HEADER=a\r\nX-Evil: b",
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

    @AfterAll
    static void stop() {
        stage.close();
        PLATFORM.close();
    }

    @AfterEach
    void calm() {
        stage.sql().sql("delete from delivery where lease_owner is null").update();
        stage.pass(Duration.ofMinutes(2));
        PLATFORM.asked().clear();
    }

    private static byte[] gzipped(String text) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    private static RawProvider.Play json(String headers, byte[] body) {
        return talk -> {
            talk.say("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + headers + "Content-Length: "
                    + body.length + "\r\n\r\n");
            talk.say(body);
        };
    }

    private static void code(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
    }

    private static long inits() {
        return PLATFORM.asked().stream().filter(request -> request.startsWith("POST /payment/init")).count();
    }

    @Test
    void an_answer_compressed_without_being_asked_for_is_read() {
        PLATFORM.plays(json("Content-Encoding: gzip\r\n", gzipped(OPENED)));

        var reply = story.payment();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "br", "gzip" })
    void an_answer_that_cannot_be_unpacked_to_a_write_is_a_lost_one(String encoding) {
        PLATFORM.plays(json("Content-Encoding: " + encoding + "\r\n", OPENED.getBytes(StandardCharsets.UTF_8)));

        code(story.payment(), 504, "outcome-unknown");
        assertThat(inits()).isEqualTo(1);
    }

    @Test
    void a_write_into_a_silent_platform_is_of_unknown_outcome_and_sent_once() {
        PLATFORM.plays(talk -> {});

        var reply = story.payment();

        code(reply, 504, "outcome-unknown");
        assertThat(story.attempts(UUID.fromString(reply.text("transactionId"))).getFirst().code()).isEqualTo(
                "no-answer");
        assertThat(inits()).isEqualTo(1);
    }

    @Test
    void a_write_to_a_platform_that_is_down_was_not_sent() {
        PLATFORM.down();
        try {
            var reply = story.payment();

            assertThat(reply.status()).as(reply.toString()).isEqualTo(503);
            var id = UUID.fromString(reply.text("transactionId"));
            assertThat(story.attempts(id).getFirst().code()).isEqualTo("not-connected");
            assertThat(story.state(id)).isNotEqualTo(State.UNKNOWN);
        } finally {
            PLATFORM.up();
        }
    }

    @Test
    void a_header_that_would_be_two_is_not_sent_at_all() {
        PLATFORM.plays(json("", OPENED.getBytes(StandardCharsets.UTF_8)));

        var id = stage.oneStop().post("/api/payment/v1/payments", Samples.payment(story.number(), 75_000),
                "Idempotency-Key", Story.key(), "Prefer", "respond-async").text("transactionId");

        story.becomes(UUID.fromString(id), State.DELIVERED);
        await().atMost(Story.PATIENCE).until(() -> stage.sql().sql("select a.code from attempt a join transaction t on "
                + "t.id = a.transaction_id where t.service = 'one-stop.notify'").query(String.class).list(),
                codes -> codes.contains("not-connected"));
        assertThat(stage.sandbox().on("one-stop").calls(id)).isEmpty();
    }

    @Test
    void a_token_and_headers_of_our_own_go_together() {
        var id = story.accepted("/api/postal/v1/orders", Samples.order(story.number()));
        story.becomes(id, State.DELIVERED);

        var call = stage.sandbox().on("post").calls(story.number()).getLast();
        assertThat(call.header("Authorization").orElse("")).startsWith("Bearer ");
        assertThat(new String(Base64.getDecoder().decode(call.header("lgspaccesstoken").orElse("")),
                StandardCharsets.UTF_8)).contains("\"AppName\":\"QNAM\"", "\"AccessKey\":\"QNA-HCC\"");
        assertThat(call.header("X-Sum")).contains(vn.lgsp.gateway.sandbox.wire.Digest.of("POST/order/post" + call
                .text()));
    }

    /** Apache's client asks for compression, the lean one does not. */
    @Test
    void a_connector_may_be_called_over_camel_http() {
        var id = story.accepted("/api/postal/v1/orders", Samples.order(story.number()));
        story.becomes(id, State.DELIVERED);

        assertThat(stage.sandbox().on("post").calls(story.number()).getLast().header("accept-encoding")).isPresent();
        PLATFORM.plays(json("", OPENED.getBytes(StandardCharsets.UTF_8)));
        story.payment();
        assertThat(PLATFORM.asked().getFirst().toLowerCase(Locale.ROOT)).doesNotContain("accept-encoding");
    }

    @Test
    void a_document_passes_over_camel_http_whatever_its_connector_says() {
        PLATFORM.plays(talk -> talk.say("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nTransfer-Encoding: "
                + "chunked\r\n\r\n4\r\n%PDF\r\n0\r\n\r\n"));

        var reply = stage.oneStop().get("/api/payment/v1/receipts/" + story.number().replaceAll("\\W", "")
                + "?thoiGianGD=2026-03-02T08:00:00%2B07:00");

        assertThat(new String(reply.bytes(), StandardCharsets.US_ASCII)).as(reply.toString()).isEqualTo("%PDF");
    }

    private Reply query() {
        return stage.oneStop().get("/api/payment/v1/payments/" + story.number().replaceAll("\\W", "")
                + "?thoiGianGD=2026-03-02T08:00:00%2B07:00");
    }

    /** 70 MB of noughts in 70 KB. */
    private static byte[] bomb() {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            var block = new byte[1 << 20];
            for (int i = 0; i < 70; i++) {
                out.write(block);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    @Test
    void a_bomb_that_is_unpacked_to_more_than_can_be_read_is_named_and_hurts_nobody() {
        PLATFORM.plays(json("Content-Encoding: gzip\r\n", bomb()));
        var began = System.nanoTime();

        var reply = query();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        code(reply, 502, "provider-unavailable");
        var attempt = story.attempts(UUID.fromString(reply.text("transactionId"))).getFirst();
        assertThat(attempt.code()).isEqualTo("answer-too-large");
        assertThat(attempt.reason()).contains("larger than 67108864 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = { "[", "{\"a\":", "{\"a\":1e999999,\"b\":" })
    void an_answer_that_is_too_deep_or_no_json_is_an_unavailable_provider(String opening) {
        PLATFORM.plays(json("", opening.repeat(50_000).getBytes(StandardCharsets.UTF_8)));

        code(query(), 502, "provider-unavailable");
    }

    static Stream<Arguments> hostileXml() {
        var laughs = IntStream.range(1, 30).mapToObj(i -> "<!ENTITY l" + i + " '" + ("&l" + (i - 1) + ";").repeat(10)
                + "'>").collect(Collectors.joining());
        return Stream.of(Arguments.of("an entity of a file",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>"),
                Arguments.of(
                        "an entity of an address", "<!DOCTYPE a [<!ENTITY x SYSTEM 'INSIDE/x'>]><a>&x;</a>"),
                Arguments
                        .of("a DTD of an address", "<!DOCTYPE a SYSTEM 'INSIDE/a.dtd'><a/>"),
                Arguments.of(
                        "a billion laughs", "<!DOCTYPE l [<!ENTITY l0 'ha'>" + laughs
                                + "]><l>&l29;</l>"),
                Arguments.of("an entity of a megabyte, often", "<!DOCTYPE l [<!ENTITY x '" + "x".repeat(1_000_000)
                        + "'>]><l>" + "&x;".repeat(10_000) + "</l>"),
                Arguments.of("100,000 elements deep", "<a>"
                        .repeat(100_000)),
                Arguments.of("an element with 100,000 attributes", "<a " + IntStream.range(0, 100_000).mapToObj(i -> "b"
                        + i + "='1'").collect(Collectors.joining(" ")) + "/>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileXml")
    void xml_of_a_provider_that_attacks_is_an_unavailable_provider_and_reads_nothing(String what, String xml) {
        try (var inside = new RawProvider()) {
            var bytes = xml.replace("INSIDE", inside.url().toString()).getBytes(StandardCharsets.UTF_8);
            PLATFORM.plays(talk -> {
                talk.say("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: " + bytes.length + "\r\n\r\n");
                talk.say(bytes);
            });
            var began = System.nanoTime();

            var reply = stage.oneStop().post("/api/population/v1/citizens/find", Map.of("maCanBo", "QNM.CB.0012",
                    "maDonVi", "H47.12", "taiKhoan", "thu.nt", "maDVC", "1.003560", "soCMND", "205123456", "hoVaTen",
                    "Trần Thử", "namSinh", 1950));

            assertThat(Duration.ofNanos(System.nanoTime() - began)).as(what).isLessThan(Duration.ofSeconds(2));
            code(reply, 502, "provider-unavailable");
            assertThat(inside.asked()).isEmpty();
        }
    }

    @Test
    void a_redirect_is_not_followed() {
        try (var inside = new RawProvider()) {
            PLATFORM.plays(talk -> talk.say("HTTP/1.1 302 Found\r\nLocation: " + inside.url()
                    + "/latest/meta-data\r\nContent-Length: 0\r\n\r\n"));

            assertThat(query().status()).isGreaterThanOrEqualTo(400);
            assertThat(inside.asked()).isEmpty();
        }
    }

    @Test
    void a_document_of_100_megabytes_passes_within_20_megabytes_of_heap() {
        var half = new CountDownLatch(1);
        var measured = new CountDownLatch(1);
        var block = new byte[1 << 20];
        PLATFORM.plays(talk -> {
            talk.say("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: " + 100 * block.length
                    + "\r\n\r\n");
            for (int i = 0; i < 100; i++) {
                if (i == 50) {
                    half.countDown();
                    waitFor(measured);
                }
                talk.say(block);
            }
        });
        var before = liveHeap();
        var passed = new AtomicLong();
        var call = Thread.startVirtualThread(() -> passed.set(download()));

        waitFor(half);
        var during = liveHeap();
        measured.countDown();
        join(call);

        assertThat(passed).hasValue(100L << 20);
        assertThat(during - before).as("live heap while half of it has passed").isLessThan(20L << 20);
    }

    private Reply put(HttpRequest.BodyPublisher body, String type, String key) {
        try {
            var request = HttpRequest.newBuilder(URI.create(stage.url() + "/api/payment/v1/documents/" + story.number()
                    + "?ten=a%20b")).header("X-API-Key", GatewayStage.ONE_STOP).header("Content-Type", type).header(
                            "Idempotency-Key", key)
                    .timeout(Duration.ofSeconds(30)).PUT(body).build();
            var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(answer.statusCode(), answer.headers().map(), answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.BodyPublisher megabytes(int count, Runnable inTheMiddle) {
        var block = new byte[1 << 20];
        var blocks = IntStream.range(0, count).mapToObj(i -> {
            if (i == count / 2) {
                inTheMiddle.run();
            }
            return (InputStream) new ByteArrayInputStream(block);
        }).iterator();
        return HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofInputStream(
                () -> new SequenceInputStream(new Enumeration<>() {
                    @Override
                    public boolean hasMoreElements() {
                        return blocks.hasNext();
                    }

                    @Override
                    public InputStream nextElement() {
                        return blocks.next();
                    }
                })), (long) count << 20);
    }

    @Test
    void a_document_of_100_megabytes_is_taken_within_20_megabytes_of_heap() {
        var arrived = new AtomicLong();
        PLATFORM.takes(arrived::addAndGet).plays(json("", "{\"da\":1}".getBytes(StandardCharsets.UTF_8)));
        var before = liveHeap();
        var during = new AtomicLong();

        var reply = put(megabytes(100, () -> during.set(liveHeap())), "application/pdf", Story.key());

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.json()).containsEntry("da", 1);
        assertThat(arrived).hasValue(100L << 20);
        assertThat(during.get() - before).as("live heap while half of it has passed").isLessThan(20L << 20);
        assertThat(PLATFORM.asked().getFirst()).startsWith("PUT /documents/" + story.number() + "?ten=a%20b ").contains(
                "Content-Type: application/pdf");
    }

    @Test
    void a_document_is_taken_once_and_its_repeat_gets_the_first_answer() {
        PLATFORM.plays(json("", "{\"da\":1}".getBytes(StandardCharsets.UTF_8)));
        var key = Story.key();

        var first = put(HttpRequest.BodyPublishers.ofString("%PDF"), "application/pdf", key);
        var second = put(HttpRequest.BodyPublishers.ofString("%PDF"), "application/pdf", key);

        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(PLATFORM.asked()).hasSize(1).first().asString().endsWith("%PDF");
    }

    @Test
    void a_document_that_is_too_large_of_another_kind_or_of_no_length_is_refused_before_it_comes() {
        code(put(megabytes(101, () -> {}), "application/pdf", Story.key()), 413, "body-too-large");
        code(put(HttpRequest.BodyPublishers.ofString("{}"), "application/json", Story.key()), 415,
                "unsupported-media-type");
        code(put(HttpRequest.BodyPublishers.ofInputStream(() -> InputStream.nullInputStream()), "image/png", Story
                .key()), 411, "length-needed");
        assertThat(PLATFORM.asked()).isEmpty();
    }

    private long download() {
        try (var in = new URI(stage.url() + "/api/payment/v1/receipts/" + story.number().replaceAll("\\W", "")
                + "?thoiGianGD=2026-03-02T08:00:00%2B07:00").toURL().openConnection() instanceof HttpURLConnection open
                        ? body(open)
                        : InputStream.nullInputStream()) {
            return in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InputStream body(HttpURLConnection open) throws IOException {
        open.setRequestProperty("X-API-Key", GatewayStage.ONE_STOP);
        return open.getInputStream();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is still held after a collection. */
    private static long liveHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
