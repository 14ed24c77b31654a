package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/** Which connection to a provider is used again, and which is not, over a real wire. */
class ConnectionsTest {
    private final RawProvider provider = new RawProvider();
    private final Connections connections = new Connections(Loops.SHARED.vertx(), LeanTransport.options("test"));

    @AfterEach
    void close() {
        provider.close();
        connections.end(Duration.ZERO);
    }

    private LeanCall begun(int port, Buffer body) {
        var call = new LeanCall(Loops.SHARED.vertx(), Loops.SHARED.next(), connections, new RequestOptions().setMethod(
                HttpMethod.POST).setHost("localhost").setPort(port).setURI("/x"), body, Duration.ofSeconds(5),
                peer -> {}, System.nanoTime());
        call.start();
        return call;
    }

    private LeanCall.Answered call() throws IOException {
        return begun(provider.url().getPort(), Buffer.buffer("{}")).await();
    }

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void a_provider_started_anew_costs_nothing(boolean politely) throws IOException {
        for (int i = 0; i < 5; i++) {
            assertThat(call().status()).isEqualTo(200);
            provider.drop(politely);
            await().pollDelay(Duration.ofMillis(50)).until(() -> true);
        }

        assertThat(call().status()).isEqualTo(200);
        assertThat(provider.asked()).hasSize(6);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "HTTP/1.1 200 OK\r\nKeep-Alive: max=9, timeout=1", "HTTP/1.0 200 OK",
            "HTTP/1.1 200 OK\r\nConnection: Close" })
    void a_connection_that_the_provider_will_close_is_not_used_again(String head) throws IOException {
        provider.plays(talk -> talk.say(head + "\r\nContent-Length: 0\r\n\r\n"));
        call();
        call();

        assertThat(provider.connections()).isEqualTo(2);
        await().atMost(Duration.ofSeconds(2)).until(() -> provider.open() == 0);
    }

    @Test
    void a_connection_that_nobody_uses_is_closed() throws IOException {
        call();
        assertThat(provider.open()).isEqualTo(1);

        await().atMost(Duration.ofSeconds(8)).until(() -> provider.open() == 0);
    }

    /** As of one that refuses by the length alone: what is left of the request must not be taken for the next one. */
    @Test
    void an_answer_before_the_whole_request_was_written_ends_the_connection() throws IOException {
        try (var eager = new ServerSocket(0)) {
            var call = begun(eager.getLocalPort(), Buffer.buffer(new byte[20 << 20]));
            try (var connection = eager.accept()) {
                connection.setSoTimeout(3000);
                connection.getInputStream().readNBytes(100);
                connection.getOutputStream().write("HTTP/1.1 413 Too large\r\nContent-Length: 0\r\n\r\n".getBytes(
                        StandardCharsets.US_ASCII));

                assertThat(call.await().status()).isEqualTo(413);
                assertThat(connection.getInputStream().readAllBytes()).as("what was left, to the end of all")
                        .isNotEmpty();
            }
        }
    }

    @Test
    void a_connection_that_has_rested_for_long_is_not_used_again_whatever_the_provider_says() throws IOException {
        provider.plays(talk -> talk.say(
                "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=600\r\nContent-Length: 0\r\n\r\n"));
        call();
        call();
        assertThat(provider.connections()).isEqualTo(1);

        await().pollDelay(Duration.ofMillis(4200)).until(() -> true);
        call();

        assertThat(provider.connections()).isEqualTo(2);
    }
}
