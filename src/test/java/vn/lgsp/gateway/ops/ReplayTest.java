package vn.lgsp.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import vn.lgsp.gateway.ledger.State;

@OpsStage
class ReplayTest {
    @LocalServerPort
    private int port;
    @Autowired
    private SampleLedger ledger;
    private OpsClient client;

    @BeforeEach
    void visitor() {
        client = new OpsClient(port);
        ledger.empty();
    }

    private HttpResponse<String> replay(UUID id, String body) {
        return client.command("/ops/transactions/" + id + "/replay", body);
    }

    @Test
    void a_repeatable_transaction_is_sent_again_and_both_steps_are_in_the_audit_log() {
        var id = ledger.transaction("dvcqg.sync-dossier", State.EXHAUSTED).insert();

        var answer = replay(id, "{\"reason\": \"Cổng đã hoạt động lại\"}");

        assertThat(answer.statusCode()).isEqualTo(201);
        var sent = OpsClient.text(answer, "$.transactionId");
        assertThat(answer.headers().firstValue("Location")).hasValue("/ops/transactions/" + sent);
        assertThat(OpsClient.text(client.read("/ops/transactions/" + sent), "$.parent.id")).isEqualTo(id.toString());
        assertThat(ledger.audit()).containsExactly("operator replay.asked " + id + " Cổng đã hoạt động lại",
                "operator replay.sent " + id + " " + sent);
    }

    @Test
    void a_field_that_is_misspelt_is_refused_by_its_name_and_nothing_is_sent() {
        var id = ledger.transaction("dvcqg.sync-dossier", State.EXHAUSTED).insert();

        var answer = replay(id, "{\"reason\": \"Cổng đã hoạt động lại\", \"confrim\": true}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(OpsClient.text(answer, "$.errors[0].pointer")).isEqualTo("/confrim");
        assertThat(ledger.audit()).isEmpty();
    }

    @Test
    void a_write_that_is_not_repeatable_needs_a_confirmation() {
        var id = ledger.transaction("payment.init", State.UNKNOWN).insert();

        var without = replay(id, "{\"reason\": \"đã hỏi Nền tảng\"}");
        var with = replay(id, "{\"reason\": \"đã hỏi Nền tảng\", \"confirm\": true}");

        assertThat(without.statusCode()).isEqualTo(409);
        assertThat(OpsClient.text(without, "$.code")).isEqualTo("confirmation-needed");
        assertThat(with.statusCode()).isEqualTo(201);
        assertThat(ledger.audit()).hasSize(2);
    }

    @Test
    void a_service_nobody_knows_any_more_needs_a_confirmation_too() {
        var id = ledger.transaction("old.service", State.EXHAUSTED).insert();

        assertThat(OpsClient.text(replay(id, "{\"reason\": \"thử lại\"}"), "$.code")).isEqualTo("confirmation-needed");
    }

    @ParameterizedTest
    @ValueSource(strings = { "[", "{bad", "[]", "{\"reason\": {}}" })
    void a_body_that_cannot_be_read_is_told_as_that(String body) {
        var answer = replay(ledger.transaction("dvcqg.sync-dossier", State.EXHAUSTED).insert(), body);

        assertThat(answer.statusCode()).as(body).isEqualTo(400);
        assertThat(OpsClient.text(answer, "$.code")).isEqualTo("malformed-body");
    }

    @Test
    void a_reason_is_always_needed() {
        var id = ledger.transaction("dvcqg.sync-dossier", State.EXHAUSTED).insert();

        for (var body : new String[]{ "{}", "{\"reason\": \"  \"}", "{\"reason\": \"" + "x".repeat(501) + "\"}",
                "" }) {
            var answer = replay(id, body);
            assertThat(answer.statusCode()).as(body).isEqualTo(422);
            assertThat(OpsClient.text(answer, "$.code")).isEqualTo("reason-needed");
        }
        assertThat(ledger.audit()).isEmpty();
    }

    @Test
    void what_is_still_under_way_is_not_sent_again() {
        var id = ledger.transaction("dvcqg.sync-dossier", State.DELIVERING).insert();

        assertThat(OpsClient.text(replay(id, "{\"reason\": \"sốt ruột\"}"), "$.code")).isEqualTo("still-under-way");
    }

    @Test
    void what_still_waits_for_its_inquiry_is_not_sent_again() {
        var id = ledger.transaction("payment.init", State.UNKNOWN).insert();
        ledger.waiting(id, "payment.init", Instant.now().plusSeconds(60), 1, null);

        var answer = replay(id, "{\"reason\": \"sốt ruột\", \"confirm\": true}");

        assertThat(OpsClient.text(answer, "$.code")).isEqualTo("still-under-way");
    }

    @Test
    void a_replay_that_is_impossible_is_remembered_as_refused() {
        var id = ledger.transaction("dvcqg.sync-dossier", State.EXHAUSTED).version("gone").insert();

        var answer = replay(id, "{\"reason\": \"thử lại\"}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(OpsClient.text(answer, "$.code")).isEqualTo("not-replayable");
        assertThat(ledger.audit()).last().isEqualTo("operator replay.refused " + id);
    }

    @Test
    void the_unknown_cannot_be_sent_again() {
        assertThat(replay(new UUID(3, 4), "{\"reason\": \"thử lại\"}").statusCode()).isEqualTo(404);
    }
}
