package vn.lgsp.gateway.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.SoapSystem;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.journey.Wire;
import vn.lgsp.gateway.sandbox.wire.Fault;

/** Without its database the gateway promises nothing, says so at once, and comes back by itself. */
@Aside
class DatabaseGoneTest {
    /** A second, and what it takes to say so. */
    private static final Duration AT_ONCE = Duration.ofMillis(1200);
    /** And on a machine that runs other tests beside. */
    private static final Duration BUSY = Duration.ofMillis(2500);
    private static Wire wire;
    private static GatewayStage stage;

    @BeforeAll
    static void start() {
        var url = GatewayStage.database();
        var address = URI.create(url.substring("jdbc:".length()));
        wire = Wire.to(address.getPort());
        stage = GatewayStage.start("--spring.datasource.url=" + url.replace(":" + address.getPort() + "/", ":" + wire
                .port() + "/"), "--spring.datasource.hikari.data-source-properties.socketTimeout=3",
                "--gateway.connectors.directory=" + Stages.connectors((name, text) -> text.replace(
                        "  dvcqg.list-catalogue:", "  dvcqg.list-catalogue:\n    unrecorded: true")));
    }

    @AfterAll
    static void stop() {
        wire.mend();
        stage.close();
        wire.close();
    }

    @AfterEach
    void end_faults() {
        mended();
    }

    private static void mended() {
        wire.mend();
        stage.sandbox().endFaults();
        await().atMost(Duration.ofSeconds(15)).until(() -> dossier(GatewayStage.dossierNumber()).status() == 202);
    }

    private static Reply dossier(String number) {
        return stage.oneStop().post("/api/dvcqg/v1/dossiers", Samples.dossier(number), "Idempotency-Key", UUID
                .randomUUID().toString());
    }

