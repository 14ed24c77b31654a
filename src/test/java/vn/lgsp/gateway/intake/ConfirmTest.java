package vn.lgsp.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.sandbox.payment.Checksum;
import vn.lgsp.gateway.sandbox.payment.PaymentOptions;

/** The payment platform reports a payment: it proves itself by its checksum, and a repeat gets the same reply. */
class ConfirmTest {
    private static final String PATH = "/api/payment/v1/inbound/confirm";
    private static final String SECRET = "sandbox-payment";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final GatewayStage stage = Stages.shared();
    private final OneStopClient platform = new OneStopClient(stage.url(), "no-key");
    private final String dossier = GatewayStage.dossierNumber();

    @BeforeEach
    void nobody_pays_by_himself() {
        stage.sandbox().payment().set(PaymentOptions.USUAL.autoPay(false));
    }

    @AfterEach
    void as_usual() {
        stage.sandbox().payment().set(PaymentOptions.USUAL);
    }

    private Map<String, Object> confirm() {
        var opened = stage.oneStop().post("/api/payment/v1/payments", Samples.payment(dossier, 75_000),
                "Idempotency-Key", UUID.randomUUID().toString());
        assertThat(opened.status()).as(opened.toString()).isEqualTo(200);
        var confirm = new LinkedHashMap<String, Object>();
        confirm.put("LoaiBanTin", "CONFIRM");
        confirm.put("MaLoi", "00");
        confirm.put("MaDoiTac", "QNAM");
        confirm.put("MaThamChieu", opened.text("maThamChieu"));
        confirm.put("SoTien", 75_000);
        confirm.put("MaTienTe", "VND");
        confirm.put("MaGiaoDich", "PP" + NUMBER.incrementAndGet());
        confirm.put("MaNganHang", "VCB");
        confirm.put("ThoiGianGD", "20260302084710");
        confirm.put("ThongTinGiaoDich", "THANH TOAN");
        return signed(confirm);
    }

    private static Map<String, Object> signed(Map<String, Object> confirm) {
        confirm.remove("MaXacThuc");
        confirm.put("MaXacThuc", Checksum.ofConfirm(confirm, SECRET));
        return confirm;
    }

    private OneStopClient.Reply send(Map<String, Object> confirm) {
        return platform.post(PATH, confirm);
    }

