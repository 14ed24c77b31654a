package vn.lgsp.gateway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vn.lgsp.gateway.sandbox.Client.Reply;
import vn.lgsp.gateway.sandbox.payment.Checksum;
import vn.lgsp.gateway.sandbox.payment.Payment;
import vn.lgsp.gateway.sandbox.payment.PaymentOptions;
import vn.lgsp.gateway.sandbox.wire.Json;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentPlatformTest {
    private static final String SECRET = "sandbox-payment";
    private static final String REFERENCES = "dvcH4712231005001220231005";
    private static final String ACKNOWLEDGED = "{\"MaLoi\":\"00\"}";
    private static final PaymentOptions NOBODY_PAYS = PaymentOptions.USUAL.autoPay(false);

    private final Client client = new Client();
    /** Of each test another: a CONFIRM of the test before may still be on its way. */
    private String reference = REFERENCES;
    private int tests = 10;
    private final GatewayDouble gateway;
    private final Sandbox sandbox;

    PaymentPlatformTest() throws IOException {
        gateway = new GatewayDouble(ACKNOWLEDGED);
        sandbox = Sandbox.start(SandboxPorts.FREE, SandboxSettings.of(Map.of("GATEWAY_URL", gateway.url())));
    }

    @BeforeEach
    void forget() {
        reference = REFERENCES + ++tests;
        sandbox.reset();
        sandbox.payment().set(NOBODY_PAYS);
        quiet();
        gateway.forget();
    }

    /** What the test before set off has arrived. */
    private void quiet() {
        var seen = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(50)).until(() -> {
            var received = gateway.received("/api/payment/v1/inbound/confirm").size();
            return seen.getAndSet(received) == received;
        });
    }

    @AfterAll
    void stop() {
        sandbox.close();
        gateway.close();
    }

    @Test
    void an_init_opens_a_payment_and_says_where_to_pay() {
        var answer = init(message(reference));

        assertThat(answer.text("MaLoi")).isEqualTo("00");
        assertThat(answer.text("UrlThanhToan")).startsWith("https://").contains(reference);
        assertThat(sandbox.payment().initsOf("H47.12-231005-0012")).isOne();
        assertThat(payment().state()).isEqualTo(3);
    }

    @Test
    void behind_a_facade_the_answer_is_json_in_a_string() {
        sandbox.payment().set(NOBODY_PAYS.wrapped(true));
        var answer = init(message(reference));

        assertThat(answer.text("error_code")).isEqualTo("0");
        assertThat(answer.json().path("message").isString()).isTrue();
        assertThat(answer.text("message")).contains("\"UrlThanhToan\"");
    }

    @Test
    void a_used_reference_opens_no_second_payment() throws Exception {
        var answers = Client.together(30, () -> init(message(reference)));

        assertThat(answers).filteredOn(answer -> answer.text("MaLoi").equals("00")).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.text("MaLoi").equals("02")).hasSize(29);
        assertThat(payment().repeatsRefused()).isEqualTo(29);
        assertThat(sandbox.payment().initsOf("H47.12-231005-0012")).isOne();
    }

    @Test
    void an_init_that_breaks_a_rule_is_refused() {
        assertThat(init(message(reference).put("SoTien", "75001")).text("MoTaLoi")).contains("xác thực");
        assertThat(init(signed(message(reference).put("MaDoiTac", "OTHER"))).text("MoTaLoi")).contains("đối tác");
        assertThat(init(signed(message(reference).put("ThoiGianGD", "20231005 0845"))).text("MoTaLoi"))
                .contains("ThoiGianGD");
        assertThat(init(signed(message(reference).put("SoTien", 75000))).text("MoTaLoi")).contains("SoTien");
        assertThat(init(signed(message(reference).put("SoTien", "80000"))).text("MoTaLoi")).contains("DSKhoanNop");
        assertThat(sandbox.payment().payments()).isEmpty();
    }

    @Test
    void the_citizen_pays_by_himself_and_the_gateway_is_told() {
        sandbox.payment().set(PaymentOptions.USUAL.payAfter(Duration.ofMillis(50)));
        init(message(reference));

        await().until(() -> payment().confirmsAcknowledged() == 1);
        var confirm = confirms().getFirst();
        assertThat(confirm.path("SoTien").isIntegralNumber()).isTrue();
        assertThat(Json.text(confirm, "MaLoi")).isEqualTo("00");
        assertThat(Json.text(confirm, "MaXacThuc")).isEqualTo(right(confirm)).hasSize(64);
        assertThat(payment().state()).isEqualTo(1);
    }

    @Test
    void a_confirm_is_repeated_until_it_is_acknowledged() {
        gateway.answerFirst("{\"MaLoi\":\"99\"}");
        gateway.answerFirst("<html>");
        init(message(reference));
        sandbox.payment().pay(reference);

        await().until(() -> payment().confirmsAcknowledged() == 1);
        assertThat(payment().confirmsSent()).isEqualTo(3);
        assertThat(confirms().stream().distinct()).hasSize(1);
    }

    @Test
    void a_confirm_nobody_acknowledges_is_given_up() {
        sandbox.payment().set(NOBODY_PAYS.tries(2));
        gateway.answerFirst("{\"MaLoi\":\"99\"}");
        gateway.answerFirst("{\"MaLoi\":\"99\"}");
        init(message(reference));
        sandbox.payment().pay(reference);

        await().until(() -> payment().confirmsSent() == 2);
        await().during(Duration.ofMillis(700)).until(() -> payment().confirmsSent() == 2);
        assertThat(payment().confirmsAcknowledged()).isZero();
    }

    @Test
    void forged_doubled_and_second_confirms_can_be_ordered() {
        gateway.answerFirst("{\"MaLoi\":\"99\"}");
        sandbox.payment().set(NOBODY_PAYS.forged(true).confirmTwice(true).secondSuccess(true));
        init(message(reference));
        sandbox.payment().pay(reference);

        await().until(() -> payment().confirmsAcknowledged() == 3);
        var confirms = confirms();
        assertThat(confirms).hasSize(4);
        assertThat(Json.text(confirms.getFirst(), "MaXacThuc")).isNotEqualTo(right(confirms.getFirst()));
        assertThat(confirms.get(1)).isEqualTo(confirms.get(2));
        assertThat(Json.text(confirms.get(3), "MaGiaoDich")).isNotEqualTo(Json.text(confirms.get(1), "MaGiaoDich"));
        assertThat(Json.text(confirms.get(3), "MaXacThuc")).isEqualTo(right(confirms.get(3)));
        assertThat(payment().forgedAcknowledged()).isZero();
    }

    @Test
    void a_query_tells_pending_then_paid() {
        init(message(reference));
        var before = ask("query", "QUERY", reference, "20231005084500");
        sandbox.payment().pay(reference);
        var after = ask("query", "QUERY", reference, "20231005084500");

        assertThat(before.text("TrangThaiGD")).isEqualTo("3");
        assertThat(after.text("TrangThaiGD")).isEqualTo("1");
        assertThat(after.text("MaLoi")).isEqualTo("00");
        assertThat(after.text("MaXacThuc")).isEqualTo(right(after.json()));
    }

    @Test
    void a_failed_payment_is_told_and_stays_failed() {
        init(message(reference));
        var failed = sandbox.payment().fail(reference);
        var paidLater = sandbox.payment().pay(reference);

        assertThat(failed).isTrue();
        assertThat(paidLater).isFalse();
        assertThat(ask("query", "QUERY", reference, "20231005084500").text("TrangThaiGD")).isEqualTo("4");
        await().until(() -> payment().confirmsAcknowledged() == 1);
        assertThat(Json.text(confirms().getFirst(), "MaLoi")).isEqualTo("01");
    }

    @Test
    void a_query_with_another_reference_or_time_finds_nothing() {
        init(message(reference));

        assertThat(ask("query", "QUERY", "unknown", "20231005084500").text("MaLoi")).isEqualTo("01");
        assertThat(ask("query", "QUERY", reference, "20231005204500").text("MaLoi")).isEqualTo("01");
    }

    @Test
    void the_receipt_of_a_paid_payment_is_a_pdf_in_chunks() {
        init(message(reference));
        var before = ask("bill", "GET_BILL", reference, "20231005084500");
        sandbox.payment().pay(reference);
        var after = ask("bill", "GET_BILL", reference, "20231005084500");

        assertThat(before.text("MaLoi")).isEqualTo("99");
        assertThat(after.type()).isEqualTo("application/pdf");
        assertThat(after.headers()).doesNotContainKey("content-length");
        assertThat(Client.utf8(after.body())).startsWith("%PDF-1.4").contains(reference).endsWith("%%EOF\n");
    }

    @Test
    void the_platform_asks_the_gateway_what_is_due() {
        var reply = sandbox.payment().lookUpDue("H47.12-231005-0012");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(gateway.received("/api/payment/v1/inbound/dues")).singleElement()
                .satisfies(body -> assertThat(Json.text(body, "MaHoSo")).isEqualTo("H47.12-231005-0012"));
    }

    private Payment payment() {
        return sandbox.payment().payment(reference).orElseThrow();
    }

    private List<JsonNode> confirms() {
        return gateway.received("/api/payment/v1/inbound/confirm").stream().filter(confirm -> reference.equals(Json
                .text(confirm, "MaThamChieu"))).toList();
    }

    private static String right(JsonNode confirm) {
        var message = Json.object();
        confirm.forEachEntry((name, value) -> message.put(name, value.asString()));
        return Checksum.ofConfirm(message, SECRET);
    }

    private Reply init(ObjectNode message) {
        return client.post(sandbox.on("payment").url() + "/payment/init", message);
    }

    private Reply ask(String path, String kind, String reference, String time) {
        var message = (ObjectNode) Json.read(Json.write(Json.object("LoaiBanTin", kind, "PhienBan", "1.0.6", "MaDoiTac",
                "QNAM", "MaThamChieu", reference, "ThoiGianGD", time)));
        return client.post(sandbox.on("payment").url() + "/payment/" + path, signed(message));
    }

    private static ObjectNode signed(ObjectNode message) {
        return message.put("MaXacThuc", Checksum.ofRequest(message, SECRET));
    }

    private static ObjectNode message(String reference) {
        var part = List.of(Json.object("NoiDung", "Lệ phí", "SoTien", "75000"));
        var receipt = Json.object("MaDichVu", "2", "MaDVC", "1.003560.01", "TenDVC", "Cấp giấy phép xây dựng", "MaTTHC",
                "1.003560", "TenTTHC", "Cấp giấy phép xây dựng", "MaDonVi", "000.12.00.H47", "TenDonVi",
                "UBND phường Tam Kỳ", "MaHoSo", "H47.12-231005-0012", "TKThuHuong", "0011000000000", "MaNHThuHuong",
                "VCB", "TenTKThuHuong", "UBND phuong Tam Ky", "NoiDungThanhToan", "THANH TOAN HO SO", "HoTenNguoiNop",
                "Nguyễn Thị Thử", "SoCMNDNguoiNop", "049090000001", "DiaChiNguoiNop", "Tam Kỳ", "DSKhoanNop", part);
        return signed((ObjectNode) Json.read(Json.write(Json.object("LoaiBanTin", "INIT", "PhienBan", "1.0.6",
                "MaDoiTac", "QNAM", "MaThamChieu", reference, "SoTien", "75000", "LoaiHinhThanhToan", "PAY",
                "MaKenhThanhToan", "1", "MaThietBi", "1", "NgonNgu", "vi-VN", "MaTienTe", "VND", "MaNganHang",
                "PAYMENT", "ThongTinGiaoDich", "THANH TOAN HO SO H47.12-231005-0012", "ThoiGianGD", "20231005084500",
                "Ip", "10.0.0.10", "ThongTinBienLai", receipt))));
    }
}
