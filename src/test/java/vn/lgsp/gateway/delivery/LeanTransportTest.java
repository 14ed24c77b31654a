package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Story;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.wire.Digest;

/** What a provider's behaviour on the wire comes to for the caller and in the ledger, over both transports. */
class LeanTransportTest {
    private static final String OPENED = "{\"MaLoi\":\"00\",\"UrlThanhToan\":\"http://localhost/pay\"}";

    @RegisterExtension
    private final RawWorld world = new RawWorld();
    private final RawProvider platform = world.platform();
    private final GatewayStage stage = world.stage();
    private final Story story = new Story(stage);

    private long inits() {
        return platform.asked().stream().filter(request -> request.startsWith("POST /payment/init")).count();
    }

    @Test
    void an_answer_compressed_without_being_asked_for_is_read() {
        platform.plays(RawWorld.json("Content-Encoding: gzip\r\n",
                RawWorld.gzipped(OPENED.getBytes(StandardCharsets.UTF_8), 1)));

        var reply = story.payment();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = { "br", "gzip" })
    void an_answer_that_cannot_be_unpacked_to_a_write_is_a_lost_one(String encoding) {
        platform.plays(
                RawWorld.json("Content-Encoding: " + encoding + "\r\n", OPENED.getBytes(StandardCharsets.UTF_8)));

        RawWorld.code(story.payment(), 504, "outcome-unknown");
        assertThat(inits()).isEqualTo(1);
    }

    @Test
    void a_write_into_a_silent_platform_is_of_unknown_outcome_and_sent_once() {
        platform.plays(talk -> {});

        var reply = story.payment();

        RawWorld.code(reply, 504, "outcome-unknown");
        assertThat(story.attempts(UUID.fromString(reply.text("transactionId"))).getFirst().code()).isEqualTo(
                "no-answer");
        assertThat(inits()).isEqualTo(1);
    }

    @Test
    void a_write_to_a_platform_that_is_down_was_not_sent() {
        platform.down();
        try {
            var reply = story.payment();

            assertThat(reply.status()).as(reply.toString()).isEqualTo(503);
            var id = UUID.fromString(reply.text("transactionId"));
            assertThat(story.attempts(id).getFirst().code()).isEqualTo("not-connected");
            assertThat(story.state(id)).isNotEqualTo(State.UNKNOWN);
        } finally {
            platform.up();
        }
    }

    @Test
    void a_header_that_would_be_two_is_not_sent_at_all() {
        platform.plays(RawWorld.json("", OPENED.getBytes(StandardCharsets.UTF_8)));

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
        assertThat(call.header("X-Sum")).contains(Digest.of("POST/order/post" + call
                .text()));
    }

    /** Apache's client asks for compression, the lean one does not. */
    @Test
    void a_connector_may_be_called_over_camel_http() {
        var id = story.accepted("/api/postal/v1/orders", Samples.order(story.number()));
        story.becomes(id, State.DELIVERED);

        assertThat(stage.sandbox().on("post").calls(story.number()).getLast().header("accept-encoding")).isPresent();
        platform.plays(RawWorld.json("", OPENED.getBytes(StandardCharsets.UTF_8)));
        story.payment();
        assertThat(platform.asked().getFirst().toLowerCase(Locale.ROOT)).doesNotContain("accept-encoding");
    }
}