    private void refused(OneStopClient.Reply reply, int status) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.get("MaLoi")).isEqualTo("99");
        assertThat(stage.sandbox().oneStop().received("/lgsp/payments")).noneSatisfy(delivery -> assertThat(delivery
                .body().toString()).contains(dossier));
    }

    private List<Map<String, @Nullable Object>> recorded(String service) {
        return stage.sql().sql("select state, mark, code from transaction where business_key = ? and service = ? "
                + "order by id").param(dossier).param(service).query().listOfRows();
    }

    @Test
    void a_right_checksum_is_all_the_platform_needs() {
        var reply = send(confirm());

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        assertThat(reply.json()).containsEntry("MaLoi", "00").containsEntry("MaDoiTac", "QNAM");
        await().untilAsserted(() -> assertThat(stage.sandbox().oneStop().about("/lgsp/payments", "PP" + NUMBER.get()))
                .isOne());
    }

    @Test
    void its_letters_may_be_capital() {
        var confirm = confirm();
        confirm.put("MaXacThuc", String.valueOf(confirm.get("MaXacThuc")).toUpperCase(java.util.Locale.ROOT));

        assertThat(send(confirm).status()).isEqualTo(200);
    }

    @Test
    void it_is_over_the_amount_as_it_was_written() {
        var confirm = confirm();
        confirm.put("SoTien", "75000.00");
        signed(confirm);
        var text = new String(Json.write(confirm), StandardCharsets.UTF_8).replace("\"75000.00\"", "75000.00");

        var reply = platform.send("POST", PATH, text.getBytes(StandardCharsets.UTF_8));

        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    }

    @Test
    void an_amount_written_otherwise_than_signed_is_not_believed() {
        var text = new String(Json.write(confirm()), StandardCharsets.UTF_8).replace("75000", "75000.00");

        refused(platform.send("POST", PATH, text.getBytes(StandardCharsets.UTF_8)), 401);
    }

    @Test
    void a_wrong_or_missing_or_senseless_checksum_is_refused() {
        var confirm = confirm();
        var wrong = new java.util.ArrayList<Object>(List.of("0".repeat(64), "", "x", 5, List.of(), Map.of(), true));
        wrong.add(null);
        for (var value : wrong) {
            confirm.put("MaXacThuc", value);
            refused(send(confirm), 401);
        }
        confirm.remove("MaXacThuc");
        refused(send(confirm), 401);
    }

    @Test
    void a_field_changed_on_the_way_is_noticed() {
        for (var field : List.of("MaLoi", "MaDoiTac", "MaThamChieu", "SoTien", "MaTienTe", "MaGiaoDich", "MaNganHang",
                "ThoiGianGD", "ThongTinGiaoDich", "LoaiBanTin")) {
            var confirm = new LinkedHashMap<>(confirm());
            confirm.put(field, "7");
            refused(send(confirm), 401);
        }
    }

    @Test
    void a_key_without_the_checksum_proves_nothing() {
        var confirm = confirm();
        confirm.put("MaXacThuc", "0".repeat(64));

        refused(new OneStopClient(stage.url(), "demo-platform-key").post(PATH, confirm), 401);
    }

    @Test
    void another_callers_key_is_not_made_good_by_a_checksum() {
        refused(stage.oneStop().post(PATH, confirm()), 403);
    }

    @Test
    void another_amount_partner_or_currency_is_refused_and_stands_under_the_dossier() {
        for (var change : Map.of("SoTien", (Object) 74_999, "MaDoiTac", "OTHER", "MaTienTe", "USD").entrySet()) {
            var confirm = confirm();
            confirm.put(change.getKey(), change.getValue());
            refused(send(signed(confirm)), 422);
        }
        assertThat(recorded("payment.confirm")).hasSize(3).allSatisfy(row -> assertThat(row).containsEntry("state",
                "REJECTED").containsEntry("code", "invalid-request"));
    }

    @Test
    void a_reference_nobody_opened_is_refused() {
        var confirm = confirm();
        confirm.put("MaThamChieu", "dvcUNKNOWN");

        var reply = send(signed(confirm));

        refused(reply, 422);
        assertThat(reply.get("MaThamChieu")).isEqualTo("dvcUNKNOWN");
    }

    @Test
    void a_refusal_names_the_payment_it_is_about() {
        var confirm = confirm();
        confirm.put("SoTien", 1);

        var reply = send(signed(confirm));

        assertThat(reply.json()).containsEntry("MaThamChieu", confirm.get("MaThamChieu")).containsEntry("MaDoiTac",
                "QNAM");
    }

    @Test
    void a_repeat_gets_the_same_bytes_and_is_handed_over_once() {
        var confirm = confirm();

        var first = send(confirm);
        var again = send(confirm);
        var spaced = platform.send("POST", PATH, new String(Json.write(confirm), StandardCharsets.UTF_8).replace(
                "\":", "\" : ").getBytes(StandardCharsets.UTF_8));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.bytes()).isEqualTo(first.bytes());
        assertThat(spaced.status()).isEqualTo(200);
        assertThat(spaced.bytes()).isEqualTo(first.bytes());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(recorded("payment.confirm")).hasSize(1);
    }

    @Test
    void a_second_success_for_one_debt_is_taken_and_marked() {
        send(confirm());

        var second = send(confirm());
        var repeat = send(confirm());

        assertThat(second.status()).as(second.toString()).isEqualTo(200);
        assertThat(repeat.status()).isEqualTo(200);
        assertThat(recorded("payment.confirm")).extracting(row -> row.get("mark")).containsExactly(null,
                "double-payment", "double-payment");
    }

    @Test
    void a_failure_and_then_a_success_are_two_pieces_of_news_and_no_double_payment() {
        var failure = confirm();
        var success = new LinkedHashMap<>(failure);
        failure.put("MaLoi", "01");
        send(signed(failure));

        assertThat(send(signed(success)).status()).isEqualTo(200);

        assertThat(recorded("payment.confirm")).hasSize(2).allSatisfy(row -> assertThat(row.get("mark")).isNull());
    }

    /** Seen: a transaction number of the platform's beyond 200 characters was answered with "Idempotency-Key missing". */
    @Test
    void a_long_transaction_number_is_no_missing_key() {
        var confirm = confirm();
        confirm.put("MaGiaoDich", "G".repeat(250));

        assertThat(send(signed(confirm)).status()).isEqualTo(200);
        assertThat(send(confirm).header("Idempotency-Replayed")).isEqualTo("true");
    }

    /** Seen: once its key was forgotten, a repeated report was marked as a second payment. */
    @Test
    void a_report_repeated_after_a_month_is_no_double_payment() {
        var confirm = confirm();
        var first = send(confirm);
        stage.pass(Duration.ofDays(31));

        var again = send(confirm);

        assertThat(again.bytes()).isEqualTo(first.bytes());
        assertThat(recorded("payment.confirm")).hasSize(1).allSatisfy(row -> assertThat(row.get("mark")).isNull());
    }
}
