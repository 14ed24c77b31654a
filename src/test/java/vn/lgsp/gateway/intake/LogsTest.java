package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** The log tells what happened and never to whom: no body, no key, no citizen's number. */
class LogsTest {
    private static final String CITIZEN = "049090777001";
    private static final String PHONE = "0900777001";
    private static final String NAME = "Nguyễn Văn Kín Đáo";
    private static final String KEY = "idempotency-777";
    private static final List<String> SECRETS = List.of(CITIZEN, PHONE, NAME, "Kín Đáo", KEY, GatewayStage.ONE_STOP,
            GatewayStage.PORTAL, "wrong-key-777", "sandbox-payment", "sandbox-portal", "sandbox-postal", "whsec_",
            "bearer-777");

    private final GatewayStage stage = Stages.shared();
    private final RawHttp http = new RawHttp(stage.url());
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final String number = GatewayStage.dossierNumber();

    @BeforeEach
    void listen() {
        Calm.payments(stage);
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        stage.sandbox().endFaults();
        root().detachAppender(log);
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private Map<String, Object> dossier(String dossierNumber) {
        var dossier = Samples.dossier(dossierNumber);
        dossier.put("chuHoSo", NAME);
        dossier.put("soGiayToChuHoSo", CITIZEN);
        dossier.put("dinhDanhCHS", List.of(Map.of("loaiDinhDanh", 1, "soDinhDanh", CITIZEN)));
        dossier.put("soDienThoai", PHONE);
        return dossier;
    }

    private Map<String, Object> payment(String dossierNumber) {
        var payment = Samples.payment(dossierNumber, 75_000);
        payment.put("hoTenNguoiNop", NAME);
        payment.put("soCMNDNguoiNop", CITIZEN);
        return payment;
    }

    private OneStopClient.Reply send(String path, Object body) {
        return stage.oneStop().post(path, body, "Idempotency-Key", KEY + UUID.randomUUID(), "Authorization",
                "Bearer bearer-777");
    }

    private void somethingOfEverything() {
        send("/api/dvcqg/v1/dossiers", dossier(number));
        var wrong = dossier(number);
        wrong.put("kenhThucHien", CITIZEN);
        wrong.put(CITIZEN, NAME);
        wrong.put("maTTHC", PHONE);
        send("/api/dvcqg/v1/dossiers", wrong);
        send("/api/dvcqg/v1/dossiers", List.of(CITIZEN));
        http.post("/api/dvcqg/v1/dossiers", ("{\"" + CITIZEN + "\":" + NAME).getBytes(StandardCharsets.UTF_8),
                "Content-Type: application/json");
        new OneStopClient(stage.url(), "wrong-key-777").get("/api/transactions?businessKey=" + CITIZEN);
        http.ask("GET", "/api/dvcqg/v1/dossiers/" + CITIZEN + "%00");
        http.ask("GET", "/api/transactions?businessKey=%zz" + CITIZEN);
        http.send("GET /api/dvcqg/v1/dossiers/x HTTP/1.1", List.of("X-API-Key: wrong-key-777\u00c4\u0090"),
                new byte[0]);
        http.send("GET /api/dvcqg/v1/dossiers/x HTTP/1.1", List.of("X-API-Key: " + GatewayStage.ONE_STOP,
                "traceparent: " + CITIZEN + "\u00c4\u0090"), new byte[0]);
        send("/api/payment/v1/payments", payment(GatewayStage.dossierNumber()));
        for (var mode : List.of(FaultMode.BUSINESS_ERROR, FaultMode.HTML, FaultMode.RESET_MID_BODY)) {
            stage.sandbox().on("payment").set(Fault.of(mode).onlyFor("INIT").times(1));
            send("/api/payment/v1/payments", payment(GatewayStage.dossierNumber()));
        }
        send("/api/postal/v1/orders", Samples.order(number));
        new OneStopClient(stage.url(), GatewayStage.PORTAL).post("/api/dvcqg/v1/inbound/dossiers", Map.of("MaHoSo",
                number, "MaTTHC", "1.001193", "ChuHoSo", NAME, "SoGiayToChuHoSo", CITIZEN));
        stage.oneStop().post("/api/payment/v1/inbound/confirm", Map.of("MaXacThuc", CITIZEN, "MaThamChieu", NAME));
    }

    @Test
    void no_payload_no_key_and_no_citizens_number_is_logged() {
        somethingOfEverything();
        await().until(() -> stage.sandbox().portal().dossier(number).isPresent());

        var said = List.copyOf(log.list).stream().map(LogsTest::text).toList();

        assertThat(said).hasSizeGreaterThan(10).allSatisfy(line -> assertThat(line).doesNotContain(SECRETS));
    }

    private static String text(ILoggingEvent event) {
        var thrown = event.getThrowableProxy();
        return event.getFormattedMessage() + event.getMDCPropertyMap() + (thrown == null
                ? ""
                : ThrowableProxyUtil
                        .asString(thrown));
    }

    @Test
    void a_request_leaves_its_story_under_one_id() {
        var reply = stage.oneStop().post("/api/dvcqg/v1/dossiers", dossier(number),
                "Idempotency-Key", KEY + UUID.randomUUID());
        var id = reply.text("transactionId");

        await().untilAsserted(() -> assertThat(List.copyOf(log.list)).extracting(ILoggingEvent::getFormattedMessage)
                .anySatisfy(line -> assertThat(line).startsWith("request.admitted").contains(id))
                .anySatisfy(line -> assertThat(line).startsWith("transaction.settled").contains(id)));
    }
}
