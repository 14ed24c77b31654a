package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.sandbox.payment.PaymentOptions;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** One key, one effect, one answer. */
class IdempotencyTest {
    private static final String DOSSIERS = "/api/dvcqg/v1/dossiers";
    private static final String PAYMENTS = "/api/payment/v1/payments";

    private final GatewayStage stage = Stages.shared();
    private final String number = GatewayStage.dossierNumber();
    private final String key = UUID.randomUUID().toString();
    private final Map<String, Object> body = Samples.dossier(number);

    @BeforeEach
    void nobody_pays_by_himself() {
        stage.sandbox().payment().set(PaymentOptions.USUAL.autoPay(false));
        Calm.payments(stage);
    }

    @AfterEach
    void as_usual() {
        stage.sandbox().endFaults();
        stage.sandbox().payment().set(PaymentOptions.USUAL);
    }

    private Reply dossier() {
        return stage.oneStop().post(DOSSIERS, body, "Idempotency-Key", key);
    }

    private Reply payment() {
        return stage.oneStop().post(PAYMENTS, Samples.payment(number, 75_000), "Idempotency-Key", key);
    }

    private int inits() {
        return stage.sandbox().on("payment").calls(number).size();
    }

    private static void same(Reply again, Reply first) {
        assertThat(again.status()).as(again.toString()).isEqualTo(first.status());
        assertThat(again.bytes()).as(again + " after " + first).isEqualTo(first.bytes());
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("Transaction-Id")).isEqualTo(first.header("Transaction-Id"));
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void twenty_sends_at_once_of_a_later_service_are_one_dossier_and_twenty_receipts() {
        var replies = Parallel.times(20, () -> stage.oneStop().post(DOSSIERS, body, "Idempotency-Key", key));

        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
            assertThat(reply.bytes()).isEqualTo(replies.getFirst().bytes());
        });
        await().until(() -> stage.oneStop().transactionsOf(number).stream().anyMatch(transaction -> "dvcqg.sync-dossier"
                .equals(transaction.get("service")) && "DELIVERED".equals(transaction.get("state"))));
        assertThat(stage.oneStop().transactionsOf(number)).filteredOn(transaction -> "dvcqg.sync-dossier".equals(
                transaction.get("service"))).hasSize(1);
        assertThat(stage.sandbox().on("portal").calls(number)).hasSize(1);
        assertThat(stage.sandbox().portal().dossier(number).orElseThrow().versions()).isOne();
    }

    @Test
    void twenty_sends_at_once_of_a_now_service_are_one_call_and_equal_answers_or_409() {
        stage.sandbox().on("payment").set(Fault.slow(Duration.ofMillis(300)).onlyFor("INIT"));
        var payment = Samples.payment(number, 75_000);

        var replies = Parallel.times(20, () -> stage.oneStop().post(PAYMENTS, payment, "Idempotency-Key", key));

        var good = replies.stream().filter(reply -> reply.status() == 200).toList();
        assertThat(good).isNotEmpty().allSatisfy(reply -> assertThat(reply.bytes()).isEqualTo(good.getFirst()
                .bytes()));
        assertThat(replies).filteredOn(reply -> reply.status() != 200).allSatisfy(reply -> {
            assertThat(reply.status()).as(reply.toString()).isEqualTo(409);
            assertThat(reply.header("Retry-After")).isEqualTo("1");
        });
        assertThat(inits()).isOne();
        assertThat(payment().bytes()).isEqualTo(good.getFirst().bytes());
    }

    @Test
    void a_receipt_is_repeated_byte_by_byte_also_when_all_is_done() {
        var first = dossier();
        same(dossier(), first);
        await().until(() -> stage.sandbox().portal().dossier(number).isPresent());

        same(dossier(), first);
    }

    @Test
    void a_reply_is_repeated_byte_by_byte() {
        var first = payment();
        assertThat(first.status()).as(first.toString()).isEqualTo(200);

        same(payment(), first);
        assertThat(inits()).isOne();
    }

    @Test
    void a_rejection_is_repeated_byte_by_byte() {
        stage.sandbox().on("payment").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor("INIT"));
        var first = payment();
        assertThat(first.status()).as(first.toString()).isEqualTo(422);
        assertThat(first.text("code")).isEqualTo("rejected-by-provider");
        stage.sandbox().endFaults();

        same(payment(), first);
        assertThat(inits()).isOne();
    }

    @Test
    void another_order_of_fields_and_other_spaces_are_the_same_request() {
        var first = dossier();
        var turned = new java.util.LinkedHashMap<String, Object>();
        body.entrySet().stream().toList().reversed().forEach(entry -> turned.put(entry.getKey(),
                entry.getValue()));
        var text = new String(Json.write(turned), StandardCharsets.UTF_8).replace(",\"", " ,\n \"");

        same(stage.oneStop().send("POST", DOSSIERS, text.getBytes(StandardCharsets.UTF_8), "Idempotency-Key", key),
                first);
    }

    @Test
    void another_body_under_the_same_key_is_refused_and_has_no_effect() {
        payment();

        var other = stage.oneStop().post(PAYMENTS, Samples.payment(number, 75_001), "Idempotency-Key", key);

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("code")).isEqualTo("idempotency-key-reused");
        assertThat(inits()).isOne();
    }

    @Test
    void without_a_key_with_an_empty_or_too_long_one_nothing_is_written_but_the_refusal_stands_in_the_ledger() {
        assertThat(stage.oneStop().post(DOSSIERS, Samples.dossier(number)).text("code")).isEqualTo(
                "idempotency-key-missing");
        assertThat(stage.oneStop().post(DOSSIERS, Samples.dossier(number), "Idempotency-Key", " ").status()).isEqualTo(
                400);
        assertThat(stage.oneStop().post(DOSSIERS, Samples.dossier(number), "Idempotency-Key", "k".repeat(201))
                .status()).isEqualTo(400);

        assertThat(stage.oneStop().transactionsOf(number)).hasSize(3).allSatisfy(transaction -> assertThat(transaction)
                .containsEntry("state", "REJECTED").containsEntry("code", "idempotency-key-missing"));
    }

    @Test
    void a_key_of_200_characters_is_taken() {
        assertThat(stage.oneStop().post(DOSSIERS, Samples.dossier(number), "Idempotency-Key", "k".repeat(164) + key)
                .status()).isEqualTo(202);
    }

    @Test
    void another_callers_same_key_is_another_key() {
        var ours = stage.oneStop().post(DOSSIERS, body, "Idempotency-Key", key);

        var others = new OneStopClient(stage.url(), "test-other-key").post(DOSSIERS, body, "Idempotency-Key", key);

        assertThat(others.header("Idempotency-Replayed")).isNull();
        assertThat(others.get("transactionId")).isNotEqualTo(ours.get("transactionId"));
    }

    @Test
    void the_same_key_for_another_service_is_another_key() {
        dossier();

        var progress = stage.oneStop().post("/api/dvcqg/v1/progress", Samples.progress(number, 1), "Idempotency-Key",
                key);

        assertThat(progress.status()).as(progress.toString()).isEqualTo(202);
        assertThat(progress.header("Idempotency-Replayed")).isNull();
    }

    @Test
    void after_a_refusal_for_its_content_the_mended_request_may_keep_the_key() {
        var wrong = Samples.dossier(number);
        wrong.put("kenhThucHien", 9);
        assertThat(stage.oneStop().post(DOSSIERS, wrong, "Idempotency-Key", key).status()).isEqualTo(422);

        assertThat(dossier().status()).isEqualTo(202);
    }

    @Test
    void after_a_failure_without_effect_the_same_key_is_carried_out() {
        stage.sandbox().on("payment").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor("INIT").times(1));

        var failed = payment();
        var second = payment();

        assertThat(failed.status()).as(failed.toString()).isEqualTo(502);
        assertThat(failed.text("code")).isEqualTo("provider-unavailable");
        assertThat(failed.header("Retry-After")).isNotNull();
        assertThat(second.status()).as(second.toString()).isEqualTo(200);
        assertThat(second.header("Idempotency-Replayed")).isNull();
        assertThat(stage.sandbox().payment().initsOf(number)).isOne();
    }

    @Test
    void when_the_provider_cannot_be_reached_the_same_key_is_carried_out_afterwards() {
        stage.sandbox().on("payment").set(Fault.of(FaultMode.DOWN));
        // what goes out on a connection that was open until now may have arrived: the next one has to connect
        await().until(() -> stage.oneStop().get("/api/payment/v1/payments/none?thoiGianGD=2026-03-02T08:00:00Z")
                .status() == 503);
        var failed = payment();
        stage.sandbox().endFaults();

        assertThat(failed.status()).as(failed.toString()).isEqualTo(503);
        assertThat(failed.get("sent")).isEqualTo(false);
        assertThat(payment().status()).isEqualTo(200);
    }

    @Test
    void a_lost_answer_is_a_504_until_the_inquiry_has_found_it_and_then_the_answer() {
        stage.sandbox().on("payment").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("INIT").times(1));

        var lost = payment();
        var again = payment();

        assertThat(lost.status()).as(lost.toString()).isEqualTo(504);
        assertThat(lost.text("code")).isEqualTo("outcome-unknown");
        assertThat(lost.get("sent")).isEqualTo(true);
        same(again, lost);
        stage.pass(Duration.ofSeconds(6));
        await().untilAsserted(() -> assertThat(payment().status()).isEqualTo(200));
        assertThat(payment().get("maThamChieu")).isNotNull();
        assertThat(stage.sandbox().payment().initsOf(number)).isOne();
        assertThat(inits()).isOne();
    }

    @Test
    void a_lost_request_is_sent_again_by_the_gateway_once_the_inquiry_has_found_nothing() {
        stage.sandbox().on("payment").set(Fault.of(FaultMode.RESET_BEFORE).onlyFor("INIT").times(1));

        assertThat(payment().status()).isEqualTo(504);
        stage.pass(Duration.ofSeconds(61));

        await().untilAsserted(() -> assertThat(payment().status()).isEqualTo(200));
        assertThat(payment().text("urlThanhToan")).startsWith("http");
        assertThat(stage.sandbox().payment().initsOf(number)).isOne();
    }

    /** Seen: a key on a cached read made its second answer a fault of the ledger. */
    @Test
    void a_key_on_a_read_means_nothing() {
        for (int i = 0; i < 3; i++) {
            var answer = stage.oneStop().get("/api/dvcqg/v1/procedures/1.001193", "Idempotency-Key", key + i);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        }
        var another = stage.oneStop().get("/api/dvcqg/v1/catalogues/linhVuc", "Idempotency-Key", key + 0);
        assertThat(another.status()).as(another.toString()).isEqualTo(200);
        assertThat(another.header("Idempotency-Replayed")).isNull();
    }

    /** Seen: the portal's own dossier numbers may be long, and half a character of one broke the answer. */
    @Test
    void a_long_inbound_number_is_a_key_all_the_same() {
        var body = Map.of("MaHoSo", "H" + "😀".repeat(150), "MaTTHC", "1.001193", "Lan", number);
        var portal = new OneStopClient(stage.url(), GatewayStage.PORTAL);

        var first = portal.post("/api/dvcqg/v1/inbound/dossiers", body);
        var again = portal.post("/api/dvcqg/v1/inbound/dossiers", body);

        assertThat(first.status()).as(first.toString()).isEqualTo(200);
        same(again, first);
        await().until(() -> stage.sandbox().on("one-stop").calls(number).size() == 1);
    }

    @Test
    void a_key_is_forgotten_after_seven_days_and_not_before() {
        var first = dossier();
        await().until(() -> stage.sandbox().portal().dossier(number).isPresent());

        stage.pass(Duration.ofDays(7).minusMinutes(5));
        var before = stage.oneStop().post(DOSSIERS, body, "Idempotency-Key", key);
        stage.pass(Duration.ofMinutes(6));
        var after = stage.oneStop().post(DOSSIERS, body, "Idempotency-Key", key);

        assertThat(before.bytes()).isEqualTo(first.bytes());
        assertThat(before.status()).isEqualTo(202);
        assertThat(after.status()).as(after.toString()).isEqualTo(202);
        assertThat(after.header("Idempotency-Replayed")).isNull();
        assertThat(after.get("transactionId")).isNotEqualTo(first.get("transactionId"));
    }
}
