package vn.lgsp.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import vn.lgsp.gateway.ledger.State;

@OpsStage
class TransactionsTest {
    private static final String DOSSIER = "dvcqg.sync-dossier";
    private static final String KEY = "H47.12-260302-0012";

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

    @Test
    void a_dossier_is_found_by_its_number_however_old() {
        var old = ledger.transaction(DOSSIER, State.DELIVERED, Instant.now().minus(Duration.ofDays(20))).key(KEY)
                .insert();
        ledger.transaction(DOSSIER, State.DELIVERED).key("H47.12-260302-0013").insert();

        var answer = client.read("/ops/transactions?businessKey=" + KEY);

        assertThat(OpsClient.list(answer, "$.transactions[*].id")).containsExactly(old.toString());
        assertThat(OpsClient.value(answer, "$.from")).isNull();
    }

    @Test
    void one_box_finds_by_id_key_or_reference() {
        var id = ledger.transaction("payment.init", State.DELIVERED).key(KEY).reference("QNAM-1-7").insert();

        for (var words : new String[]{ id.toString(), KEY, "QNAM-1-7" }) {
            assertThat(OpsClient.list(client.read("/ops/transactions?q=" + words), "$.transactions[*].id"))
                    .containsExactly(id.toString());
        }
        assertThat(OpsClient.list(client.read("/ops/transactions?q=nothing"), "$.transactions")).isEmpty();
    }

    @Test
    void a_search_without_a_name_looks_at_the_last_day() {
        ledger.transaction(DOSSIER, State.DELIVERED, Instant.now().minus(Duration.ofHours(30))).insert();
        var recent = ledger.transaction(DOSSIER, State.DELIVERED, Instant.now().minus(Duration.ofHours(3))).insert();

        var answer = client.read("/ops/transactions?service=" + DOSSIER);

        assertThat(OpsClient.list(answer, "$.transactions[*].id")).containsExactly(recent.toString());
        assertThat(OpsClient.text(answer, "$.from")).isNotEmpty();
    }

    @Test
    void a_period_service_state_and_caller_narrow_the_search() {
        var at = Instant.parse("2026-01-01T00:00:00Z").isAfter(Instant.now())
                ? Instant.now()
                : Instant.now().minus(
                        Duration.ofHours(2));
        var wanted = ledger.transaction(DOSSIER, State.REJECTED, at).insert();
        ledger.transaction(DOSSIER, State.DELIVERED, at).insert();
        ledger.transaction("payment.init", State.REJECTED, at).insert();
        ledger.transaction(DOSSIER, State.REJECTED, at.minusSeconds(7_200)).insert();

        var answer = client.read("/ops/transactions?service=" + DOSSIER + "&state=REJECTED,UNKNOWN&caller=one-stop"
                + "&from=" + at.minusSeconds(60) + "&to=" + OpsClient.encoded(at.plusSeconds(60).toString()));

        assertThat(OpsClient.list(answer, "$.transactions[*].id")).containsExactly(wanted.toString());
        assertThat(OpsClient.list(client.read("/ops/transactions?caller=nobody"), "$.transactions")).isEmpty();
    }

    @Test
    void pages_follow_each_other_without_gap_or_repetition() {
        var all = new ArrayList<Object>();
        for (int n = 0; n < 7; n++) {
            all.addFirst(ledger.transaction(DOSSIER, State.DELIVERED, Instant.now().minusSeconds(100 - n)).insert()
                    .toString());
        }

        var seen = new ArrayList<Object>();
        var page = client.read("/ops/transactions?limit=3");
        seen.addAll(OpsClient.list(page, "$.transactions[*].id"));
        while (OpsClient.value(page, "$.next") != null) {
            page = client.read("/ops/transactions?limit=3&after=" + OpsClient.text(page, "$.next"));
            seen.addAll(OpsClient.list(page, "$.transactions[*].id"));
        }

        assertThat(seen).isEqualTo(all);
    }

