package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.sun.net.httpserver.HttpServer;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** A caller that goes away, or stands there and takes nothing: what it asked for comes to its end all the same, once. */
class CallerGoneTest {
    private final GatewayStage stage = DoorStage.STAGE;
    private final String number = GatewayStage.dossierNumber();
    private final String reference = number.replaceAll("\\W", "");

    @AfterEach
    void calm() {
        stage.sandbox().endFaults();
        stage.pass(Duration.ofMinutes(2));
    }

    private Map<String, Object> row(String key) {
        return stage.sql().sql("select state, code from transaction where business_key = ? order by id limit 1").param(
                key).query().singleRow();
    }

    @Test
    void a_payment_whose_caller_is_gone_is_settled_once_by_the_platforms_answer() {
        stage.sandbox().on("payment").set(Fault.slow(Duration.ofSeconds(1)).onlyFor("INIT").times(1));
        var body = Json.write(Samples.payment(number, 75_000));
        var talk = new Talk(stage.url());
        talk.say("POST /api/payment/v1/payments HTTP/1.1\r\nHost: localhost\r\n" + Talk.KEY
                + "\r\nContent-Type: application/json\r\nIdempotency-Key: " + number + "\r\nContent-Length: "
                + body.length + "\r\n\r\n" + new String(body, StandardCharsets.ISO_8859_1));
        await().until(() -> !stage.sandbox().on("payment").calls(number).isEmpty());

        talk.vanish();

        await().atMost(Duration.ofSeconds(20)).until(() -> "DELIVERED".equals(row(number).get("state")));
        assertThat(stage.sandbox().payment().initsOf(number)).isEqualTo(1);
        assertThat(stage.sql().sql("select count(*) from attempt a join transaction t on t.id = a.transaction_id "
                + "where t.business_key = ? and t.service = 'payment.init'").param(number).query(Integer.class)
                .single())
                .isEqualTo(1);
    }

    @Test
    void a_document_nobody_takes_is_given_up_and_the_provider_let_go() throws Exception {
        var sent = new AtomicLong();
        var port = stage.sandbox().on("payment").url().getPort();
        stage.sandbox().on("payment").set(Fault.of(FaultMode.DOWN));
        var platform = endless(port, sent);
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("localhost", stage.url().getPort()));
            var talk = new Talk(socket);
            talk.ask("GET /api/payment/v1/receipts/" + reference + "?thoiGianGD=2026-03-02T08:00:00%2B07:00 HTTP/1.1");
            assertThat(talk.hear().status()).isEqualTo(200);

            await().atMost(Duration.ofSeconds(30)).until(() -> !"RECEIVED".equals(row(reference).get("state")));

            assertThat(row(reference)).containsEntry("state", "EXHAUSTED").containsEntry("code", "caller-gone");
            assertThat(sent.get()).isLessThan(32L << 20);
        } finally {
            platform.stop(0);
        }
    }

    /** A receipt that never ends. */
    private static HttpServer endless(int port, AtomicLong sent) throws Exception {
        var server = HttpServer.create(new InetSocketAddress("localhost", port), 50);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange; InputStream in = exchange.getRequestBody()) {
                in.readAllBytes();
                exchange.getResponseHeaders().add("Content-Type", "application/pdf");
                exchange.sendResponseHeaders(200, 0);
                var piece = new byte[64 * 1024];
                while (sent.addAndGet(piece.length) < 1L << 32) {
                    exchange.getResponseBody().write(piece);
                }
            }
        });
        server.start();
        return server;
    }
}