    private static void refused(Reply reply, String code) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotNull();
        assertThat(reply.text("code")).isEqualTo(code);
    }

    private static List<Reply> everyWayIn(String number) {
        var client = stage.oneStop();
        return Parallel.<Reply>all(List.of(() -> dossier(number), () -> client.get("/api/dvcqg/v1/dossiers/" + number),
                () -> client.post("/api/payment/v1/payments", Samples.payment(number, 1000), "Idempotency-Key",
                        number),
                () -> client.transaction(UUID.randomUUID().toString()),
                () -> client.get("/api/transactions?businessKey=" + number)));
    }

    private static void refused(List<Reply> replies) {
        replies.subList(0, 3).forEach(reply -> refused(reply, "not-recorded"));
        replies.subList(3, 5).forEach(reply -> refused(reply, "ledger-unavailable"));
    }

    /** One of three times shows what the gateway needs, each on a well one; what it answers counts each time. */
    private static void atOnce(Runnable harm, Supplier<List<Reply>> calls, Consumer<List<Reply>> check) {
        harm.run();
        var took = took(calls, check);
        for (int i = 0; i < 2 && took.compareTo(AT_ONCE) >= 0; i++) {
            mended();
            harm.run();
            took = took(calls, check);
        }
        assertThat(took).isLessThan(AT_ONCE);
    }

    private static Duration took(Supplier<List<Reply>> calls, Consumer<List<Reply>> check) {
        var began = System.nanoTime();
        var replies = calls.get();
        var took = Duration.ofNanos(System.nanoTime() - began);
        check.accept(replies);
        assertThat(took).isLessThan(BUSY);
        return took;
    }

    @Test
    void while_the_server_is_stopped_every_way_in_says_503_at_once() {
        var number = GatewayStage.dossierNumber();

        atOnce(wire::cut, () -> everyWayIn(number), DatabaseGoneTest::refused);

        assertThat(stage.sandbox().on("payment").calls(number)).isEmpty();
    }

    /** A read's answer waits for its record by itself, and is another when there is none: in whatever language it leaves. */
    @Test
    void a_read_that_cannot_be_recorded_is_refused_in_xml_and_in_soap_too() {
        var number = GatewayStage.dossierNumber();
        dossier(number);
        await().until(() -> stage.oneStop().get("/api/dvcqg/v1/dossiers/" + number).status() == 200);
        wire.cut();

        var xml = stage.oneStop().get("/api/dvcqg/v1/dossiers/" + number, "Accept", "application/xml");
        var soap = new SoapSystem(stage.oneStop(), "dvcqg").send("http://schemas.xmlsoap.org/soap/envelope/", "",
                "<findDossier xmlns=\"urn:lgsp:dvcqg\"><maHoSo>" + number + "</maHoSo></findDossier>");

        assertThat(xml.status()).isEqualTo(503);
        assertThat(xml.header("traceparent")).isNotNull();
        assertThat(xml.header("Content-Type")).contains("application/problem+xml");
        assertThat(new String(xml.bytes(), UTF_8)).contains("not-recorded").doesNotContain("linhVuc");
        assertThat(soap.status()).isEqualTo(500);
        assertThat(new String(soap.http().bytes(), UTF_8)).contains("Fault", "not-recorded");
    }

    /** Neither the driver's time-out is waited for, on connections that were in use a moment ago, nor a place in the pool. */
    @Test
    void while_the_server_is_silent_every_way_in_says_503_at_once_and_goes_on_to() {
        atOnce(wire::silence, () -> everyWayIn(GatewayStage.dossierNumber()), DatabaseGoneTest::refused);
        atOnce(wire::silence, () -> everyWayIn(GatewayStage.dossierNumber()), DatabaseGoneTest::refused);
    }

    /** Seen: the look-up of the payment a CONFIRM is about was a fault of the gateway, not a 503. */
    @Test
    void a_confirm_is_asked_to_come_again_in_its_dialect() {
        var confirm = new java.util.HashMap<String, Object>(Map.of("LoaiBanTin", "CONFIRM", "MaLoi", "00", "MaDoiTac",
                "QNAM", "MaThamChieu", "dvcX", "SoTien", 1, "MaTienTe", "VND", "MaGiaoDich", "G"));
        confirm.put("MaXacThuc", vn.lgsp.gateway.sandbox.payment.Checksum.ofConfirm(confirm, "sandbox-payment"));
        wire.cut();

        var reply = new OneStopClient(stage.url(), "none").post("/api/payment/v1/inbound/confirm", confirm);

        assertThat(reply.status()).as(reply.toString()).isEqualTo(503);
        assertThat(reply.get("MaLoi")).isEqualTo("99");
        assertThat(reply.header("Retry-After")).isNotNull();
    }

    /** Row 110: a service whose connector says so goes on, and what it answered is recorded when that can be done. */
    @Test
    void a_read_that_may_be_answered_unrecorded_is_answered_and_recorded_when_the_server_is_back() {
        var before = recorded();
        wire.cut();

        var replies = Parallel.times(5, () -> stage.oneStop().get("/api/dvcqg/v1/catalogues/linhVuc"));

        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
            assertThat(reply.header("Recorded")).isEqualTo("later");
        });
        wire.mend();
        await().atMost(Duration.ofSeconds(15)).ignoreExceptions().until(() -> recorded() == before + 5);
    }

    private static long recorded() {
        return stage.sql().sql("select count(*) from transaction where service = 'dvcqg.list-catalogue'").query(
                Long.class).single();
    }

    @Test
    void twenty_at_once_are_all_refused_at_once() {
        atOnce(wire::cut, () -> Parallel.times(20, () -> dossier(GatewayStage.dossierNumber())), replies -> assertThat(
                replies).hasSize(20).allSatisfy(reply -> refused(reply, "not-recorded")));
    }

    @Test
    void what_was_promised_before_during_and_after_is_in_the_ledger_once_and_is_delivered() {
        var promised = new ArrayList<String>();
        var over = new AtomicBoolean();
        var sender = Thread.startVirtualThread(() -> {
            while (!over.get()) {
                var reply = dossier(GatewayStage.dossierNumber());
                assertThat(reply.status()).isIn(202, 503);
                if (reply.status() == 202) {
                    synchronized (promised) {
                        promised.add(reply.text("transactionId"));
                    }
                }
            }
        });
        for (int i = 0; i < 3; i++) {
            var before = count(promised);
            await().atMost(Duration.ofSeconds(15)).until(() -> count(promised) > before + 5);
            wire.cut();
            // what was on its way when the line was cut may still have been committed: that 202 is a true one
            await().atMost(Duration.ofSeconds(5)).until(() -> dossier(GatewayStage.dossierNumber()).status() == 503);
            wire.mend();
        }
        var before = count(promised);
        await().atMost(Duration.ofSeconds(15)).until(() -> count(promised) > before + 5);
        over.set(true);
        await().until(() -> !sender.isAlive());
        // work that was taken when the line was cut is held by a lease nobody knows of
        stage.pass(Duration.ofMinutes(3));

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(states(promised)).hasSameSizeAs(promised)
                .containsOnly("DELIVERED"));
    }

    private static int count(List<String> promised) {
        synchronized (promised) {
            return promised.size();
        }
    }

    private static List<String> states(List<String> ids) {
        return stage.sql().sql("select state from transaction where id = any(?)").param(ids.stream().map(
                UUID::fromString).toArray(UUID[]::new)).query(String.class).list();
    }

    /** What the provider did is known to us: it is written as soon as the database is back, and the caller hears it. */
    @Test
    void an_answer_that_came_while_the_database_was_away_for_a_moment_is_not_lost() {
        var number = GatewayStage.dossierNumber();
        stage.sandbox().on("payment").set(Fault.slow(Duration.ofMillis(700)).onlyFor("INIT"));
        var answer = java.util.concurrent.CompletableFuture.supplyAsync(() -> stage.oneStop().post(
                "/api/payment/v1/payments", Samples.payment(number, 75_000), "Idempotency-Key", number));
        await().until(() -> !stage.sandbox().on("payment").calls(number).isEmpty());

        wire.cut();
        refused(dossier(GatewayStage.dossierNumber()), "not-recorded");
        wire.mend();

        assertThat(answer.join().status()).as(answer.join().toString()).isEqualTo(200);
        assertThat(stage.oneStop().transactionsOf(number)).filteredOn(transaction -> "payment.init".equals(transaction
                .get("service"))).extracting(transaction -> transaction.get("state")).containsExactly("DELIVERED");
    }
}
