package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.sandbox.payment.PaymentOptions;

/** A receipt now, the answer later: where it is fetched, and by whom. */
class ReceiptsTest {
    private static final String PAYMENTS = "/api/payment/v1/payments";

    private final GatewayStage stage = Stages.shared();
    private final OneStopClient other = new OneStopClient(stage.url(), "test-other-key");
    private final String number = GatewayStage.dossierNumber();

    @BeforeEach
    void nobody_pays_by_himself() {
        stage.sandbox().payment().set(PaymentOptions.USUAL.autoPay(false));
    }

    @AfterEach
    void as_usual() {
        stage.sandbox().payment().set(PaymentOptions.USUAL);
    }

    private Reply payment(String prefer) {
        return stage.oneStop().post(PAYMENTS, Samples.payment(number, 75_000), "Idempotency-Key", UUID.randomUUID()
                .toString(), "Prefer", prefer);
    }

    @ParameterizedTest
    @ValueSource(strings = { "respond-async", "Respond-Async", "wait=10, respond-async", "respond-async;x=1" })
    void who_prefers_a_receipt_gets_one_and_the_reply_later(String prefer) {
        var receipt = payment(prefer);

        assertThat(receipt.status()).as(receipt.toString()).isEqualTo(202);
        assertThat(receipt.header("Preference-Applied")).isEqualTo("respond-async");
        assertThat(receipt.json()).containsOnlyKeys("transactionId", "state", "receivedAt", "statusUrl");
        assertThat(receipt.header("Location")).isEqualTo(receipt.text("statusUrl"));
        await().untilAsserted(() -> assertThat(stage.oneStop().get(receipt.text("statusUrl")).get("state")).isEqualTo(
                "DELIVERED"));
        assertThat(stage.oneStop().get(receipt.text("statusUrl")).get("reply")).isInstanceOfSatisfying(Map.class,
                reply -> assertThat(String.valueOf(reply.get("urlThanhToan"))).startsWith("http"));
        var id = receipt.text("transactionId");
        await().until(() -> stage.sandbox().oneStop().about("/lgsp/events", id) == 1);
        assertThat(stage.sandbox().oneStop().received("/lgsp/events").stream().filter(delivery -> delivery.body()
                .toString().contains(id)).findFirst().orElseThrow().body().path("data").path("reply").path(
                        "urlThanhToan")
                .asString()).startsWith("http");
    }

    @ParameterizedTest
    @ValueSource(strings = { "respond-asynchronously", "no-respond-async", "return=minimal", "" })
    void another_preference_is_none(String prefer) {
        assertThat(payment(prefer).status()).isEqualTo(200);
    }

    @Test
    void the_same_key_first_waited_for_and_then_preferred_async_gets_the_first_answer() {
        var key = UUID.randomUUID().toString();
        var first = stage.oneStop().post(PAYMENTS, Samples.payment(number, 75_000), "Idempotency-Key", key);

        var async = stage.oneStop().post(PAYMENTS, Samples.payment(number, 75_000), "Idempotency-Key", key, "Prefer",
                "respond-async");

        assertThat(async.status()).isEqualTo(200);
        assertThat(async.bytes()).isEqualTo(first.bytes());
    }

    /** A document that is passed through is not kept, so there would be nothing to fetch. */
    @Test
    void a_document_is_waited_for_whatever_is_preferred() {
        var payment = payment("");
        var reference = payment.text("maThamChieu");
        assertThat(stage.sandbox().payment().pay(reference)).isTrue();

        var receipt = stage.oneStop().get("/api/payment/v1/receipts/" + reference + "?thoiGianGD=" + URLEncoder.encode(
                payment.text("thoiGianGD"), StandardCharsets.UTF_8), "Prefer", "respond-async");

        assertThat(receipt.status()).as(receipt.toString()).isEqualTo(200);
        assertThat(receipt.header("Content-Type")).startsWith("application/pdf");
        assertThat(new String(receipt.bytes(), StandardCharsets.ISO_8859_1)).startsWith("%PDF");
    }

    @Test
    void anothers_transaction_is_a_404_like_one_that_is_none() {
        var id = payment("").header("Transaction-Id");

        var others = other.transaction(String.valueOf(id));
        var nobodys = other.transaction(UUID.randomUUID().toString());

        assertThat(stage.oneStop().transaction(String.valueOf(id)).status()).isEqualTo(200);
        assertThat(others.status()).isEqualTo(404);
        assertThat(others.get("detail")).isEqualTo(nobodys.get("detail"));
        assertThat(others.get("code")).isEqualTo("no-such-transaction");
    }

    @ParameterizedTest
    @ValueSource(strings = { "x", "1", "00000000-0000-0000-0000-00000000000g", "0000000000-000-0000-0000-000000000000",
            "{00000000-0000-0000-0000-000000000000}", "00000000-0000-0000-0000-000000000000x", "%20", "a/b", "'--" })
    void an_id_that_is_none_is_a_404(String id) {
        var answer = stage.oneStop().transaction(URLEncoder.encode(id, StandardCharsets.UTF_8).replace("%2F", "/")
                .replace("%2520", "%20"));

        assertThat(answer.status()).as(answer.toString()).isIn(400, 404);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @Test
    void a_dossier_shows_each_caller_its_own_transactions_only() {
        payment("");
        var ours = stage.oneStop().transactionsOf(number);

        assertThat(other.transactionsOf(number)).isEmpty();
        assertThat(ours).extracting(transaction -> transaction.get("service")).containsExactly("payment.query",
                "payment.init");
        assertThat(ours.getLast()).containsKeys("transactionId", "service", "state", "receivedAt", "settledAt",
                "attempts").doesNotContainKey("caller");
    }

    @Test
    void a_search_without_a_key_of_nobody_or_for_half_a_number_finds_nothing() {
        payment("");

        assertThat(stage.oneStop().get("/api/transactions").status()).isEqualTo(400);
        assertThat(stage.oneStop().get("/api/transactions?businessKey=").status()).isEqualTo(400);
        assertThat(stage.oneStop().get("/api/transactions?businessKey=a&businessKey=b").status()).isEqualTo(400);
        assertThat(new OneStopClient(stage.url(), "x").get("/api/transactions?businessKey=" + number).status())
                .isEqualTo(401);
        assertThat(stage.oneStop().transactionsOf(number.substring(0, 10))).isEmpty();
        assertThat(stage.oneStop().transactionsOf("%")).isEmpty();
        assertThat(stage.oneStop().transactionsOf("' or 1=1 --")).isEmpty();
    }
}
