package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.delivery.Feeds;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.ledger.Housekeeping;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Digest;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Attachments stay beside the body they came in: as long as it, no longer, and never where a body is shown. */
class AttachmentsKeptTest {
    private static final String PATH = "/api/document-exchange/v1/documents";
    private static final String RECEIVE = "document-exchange.receive";

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);
    private final OneStopClient qoffice = new OneStopClient(stage.url(), "demo-qoffice-key");
    private final Operator operator = new Operator(stage);
    private final String number = "D-" + story.number();
    private long before;

    @BeforeEach
    void count() {
        before = pieces();
    }

    @AfterEach
    void end_faults() {
        sandbox.exchange().giveAgain(0);
        Stages.calm(stage);
    }

    private static byte[] scan(int seed) {
        var scan = new byte[700_000];
        new Random(seed).nextBytes(scan);
        return scan;
    }

    private static String base64(byte[] file) {
        return Base64.getEncoder().encodeToString(file);
    }

    private Reply post(String key, byte[] file) {
        return qoffice.post(PATH, NationalSamples.document(number, base64(file)), "Idempotency-Key", key);
    }

    private UUID sent(byte[] file) {
        var reply = post(Story.key(), file);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(202);
        return UUID.fromString(reply.text("transactionId"));
    }

    private long pieces() {
        return stage.sql().sql("select count(*) from attachment").query(Long.class).single();
    }

    private long pending() {
        return stage.sql().sql("select count(*) from attachment_pending").query(Long.class).single();
    }

    @Test
    void a_document_whose_answer_was_lost_is_sent_again_with_the_same_bytes() {
        var file = scan(1);
        sandbox.on("exchange").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("sendEdoc").times(1));

        var id = sent(file);

        assertThat(story.ended(id)).isEqualTo(State.DELIVERED);
        assertThat(sandbox.exchange().sent(number)).hasValueSatisfying(document -> {
            assertThat(document.times()).isEqualTo(2);
            assertThat(document.files()).containsExactly(Digest.sha256(file));
        });
    }

    @Test
    void a_replay_sends_the_same_bytes_and_keeps_nothing_twice() {
        var file = scan(2);
        var first = sent(file);
        story.becomes(first, State.DELIVERED);
        var kept = pieces();

        story.becomes(operator.replay(first), State.DELIVERED);

        assertThat(sandbox.exchange().sent(number)).hasValueSatisfying(document -> {
            assertThat(document.times()).isEqualTo(2);
            assertThat(document.files()).containsExactly(Digest.sha256(file));
        });
        assertThat(pieces()).isEqualTo(kept);
    }

    @Test
    void a_repetition_is_known_by_the_attachment_and_leaves_nothing_behind() {
        var key = Story.key();
        var first = post(key, scan(3));
        var kept = pieces();

        var again = post(key, scan(3));
        var other = post(key, scan(4));

        assertThat(again.text("transactionId")).isEqualTo(first.text("transactionId"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("code")).isEqualTo("idempotency-key-reused");
        assertThat(pieces()).isEqualTo(kept).isGreaterThan(before);
    }

    @Test
    void a_body_that_cannot_be_read_leaves_nothing_behind() {
        var text = new String(Json.write(NationalSamples.document(number, base64(scan(5)))), StandardCharsets.UTF_8);

        var half = qoffice.send("POST", PATH, text.substring(0, text.length() - 1).getBytes(StandardCharsets.UTF_8),
                "Idempotency-Key", Story.key(), "Content-Type", "application/json");
        var lines = qoffice.post(PATH, NationalSamples.document(number, base64(scan(5)).replaceAll(".{70000}",
                "$0\n")), "Idempotency-Key", Story.key());
        var large = qoffice.post(PATH, NationalSamples.document(number, "x".repeat(29 << 20)), "Idempotency-Key", Story
                .key());

        assertThat(half.status()).as(half.toString()).isEqualTo(400);
        assertThat(lines.status()).as(lines.toString()).isEqualTo(422);
        assertThat(lines.toString()).contains("/tepDinhKem/0/noiDung", "Base64");
        assertThat(large.status()).as(large.toString()).isEqualTo(413);
        assertThat(pieces()).isEqualTo(before);
        assertThat(pending()).isZero();
    }

    @Test
    void attachments_beyond_their_limit_are_named() {
        var text = new String(Json.write(NationalSamples.document(number, "x".repeat(28 << 20))),
                StandardCharsets.UTF_8).replace("\"tepDinhKem\":[",
                        "\"tepDinhKem\":[{\"tenTep\":\"a.pdf\",\"kieu\":"
                                + "\"application/pdf\",\"noiDung\":\"" + "y".repeat(70_000) + "\"},");

        var reply = qoffice.send("POST", PATH, text.getBytes(StandardCharsets.UTF_8), "Idempotency-Key", Story.key(),
                "Content-Type", "application/json");

        assertThat(reply.status()).as(reply.toString()).isEqualTo(413);
        assertThat(reply.toString()).contains("/tepDinhKem/1/noiDung", String.valueOf(28 << 20));
        assertThat(pieces()).isEqualTo(before);
    }

    @Test
    void a_request_that_does_not_fit_is_kept_with_its_attachments_for_who_mends_it() {
        var wrong = new LinkedHashMap<>(NationalSamples.document(number, base64(scan(6))));
        wrong.put("nghiepVu", 9);

        var reply = qoffice.post(PATH, wrong, "Idempotency-Key", Story.key());

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.toString()).contains("/nghiepVu").doesNotContain("/tepDinhKem");
        assertThat(pieces()).isGreaterThan(before);
        assertThat(pending()).isZero();
    }

    @Test
    void an_operator_sees_size_and_name_and_may_fetch_the_whole() {
        var file = scan(7);
        var id = sent(file);
        var path = "/ops/transactions/" + id + "/payload/request?reason=somebody%20asks";

        var shown = operator.get(path).toString();
        var whole = operator.get(path + "&whole=true");

        assertThat(shown).contains("124.pdf", base64(file).length() + " byte").doesNotContain(base64(file).substring(0,
                32));
        assertThat(whole.json()).isEqualTo(Json.read(Json.write(NationalSamples.document(number, base64(file)))));
        assertThat(operator.get("/ops/transactions/" + id).toString()).doesNotContain(base64(file).substring(0, 32));
        assertThat(stage.sql().sql("select request_bytes from transaction where id = :id").param("id", id).query(
                Integer.class).single()).isEqualTo(whole.bytes().length);
    }

    @Test
    void a_document_the_feed_shows_again_is_not_kept_again() {
        sandbox.exchange().send(number, "Văn bản", scan(8));
        stage.bean(Feeds.class).poll(RECEIVE);
        await().atMost(Story.PATIENCE).until(() -> sandbox.province().qoffice().papers().stream().anyMatch(
                paper -> paper.documentId().equals(number)));
        var kept = pieces();

        sandbox.exchange().giveAgain(1);
        stage.bean(Feeds.class).poll(RECEIVE);

        assertThat(pieces()).isEqualTo(kept).isGreaterThan(before);
        assertThat(pending()).isZero();
        assertThat(sandbox.province().qoffice().papers().stream().filter(paper -> paper.documentId().equals(number)))
                .singleElement().satisfies(paper -> assertThat(paper.files()).containsExactly(Digest.sha256(scan(8))));
    }

    @Test
    void what_a_gateway_that_died_left_behind_is_forgotten_after_a_day() {
        var left = UUID.randomUUID();
        stage.sql().sql("insert into attachment (id, piece, bytes) values (:id, 0, '')").param("id", left).update();
        stage.sql().sql("insert into attachment_pending (id, since) values (:id, now() - interval '25 hours')").param(
                "id", left).update();
        var mine = sent(scan(9));

        assertThat(stage.bean(Housekeeping.class).forgetAttachments()).isEqualTo(1);

        assertThat(stage.sql().sql("select count(*) from attachment where id = :id").param("id", left).query(Long.class)
                .single()).isZero();
        story.becomes(mine, State.DELIVERED);
    }
}
