package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
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
import java.time.Duration;
import java.util.Enumeration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Story;

/** Documents go through in both directions as they come, and are never held. */
class DocumentsPassTest {
    @RegisterExtension
    private final RawWorld world = new RawWorld();
    private final RawProvider platform = world.platform();
    private final GatewayStage stage = world.stage();
    private final Story story = new Story(stage);

    @Test
    void a_document_passes_over_camel_http_whatever_its_connector_says() {
        platform.plays(talk -> talk.say("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nTransfer-Encoding: "
                + "chunked\r\n\r\n4\r\n%PDF\r\n0\r\n\r\n"));

        var reply = stage.oneStop().get(RawWorld.of("receipts", story));

        assertThat(new String(reply.bytes(), StandardCharsets.US_ASCII)).as(reply.toString()).isEqualTo("%PDF");
    }

    @Test
    void a_document_of_100_megabytes_passes_within_20_megabytes_of_heap() {
        var half = new CountDownLatch(1);
        var measured = new CountDownLatch(1);
        var block = new byte[1 << 20];
        platform.plays(talk -> {
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
        var heap = new HeldHeap();
        var passed = new AtomicLong();
        var call = Thread.startVirtualThread(() -> passed.set(download()));

        waitFor(half);
        heap.look("while half of it has passed");
        measured.countDown();
        join(call);

        assertThat(passed).hasValue(100L << 20);
        heap.staysBelow(20);
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
        platform.takes(arrived::addAndGet).plays(RawWorld.json("", "{\"da\":1}".getBytes(StandardCharsets.UTF_8)));
        var heap = new HeldHeap();

        var reply = put(megabytes(100, () -> heap.look("while half of it has passed")), "application/pdf", Story.key());

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.json()).containsEntry("da", 1);
        assertThat(arrived).hasValue(100L << 20);
        heap.staysBelow(20);
        assertThat(platform.asked().getFirst()).startsWith("PUT /documents/" + story.number() + "?ten=a%20b ").contains(
                "Content-Type: application/pdf");
    }

    @Test
    void a_document_is_taken_once_and_its_repeat_gets_the_first_answer() {
        platform.plays(RawWorld.json("", "{\"da\":1}".getBytes(StandardCharsets.UTF_8)));
        var key = Story.key();

        var first = put(HttpRequest.BodyPublishers.ofString("%PDF"), "application/pdf", key);
        var second = put(HttpRequest.BodyPublishers.ofString("%PDF"), "application/pdf", key);

        assertThat(second.bytes()).isEqualTo(first.bytes());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(platform.asked()).hasSize(1).first().asString().endsWith("%PDF");
    }

    @Test
    void a_document_that_is_too_large_of_another_kind_or_of_no_length_is_refused_before_it_comes() {
        RawWorld.code(put(megabytes(101, () -> {}), "application/pdf", Story.key()), 413, "body-too-large");
        RawWorld.code(put(HttpRequest.BodyPublishers.ofString("{}"), "application/json", Story.key()), 415,
                "unsupported-media-type");
        RawWorld.code(
                put(HttpRequest.BodyPublishers.ofInputStream(() -> InputStream.nullInputStream()), "image/png", Story
                        .key()),
                411, "length-needed");
        assertThat(platform.asked()).isEmpty();
    }

    private long download() {
        try (var in = new URI(stage.url() + RawWorld.of("receipts", story)).toURL()
                .openConnection() instanceof HttpURLConnection open
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
}
