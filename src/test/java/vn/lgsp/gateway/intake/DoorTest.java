package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.sandbox.wire.Fault;

/** HTTP as the door speaks it: connections that are kept, shared, half-closed or old-fashioned. */
class DoorTest {
    private static final String DOSSIERS = "/api/dvcqg/v1/dossiers";

    private final GatewayStage stage = DoorStage.STAGE;
    private final Talk talk = new Talk(stage.url());

    @AfterEach
    void hang_up() {
        talk.close();
        stage.sandbox().endFaults();
    }

    private static String post(String type, int length) {
        return "POST " + DOSSIERS + " HTTP/1.1\r\nHost: localhost\r\n" + Talk.KEY + "\r\nContent-Type: " + type
                + "\r\nContent-Length: " + length + "\r\n";
    }

    @Test
    void pipelined_requests_are_answered_in_their_order() {
        IntStream.range(0, 20).forEach(i -> talk.ask("GET /api/nothing/" + i + " HTTP/1.1"));

        for (int i = 0; i < 20; i++) {
            assertThat(talk.hear().body()).contains("/api/nothing/" + i + "\"");
        }
    }

    @Test
    void pipelined_requests_of_a_caller_that_sends_no_more_are_all_answered() {
        IntStream.range(0, 5).forEach(i -> talk.ask("GET /api/nothing/" + i + " HTTP/1.1"));
        talk.sayNoMore();

        for (int i = 0; i < 5; i++) {
            assertThat(talk.hear().body()).contains("/api/nothing/" + i + "\"");
        }
        assertThat(talk.rest()).isEmpty();
    }

    @Test
    void a_connection_is_used_again_after_a_refusal() {
        talk.ask("GET /api/nothing HTTP/1.1");
        assertThat(talk.hear().status()).isEqualTo(404);
        talk.say(post("text/plain", 300_000) + "\r\n" + "x".repeat(300_000));
        assertThat(talk.hear().status()).isEqualTo(415);
        talk.say(post("application/json", 2) + "\r\n{}");
        assertThat(talk.hear().status()).isEqualTo(422);
        talk.ask("GET " + DOSSIERS + "/" + GatewayStage.dossierNumber() + " HTTP/1.1");

        assertThat(talk.hear().status()).isEqualTo(200);
    }

    @Test
    void a_caller_that_sends_no_more_still_gets_its_answer_and_then_the_end() {
        stage.sandbox().on("portal").set(Fault.slow(Duration.ofMillis(700)));

        talk.ask("GET " + DOSSIERS + "/" + GatewayStage.dossierNumber() + " HTTP/1.1").sayNoMore();

        assertThat(talk.hear().status()).isEqualTo(200);
        assertThat(talk.rest()).isEmpty();
    }

    @Test
    void a_caller_that_sends_no_more_in_the_middle_of_a_body_is_told_so() {
        talk.say(post("application/json", 1000) + "Idempotency-Key: half\r\n\r\n{").sayNoMore();

        assertThat(talk.hear().status()).isEqualTo(400);
        assertThat(talk.rest()).isEmpty();
    }

    @Test
    void a_large_body_counts_although_its_sender_sends_no_more() {
        talk.say(post("application/json", 900_000) + "Idempotency-Key: large\r\n\r\n\"" + "x".repeat(899_998) + "\"")
                .sayNoMore();

        assertThat(talk.hear().status()).isEqualTo(422);
    }

    @Test
    void who_asks_first_whether_to_send_is_told_to_go_on() {
        talk.say(post("application/json", 2) + "Idempotency-Key: go-on\r\nExpect: 100-continue\r\n\r\n");
        assertThat(talk.hear().status()).isEqualTo(100);
        talk.say("{}");

        assertThat(talk.hear().status()).isEqualTo(422);
    }

    /** Seen: its thread had ended, and its caller waited for three minutes. */
    @Test
    void who_cannot_be_answered_because_of_an_error_of_the_machine_is_not_left_waiting() {
        try (var _ = MissingClass.toLog("request.refused .* code=method-not-allowed")) {
            talk.ask("PUT " + DOSSIERS + " HTTP/1.1");

            assertThat(talk.rest()).isEmpty();
        }
    }

    @Test
    void a_head_request_gets_a_length_and_no_body_and_the_next_one_its_answer() {
        talk.ask("HEAD " + DOSSIERS + " HTTP/1.1");
        assertThat(Integer.parseInt(talk.hear(false).headers().get("content-length"))).isPositive();
        talk.ask("GET /api/nothing HTTP/1.1");

        assertThat(talk.hear().body()).contains("/api/nothing");
    }

    @Test
    void a_caller_of_http_1_0_is_answered_and_left() {
        talk.say("GET /api/nothing HTTP/1.0\r\n\r\n");

        assertThat(talk.hear().body()).contains("/api/nothing");
        assertThat(talk.rest()).isEmpty();
    }

    @Test
    void a_caller_of_http_1_0_may_ask_to_be_kept() {
        for (int i = 0; i < 2; i++) {
            talk.say("GET /api/nothing HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(talk.hear().headers()).containsEntry("connection", "keep-alive");
        }
    }

    @Test
    void a_head_of_more_than_16_kilobytes_is_refused() {
        talk.ask("GET /api/nothing HTTP/1.1", "X-Long: " + "x".repeat(17_000));

        assertThat(talk.hear().status()).isIn(400, 431);
        assertThat(talk.rest()).isEmpty();
    }

    @Test
    void two_thousand_idle_connections_disturb_nobody_and_a_few_more_are_too_many() {
        var idle = IntStream.range(0, 2000).mapToObj(i -> new Talk(stage.url())).toList();
        idle.forEach(one -> one.ask("GET /api/nothing HTTP/1.1"));
        idle.forEach(one -> assertThat(one.hear().status()).isEqualTo(404));

        await().untilAsserted(() -> {
            var began = System.nanoTime();
            assertThat(stage.oneStop().get("/api/nothing").status()).isEqualTo(404);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
        });
        var more = IntStream.range(0, DoorStage.CONNECTIONS - 1900).mapToObj(i -> new Talk(stage.url())).toList();
        try {
            assertThat(more.getLast().rest()).isEmpty();
        } finally {
            more.forEach(Talk::close);
            idle.forEach(Talk::close);
        }
        await().untilAsserted(() -> assertThat(new Talk(stage.url()).ask("GET /api/nothing HTTP/1.1").hear().status())
                .isEqualTo(404));
    }
}
