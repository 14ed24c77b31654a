package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.delivery.Breakers;
import vn.lgsp.gateway.journey.Impostor.Said;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionView;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.payment.PaymentOptions;

/** What becomes of an opened payment: reported, asked for, paid twice, proved by a receipt. */
class PaymentStateTest {
    private final GatewayStage stage = Stages.shared();
    @RegisterExtension
    private final Unpaid unpaid = new Unpaid(stage);
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);

    private Reply opened() {
        var reply = story.payment();
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
        return reply;
    }

    private void acknowledged(String reference, int confirms) {
        await().atMost(Story.PATIENCE).until(() -> sandbox.payment().payment(reference).orElseThrow()
                .confirmsAcknowledged() == confirms);
    }

    private UUID followed() {
        await().atMost(Story.PATIENCE).until(() -> story.all().stream().anyMatch(row -> row.service().equals(
                "payment.query")));
        return story.only("payment.query").id();
    }

    private Stream<TransactionView> confirms() {
        return story.all().stream().filter(row -> row.service().equals("payment.confirm"));
    }

    @Test
    void a_confirmed_payment_reaches_the_one_stop_system_once_however_often_it_is_confirmed() {
        sandbox.payment().set(PaymentOptions.USUAL.autoPay(false).confirmTwice(true));
        var reference = opened().text("maThamChieu");

        sandbox.payment().pay(reference);
        acknowledged(reference, 2);
        story.ends();

        assertThat(handedOver("/lgsp/payments")).isEqualTo(1);
        assertThat(confirms()).hasSize(1);
        assertThat(sandbox.payment().payment(reference).orElseThrow().forgedAcknowledged()).isZero();
    }

    @Test
    void a_second_success_for_one_debt_is_recorded_and_shown_as_double() {
        sandbox.payment().set(PaymentOptions.USUAL.autoPay(false).secondSuccess(true));
        var reference = opened().text("maThamChieu");

        sandbox.payment().pay(reference);
        acknowledged(reference, 2);
        story.ends();

        assertThat(confirms().map(row -> String.valueOf(row.mark()))).containsExactlyInAnyOrder("null",
                "double-payment");
        assertThat(sandbox.oneStop().received("/lgsp/payments").stream().filter(this::mine).map(delivery -> delivery
                .body().path("thanhToanTrung").asBoolean())).containsExactlyInAnyOrder(false, true);
    }

    @Test
    void a_double_payment_sent_once_more_by_an_operator_is_still_a_double_payment() {
        sandbox.payment().set(PaymentOptions.USUAL.autoPay(false).secondSuccess(true));
        var reference = opened().text("maThamChieu");
        sandbox.payment().pay(reference);
        acknowledged(reference, 2);
        story.ends();
        var twice = confirms().filter(row -> row.mark() != null).findFirst().orElseThrow();

        var again = new Operator(stage).replay(twice.id());
        story.becomes(again, State.DELIVERED);

        assertThat(story.view(again).mark()).isEqualTo("double-payment");
        assertThat(sandbox.oneStop().received("/lgsp/payments").stream().filter(this::mine).filter(delivery -> delivery
                .body().path("thanhToanTrung").asBoolean())).hasSize(2);
    }

    @Test
    void a_payment_opened_once_more_by_an_operator_has_a_reference_of_its_own() {
        var first = opened();
        var id = story.only("payment.init").id();

        var again = new Operator(stage).replay(id);
        story.becomes(again, State.DELIVERED);

        assertThat(story.reference(again)).isNotBlank().isNotEqualTo(first.text("maThamChieu"));
        assertThat(sandbox.payment().payment(story.reference(again))).isPresent();
    }

    @Test
    void a_payment_that_is_pending_is_asked_for_until_it_is_paid() {
        var reference = opened().text("maThamChieu");
        var query = followed();

        for (int asked = 1; asked <= 3; asked++) {
            story.hurry(query);
            story.attempted(query, asked);
            assertThat(story.state(query)).isEqualTo(State.DELIVERING);
        }
        sandbox.payment().pay(reference);
        story.ends();

        assertThat(story.state(query)).isEqualTo(State.DELIVERED);
        assertThat(story.view(query).attempts()).isEqualTo(4);
    }

    @Test
    void a_payment_that_failed_ends_the_questions_too() {
        var reference = opened().text("maThamChieu");
        var query = followed();

        sandbox.payment().fail(reference);
        story.ends();

        assertThat(story.state(query)).isEqualTo(State.DELIVERED);
        var told = sandbox.oneStop().received("/lgsp/events").stream().filter(delivery -> delivery.body().path("data")
                .path("transactionId").asString("").equals(query.toString())).findFirst().orElseThrow();
        assertThat(told.body().path("data").path("reply").path("trangThaiGD").asInt()).isEqualTo(4);
    }

    @Test
    void many_payments_that_are_pending_are_no_failure_of_the_platform() {
        var stories = Stream.generate(() -> new Story(stage)).limit(12).toList();
        stories.forEach(one -> assertThat(one.payment().status()).isEqualTo(200));
        await().atMost(Story.PATIENCE).until(() -> stories.stream().allMatch(one -> one.all().stream().anyMatch(
                row -> row.service().equals("payment.query"))));

        for (int round = 1; round <= 3; round++) {
            var asked = round;
            stage.pass(Duration.ofSeconds(67));
            await().atMost(Story.PATIENCE).until(() -> stories.stream().allMatch(one -> breaker().equals("OPEN") || one
                    .only("payment.query").attempts() >= Math.min(asked, 2)));
        }

        assertThat(breaker()).isEqualTo("CLOSED");
        assertThat(story.payment().status()).isEqualTo(200);
    }

    private String breaker() {
        return stage.bean(Breakers.class).state(stage.bean(Catalogue.class).service("payment.query").orElseThrow()
                .call().destination()).breaker().name();
    }

    @Test
    void a_receipt_is_the_platforms_pdf_byte_for_byte() {
        var opened = opened();
        sandbox.payment().pay(opened.text("maThamChieu"));

        var receipt = stage.oneStop().get(receipt(opened));

        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.header("Content-Type")).startsWith("application/pdf");
        assertThat(new String(receipt.bytes(), StandardCharsets.ISO_8859_1)).startsWith("%PDF").endsWith("%%EOF\n");
    }

    @Test
    void a_receipt_of_five_megabytes_arrives_whole() {
        var opened = opened();
        var pdf = new byte[5 * 1024 * 1024];
        new Random(1).nextBytes(pdf);
        System.arraycopy("%PDF".getBytes(StandardCharsets.US_ASCII), 0, pdf, 0, 4);

        try (var platform = new Impostor(sandbox.on("payment"), call -> new Said(200, "application/pdf", pdf, Map
                .of()))) {
            var receipt = await().atMost(Story.PATIENCE).until(() -> stage.oneStop().get(receipt(opened)),
                    reply -> reply.status() == 200);

            assertThat(receipt.bytes()).isEqualTo(pdf);
            assertThat(platform.seen("/bill")).hasSize(1);
        }
    }

    private static String receipt(Reply opened) {
        return "/api/payment/v1/receipts/" + opened.text("maThamChieu") + "?thoiGianGD=" + URLEncoder.encode(opened
                .text("thoiGianGD"), StandardCharsets.UTF_8);
    }

    private boolean mine(vn.lgsp.gateway.sandbox.onestop.Delivery delivery) {
        return delivery.body().toString().contains(story.number());
    }

    private long handedOver(String path) {
        return sandbox.oneStop().received(path).stream().filter(this::mine).mapToInt(delivery -> delivery.times())
                .sum();
    }
}
