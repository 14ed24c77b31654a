package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.delivery.Feeds;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.province.Paper;
import vn.lgsp.gateway.sandbox.wire.Digest;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Official documents between Qoffice and the national exchange, with all that is attached to them. */
class DocumentExchangeTest {
    private static final String RECEIVE = "document-exchange.receive";
    private static final int WHOLE = 20 << 20;

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);
    private final OneStopClient qoffice = new OneStopClient(stage.url(), "demo-qoffice-key");
    private final String number = "D-" + story.number();

    @AfterEach
    void end_faults() {
        sandbox.exchange().giveAgain(0);
        Stages.calm(stage);
    }

    private static byte[] scan(int bytes) {
        var scan = new byte[bytes];
        new Random(7).nextBytes(scan);
        return scan;
    }

    private UUID sent(byte[] file) {
        var reply = qoffice.post("/api/document-exchange/v1/documents", document(file), "Idempotency-Key", Story.key());
        assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
        return UUID.fromString(reply.text("transactionId"));
    }

    private Map<String, Object> document(byte[] file) {
        return NationalSamples.document(number, Base64.getEncoder().encodeToString(file));
    }

    private List<Paper> arrived(String document) {
        return sandbox.province().qoffice().papers().stream().filter(one -> one.documentId().equals(document)).toList();
    }

    @Test
    void twenty_megabytes_come_out_byte_for_byte_and_qoffice_is_told() {
        var file = scan(WHOLE);

        var id = sent(file);

        story.becomes(id, State.DELIVERED);
        assertThat(sandbox.exchange().sent(number)).hasValueSatisfying(document -> {
            assertThat(document.files()).containsExactly(Digest.sha256(file));
            assertThat(document.times()).isEqualTo(1);
        });
        await().atMost(Story.PATIENCE)
                .until(() -> sandbox.province().qoffice().events().stream().anyMatch(event -> event
                        .path("data").path("transactionId").asString("").equals(id.toString())));
    }

    @Test
    void a_byte_more_than_twenty_megabytes_is_refused_with_the_remedy() {
        var reply = qoffice.post("/api/document-exchange/v1/documents", document(scan(WHOLE + 200)), "Idempotency-Key",
                Story.key());

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.toString()).contains("vượt quá 20 MB").contains("nén tệp quét");
    }

    @Test
    void a_document_whose_answer_was_lost_is_sent_again_and_known() {
        sandbox.on("exchange").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("sendEdoc").times(1));

        var id = sent(scan(1000));

        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        assertThat(sandbox.exchange().sent(number)).hasValueSatisfying(document -> assertThat(document.times())
                .isEqualTo(2));
        assertThat(story.view(id).code()).isEqualTo("02");
    }

    @Test
    void the_feed_goes_on_at_its_cursor_after_a_stop_and_hands_each_document_over_once() {
        var large = scan(WHOLE);
        sandbox.exchange().send(number + "-1", "Văn bản lớn", large);
        stage.bean(Feeds.class).poll(RECEIVE);
        sandbox.exchange().giveAgain(1);
        sandbox.exchange().send(number + "-2", "Văn bản sau", scan(10));

        try (var later = stage.another()) {
            await().atMost(Story.PATIENCE).until(() -> {
                later.bean(Feeds.class).poll(RECEIVE);
                return arrived(number + "-2").size() == 1;
            });
            assertThat(later.bean(Ledger.class).cursor(RECEIVE)).isEqualTo(stage.bean(Ledger.class).cursor(RECEIVE));
        }
        stage.bean(Feeds.class).poll(RECEIVE);

        await().atMost(Story.PATIENCE).until(() -> arrived(number + "-1").size() == 1);
        assertThat(arrived(number + "-1")).singleElement().satisfies(paper -> {
            assertThat(paper.files()).containsExactly(Digest.sha256(large));
            assertThat(paper.times()).isEqualTo(1);
        });
        assertThat(stage.sql().sql("select count(*) from transaction where business_key in (:one, :two)").param("one",
                number + "-1").param("two", number + "-2").query(Integer.class).single()).isEqualTo(2);
    }
}
