package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import vn.lgsp.gateway.journey.GatewayStage;

/** One call over a real wire: what comes of it, and whether the provider may have read it, is known. */
class LeanCallTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final RawProvider provider = new RawProvider();
    private final Connections connections = new Connections(Loops.SHARED.vertx(), LeanTransport.options("test"));

    @AfterEach
    void close() {
        provider.close();
        connections.end(Duration.ZERO);
    }

    private LeanCall prepared(String url) {
        return prepared(url, TIMEOUT);
    }

    private LeanCall prepared(String url, Duration timeout) {
        return prepared(url, timeout, Loops.SHARED.next());
    }

    private LeanCall prepared(String url, Duration timeout, Turn turn) {
        return prepared(url, timeout, turn, System.nanoTime());
    }

    private LeanCall prepared(String url, Duration timeout, Turn turn, long since) {
        return new LeanCall(Loops.SHARED.vertx(), turn, connections,
                new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(url)
                        .setFollowRedirects(false),
                Buffer.buffer("{\"a\":1}"), timeout, peer -> {}, since);
    }

    private LeanCall.Answered call() throws IOException {
        return call(provider.url() + "/x");
    }

    private LeanCall.Answered call(String url) throws IOException {
        var call = prepared(url);
        call.start();
        return call.await();
    }

    private Throwable failure() {
        return catchThrowable(this::call);
    }

    private void lost(Throwable failure) {
        assertThat(failure).isInstanceOf(IOException.class).isNotInstanceOf(SocketTimeoutException.class);
        assertThat(NoAnswer.neverSent(failure)).as(failure.toString()).isFalse();
        assertThat(provider.asked()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = { "Content-Length: 2|ab|ab", "Transfer-Encoding: chunked|1;x=y^a^1^b^0^^|ab",
            "Connection: close|ab|ab", "Content-Length: 2^Connection: close|ab|ab", "Content-Length: 0||" })
    void an_answer_is_read_however_it_is_delimited(String headers, String body, String read) throws IOException {
        provider.plays(talk -> {
            talk.say(("HTTP/1.1 200 OK^" + headers + "^^" + (body == null ? "" : body)).replace("^", "\r\n"));
            if (headers.contains("close")) {
                talk.hangUp();
            }
        });

        assertThat(call().body().toString()).isEqualTo(read == null ? "" : read);
        assertThat(call().status()).isEqualTo(200);
        assertThat(provider.asked()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = { "204 No Content", "304 Not Modified" })
    void an_answer_without_a_body_is_one(String status) throws IOException {
        provider.plays(talk -> talk.say("HTTP/1.1 " + status + "\r\n\r\n"));

        assertThat(call().body().length()).isZero();
        assertThat(call().status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
        assertThat(provider.connections()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "301 Moved\r\nLocation: /y", "302 Found\r\nLocation: /y", "307 Over there\r\nLocation: /y",
            "308 Over there\r\nLocation: /y", "401 No\r\nWWW-Authenticate: Basic realm=x", "408 Too slow",
            "421 Misdirected", "425 Too early", "429 Too many\r\nRetry-After: 0", "500 Oh",
            "503 Not now\r\nRetry-After: 0" })
    void whatever_the_status_the_provider_is_asked_once(String status) throws IOException {
        provider.plays(talk -> talk.say("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n"));

        assertThat(call().status()).isEqualTo(Integer.parseInt(status.substring(0, 3)));
        assertThat(provider.asked()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = { "100 Continue", "103 Early Hints\r\nLink: </y>" })
    void what_comes_before_the_answer_is_passed_over(String early) throws IOException {
        provider.plays(talk -> talk.say("HTTP/1.1 " + early
                + "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"));

        assertThat(call().body().toString()).isEqualTo("ab");
    }

    /** Seen: it was taken for the answer, so that a write was thought refused and sent again. */
    @ParameterizedTest
    @ValueSource(strings = { "101 Switching Protocols", "102 Processing" })
    void another_interim_answer_is_no_answer(String early) {
        provider.plays(talk -> talk.say("HTTP/1.1 " + early
                + "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"));

        lost(failure());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n" })
    void an_answer_that_breaks_off_is_lost(String said) {
        provider.plays(talk -> {
            talk.say(said);
            talk.reset();
        });

        lost(failure());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "no HTTP at all\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" })
    void so_is_one_that_ends_too_early_or_is_no_http(String said) {
        provider.plays(talk -> {
            talk.say(said);
            talk.hangUp();
        });

        lost(failure());
    }

    @Test
    void an_answer_that_does_not_come_is_given_up_in_time() {
        provider.plays(talk -> {});
        var began = System.nanoTime();

        assertThat(failure()).isInstanceOf(SocketTimeoutException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(TIMEOUT, TIMEOUT.plusSeconds(2));
        assertThat(provider.asked()).hasSize(1);
    }

    @Test
    void an_answer_in_drops_is_given_up_too() {
        provider.plays(talk -> {
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            for (int i = 0; i < 1000; i++) {
                talk.say("x");
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        });
        var began = System.nanoTime();

        assertThat(failure()).isInstanceOf(SocketTimeoutException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LeanTransport.CONNECT.plus(TIMEOUT
                .multipliedBy(3)));
    }

    @Test
    void an_answer_of_more_than_64_megabytes_is_not_kept() {
        provider.plays(talk -> {
            talk.say("HTTP/1.1 200 OK\r\nContent-Length: " + (80L << 20) + "\r\n\r\n");
            for (int i = 0; i < 80; i++) {
                talk.say(new byte[1 << 20]);
            }
        });

        lost(catchThrowable(() -> {
            var call = prepared(provider.url() + "/x", Duration.ofSeconds(30));
            call.start();
            call.await();
        }));
    }

    @Test
    void a_head_of_more_than_64_kilobytes_is_not_kept() {
        provider.plays(talk -> talk.say("HTTP/1.1 200 OK\r\nX: " + "x".repeat(70_000)
                + "\r\nContent-Length: 0\r\n\r\n"));

        lost(failure());
    }

    @Test
    void a_refused_connection_was_sent_nothing() throws IOException {
        // held and not listened at: no other test comes by this port meanwhile
        try (var held = SocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            assertThat(NoAnswer.neverSent(catchThrowable(() -> call("http://127.0.0.1:" + held.socket().getLocalPort()
                    + "/")))).isTrue();
        }
    }

    @Test
    void a_name_nobody_knows_was_sent_nothing() {
        assertThat(NoAnswer.neverSent(catchThrowable(() -> call("http://no-such-host.invalid:" + GatewayStage.freePort()
                + "/")))).isTrue();
    }

    @Test
    void an_address_that_is_none_is_not_waited_for() {
        var call = new LeanCall(Loops.SHARED.vertx(), Loops.SHARED.next(), connections,
                new RequestOptions().setHost("localhost").setPort(70_000).setURI("/"), null, TIMEOUT, peer -> {},
                System.nanoTime());
        call.start();

        var failure = catchThrowable(call::await);

        assertThat(NoAnswer.neverSent(failure)).isTrue();
        assertThat(failure).hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    /** The loop does not know yet that the connection is gone; the system does, and takes nothing. */
    @Test
    void what_the_system_did_not_take_was_not_sent() throws IOException {
        call();
        var turn = Loops.SHARED.next();
        var call = prepared(provider.url() + "/x", TIMEOUT, turn);
        var dropped = new CountDownLatch(1);
        turn.soon(() -> {
            try {
                dropped.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        call.start();
        provider.drop(false);
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        dropped.countDown();

        var failure = catchThrowable(call::await);

        assertThat(failure == null || NoAnswer.neverSent(failure)).as(String.valueOf(failure)).isTrue();
    }

    /** As after the whole process was stopped for a while: others may have taken the work over. */
    @Test
    void a_call_that_was_held_up_for_longer_than_its_lease_allows_is_not_sent() {
        var call = prepared(provider.url() + "/x", TIMEOUT, Loops.SHARED.next(), System.nanoTime() - Duration.ofSeconds(
                6).toNanos());
        call.start();

        assertThat(NoAnswer.neverSent(catchThrowable(call::await))).isTrue();
        assertThat(provider.asked()).isEmpty();
    }
}