    @Test
    void a_beginning_of_a_key_is_searched_literally() {
        var wanted = ledger.transaction(DOSSIER, State.DELIVERED).key("H47%_12-1").insert();
        ledger.transaction(DOSSIER, State.DELIVERED).key("H47xx12-2").insert();

        var answer = client.read("/ops/transactions?businessKey=" + OpsClient.encoded("H47%_*"));

        assertThat(OpsClient.list(answer, "$.transactions[*].id")).containsExactly(wanted.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = { "id=17", "state=LOST", "from=yesterday", "limit=0", "limit=1000", "limit=x", "after=1",
            "businessKey=H4*", "q=%00", "next=01a20978-9aaf-7d37-bfcd-d60682f6087f", "sevice=dvcqg.sync-dossier" })
    void a_parameter_that_makes_no_sense_is_refused_by_its_name(String parameter) {
        var answer = client.read("/ops/transactions?" + parameter);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(OpsClient.text(answer, "$.code")).isEqualTo("bad-parameter");
        assertThat(OpsClient.text(answer, "$.detail")).contains(parameter.substring(0, parameter.indexOf('=')));
    }

    @Test
    void a_transaction_tells_its_story() {
        var start = Instant.now().minusSeconds(90);
        var parent = ledger.transaction(DOSSIER, State.DELIVERED, start.minusSeconds(60)).key(KEY).insert();
        var id = ledger.transaction("payment.init", State.DELIVERING, start).key(KEY).child(parent, "follow")
                .attempts(2).answer("12", "Hệ thống bận").insert();
        ledger.attempt(id, 1, start, 10_000, "UNAVAILABLE", null, "timeout", "no answer in 10 s");
        ledger.attempt(id, 2, start.plusSeconds(15), 240, "UNAVAILABLE", 503, "12", "Hệ thống bận");
        ledger.waiting(id, "payment.init", start.plusSeconds(300), 2, "breaker");
        var child = ledger.transaction(DOSSIER, State.RECEIVED).child(id, "callback").insert();

        var answer = client.read("/ops/transactions/" + id);

        assertThat(OpsClient.text(answer, "$.transaction.state")).isEqualTo("DELIVERING");
        assertThat(OpsClient.value(answer, "$.plannedAttempts")).isEqualTo(7);
        assertThat(OpsClient.list(answer, "$.attempts[*].httpStatus")).containsExactly(null, 503);
        assertThat(OpsClient.text(answer, "$.attempts[1].reason")).isEqualTo("Hệ thống bận");
        assertThat(OpsClient.text(answer, "$.transaction.waiting.parked")).isEqualTo("breaker");
        assertThat(OpsClient.text(answer, "$.transaction.waiting.dueAt")).isNotEmpty();
        assertThat(OpsClient.text(answer, "$.parent.id")).isEqualTo(parent.toString());
        assertThat(OpsClient.list(answer, "$.children[*].id")).containsExactly(child.toString());
        assertThat(OpsClient.value(answer, "$.replay.possible")).isEqualTo(false);
        assertThat(OpsClient.value(answer, "$.replay.needsConfirmation")).isEqualTo(true);
    }

    @Test
    void work_that_waits_for_another_transaction_has_no_time() {
        var id = ledger.transaction(DOSSIER, State.RECEIVED).insert();
        ledger.waiting(id, DOSSIER, Instant.now(), 0, "after:dvcqg.sync-dossier");
        ledger.sql().sql("update delivery set due_at = 'infinity'").update();

        assertThat(OpsClient.value(client.read("/ops/transactions/" + id), "$.transaction.waiting.dueAt")).isNull();
    }

    @Test
    void an_unknown_transaction_is_not_found() {
        var answer = client.read("/ops/transactions/" + new UUID(1, 2));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(OpsClient.text(answer, "$.code")).isEqualTo("transaction-not-found");
    }

    @Test
    void citizens_numbers_are_hidden_and_payloads_are_not_there() {
        var id = ledger.transaction(DOSSIER, State.REJECTED).key("049090000012").attempts(1)
                .answer("-1", "Công dân 049090000012 không tồn tại").insert();
        ledger.attempt(id, 1, Instant.now(), 20, "REJECTED", 200, "-1", "Công dân 049090000012 không tồn tại");

        var story = client.read("/ops/transactions/" + id).body();
        var list = client.read("/ops/transactions?service=" + DOSSIER).body();

        assertThat(story + list).doesNotContain("049090000012").contains("•••••••••012").doesNotContain("payload");
    }

    @Test
    void a_search_that_takes_too_long_says_how_to_narrow_it() {
        var answer = ledger.whileLocked(() -> client.read("/ops/transactions"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(OpsClient.text(answer, "$.code")).isEqualTo("search-too-wide");
        assertThat(OpsClient.text(answer, "$.detail")).contains("2 giây", "khoảng thời gian");
    }
}
