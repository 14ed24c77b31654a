package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.GatewayStage;

/** Callers that take their time: none of them holds a thread, memory or a connection for longer than is reasonable. */
class SlowCallersTest {
    private static final Duration BOUND = DoorStage.PATIENCE.plusSeconds(4);
    private static final String POST = "POST /api/dvcqg/v1/dossiers HTTP/1.1\r\nHost: localhost\r\n" + Talk.KEY
            + "\r\nContent-Type: application/json\r\nIdempotency-Key: slow\r\n";

    private final GatewayStage stage = DoorStage.STAGE;
    private final Talk talk = new Talk(stage.url());
    private final long began = System.nanoTime();
    private final AtomicBoolean enough = new AtomicBoolean();

    @AfterEach
    void hang_up() {
        enough.set(true);
        talk.close();
    }

    private void inTime() {
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
    }

    /** Says a letter every tenth of a second for as long as anybody listens. */
    private void drip(String text) {
        Thread.startVirtualThread(() -> {
            for (int i = 0; !enough.get(); i++) {
                try {
                    talk.say(text.substring(i % text.length(), i % text.length() + 1));
                } catch (RuntimeException closed) {
                    return;
                }
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        });
    }

    @Test
    void a_caller_that_says_nothing_is_left() {
        assertThat(talk.rest()).isEmpty();
        inTime();
    }

    @Test
    void a_head_in_drops_is_cut_off() {
        talk.say("GET /api/nothing HTTP/1.1\r\nX-Slow: ");
        drip("x");

        talk.rest();

        inTime();
    }

    @Test
    void so_is_the_second_one_of_a_connection() {
        talk.ask("GET /api/nothing HTTP/1.1").hear();
        talk.say("GET /api/nothing HTTP/1.1\r\nX-Slow: ");
        drip("x");

        talk.rest();

        inTime();
    }

    @Test
    void a_connection_that_rests_between_requests_is_kept() {
        talk.ask("GET /api/nothing HTTP/1.1").hear();

        await().pollDelay(DoorStage.PATIENCE.plusMillis(500)).until(() -> true);

        assertThat(talk.ask("GET /api/nothing HTTP/1.1").hear().status()).isEqualTo(404);
    }

    @Test
    void a_body_that_stops_is_a_400() {
        talk.say(POST + "Content-Length: 1000\r\n\r\n{\"a\":");

        assertThat(talk.hear().status()).isEqualTo(400);
        inTime();
    }

    @Test
    void a_body_in_drops_is_a_400() {
        talk.say(POST + "Content-Length: 100000\r\n\r\n{\"a\":\"");
        drip("x");

        assertThat(talk.hear().status()).isEqualTo(400);
        inTime();
    }

    @Test
    void a_body_in_small_chunks_is_a_400() {
        talk.say(POST + "Transfer-Encoding: chunked\r\n\r\n");
        drip("1\r\nx\r\n");

        assertThat(talk.hear().status()).isEqualTo(400);
        inTime();
    }

    @Test
    void a_caller_that_takes_no_answers_is_not_worked_for() throws IOException {
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("localhost", stage.url().getPort()));
            var deaf = new Talk(socket);
            var asked = new AtomicInteger();
            Thread.startVirtualThread(() -> {
                try {
                    while (asked.incrementAndGet() < 100_000) {
                        deaf.ask("GET /api/" + "n".repeat(7000) + " HTTP/1.1");
                    }
                } catch (RuntimeException closed) {
                    enough.set(true);
                }
            });

            await().atMost(Duration.ofSeconds(60)).until(enough::get);

            assertThat(asked.get()).isLessThan(10_000);
        }
    }
}
