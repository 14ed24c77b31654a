package vn.lgsp.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.sun.net.httpserver.HttpServer;

import vn.lgsp.gateway.crash.Sent.Kind;

/** A fault of the gateway's own is not forgotten when the same request succeeds a moment later. */
class CallerTest {
    private static final String FAILED = "01a22f5e-4a8a-7000-8e95-d7cfe4341ab3";

    private final Fleet fleet = new Fleet(1);
    private final Caller caller = new Caller(fleet, () -> true);
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
    private final HttpServer gateway;

    CallerTest() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), fleet.next()), 8);
    }

    @BeforeEach
    void answer() {
        gateway.createContext("/", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Transaction-Id", FAILED);
                exchange.sendResponseHeaders(answers.isEmpty() ? 202 : answers.remove(), -1);
            }
        });
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    @Test
    void an_answer_500_is_found_though_the_next_one_is_a_202() {
        answers.addAll(List.of(503, 500));
        var sent = new Sent(Kind.DOSSIER, "H47.12-231005-0012", 0, List.of(), Caller.json(List.of()));

        caller.send(sent);

        assertThat(sent.status()).isEqualTo(202);
        assertThat(caller.faults().wrong()).singleElement().asString().contains(sent.key, FAILED);
    }

    @Test
    void a_503_is_no_fault() {
        answers.add(503);

        caller.send(new Sent(Kind.DOSSIER, "H47.12-231005-0012", 0, List.of(), Caller.json(List.of())));

        assertThat(caller.faults().wrong()).isEmpty();
    }
}
