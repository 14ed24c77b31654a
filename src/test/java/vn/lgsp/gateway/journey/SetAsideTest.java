package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import vn.lgsp.gateway.delivery.Destinations;
import vn.lgsp.gateway.delivery.Expiry;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.State;

/** What cannot be sent at all is set aside in sight, with its reason and its bytes. */
class SetAsideTest {
    @RegisterExtension
    private final ClosedWorld world = new ClosedWorld();
    private final GatewayStage stage = world.stage();

    @Test
    void what_cannot_be_opened_or_has_no_service_any_more_is_set_aside_in_sight_and_ends_in_time() {
        stage.bean(Destinations.class).hold(world.portal(), "an", "so that all of them wait");
        var stories = world.stories(4);
        var ids = stories.stream().map(Story::dossier).toList();
        stage.sql().sql("update payload set bytes = '\\x01' where kind = 'request' and transaction_id = :id")
                .param("id",
                        ids.get(0))
                .update();
        stage.sql().sql("delete from payload where transaction_id = :id").param("id", ids.get(1)).update();
        for (var table : List.of("transaction", "delivery")) {
            stage.sql().sql("update " + table + " set service = 'dvcqg.gone' where id = :id").param("id", ids.get(2))
                    .update();
        }
        stage.sql().sql("""
                insert into counter select 'dvcqg.gone', minute, caller, state, 99, 1 from counter
                where service = 'dvcqg.sync-dossier' and state = 'RECEIVED' and minute = date_trunc('minute',
                (select received_at from transaction where id = :id)) limit 1""").param("id", ids.get(2)).update();
        stage.sql().sql("""
                update counter set n = n - 1 where ctid in (select ctid from counter
                where service = 'dvcqg.sync-dossier' and state = 'RECEIVED' and minute = date_trunc('minute',
                (select received_at from transaction where id = :id)) limit 1)""").param("id", ids.get(2)).update();

        stage.bean(Destinations.class).resume(world.portal(), "an");
        stories.get(3).becomes(ids.get(3), State.DELIVERED);

        for (int n = 0; n < 3; n++) {
            var id = ids.get(n);
            var why = n == 2 ? "no-such-service" : "payload-closed";
            await().atMost(Story.PATIENCE).untilAsserted(() -> assertThat(Objects.requireNonNull(stories.getFirst()
                    .view(id).waiting()).parked()).isEqualTo(why));
            assertThat(stories.getFirst().view(id).attempts()).isZero();
        }
        stage.pass(Duration.ofDays(3).plusSeconds(1));
        stage.bean(Expiry.class).sweep();
        ids.subList(0, 3).forEach(id -> stories.getFirst().becomes(id, State.EXPIRED));
    }

    @Test
    void a_dead_letter_keeps_its_reason_its_attempts_and_the_very_bytes() {
        var story = new Story(stage);
        var body = "{ \"hoiDapId\": \"POISON\",   \"maDonVi\":\"000.00.12.H47\", \"nguoiTraLoi\":\"Trần Văn Mẫu\", "
                + "\"ngayTraLoi\":\"2026-03-02T09:00:00+07:00\", \"noiDungTraLoi\":\"Ba\\u0301o\" }";
        var bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var id = UUID.fromString(stage.oneStop().send("POST", "/api/dvcqg/v1/answers", bytes,
                "Idempotency-Key", Story.key()).text("transactionId"));

        for (int attempt = 1; attempt <= 8; attempt++) {
            story.attempted(id, attempt);
            if (attempt < 8) {
                story.hurry(id);
            }
        }
        story.becomes(id, State.EXHAUSTED);

        assertThat(story.view(id).code()).isEqualTo("mapping-failed");
        assertThat(story.view(id).reason()).contains("answer-question", "D3137");
        assertThat(story.attempts(id)).hasSize(8).allSatisfy(attempt -> {
            assertThat(attempt.times().map()).isPositive();
            assertThat(attempt.times().connect()).isNull();
        });
        assertThat(stage.bean(Ledger.class).payload(id, "request")).get().isEqualTo(bytes);
    }

    @Test
    void an_answer_that_our_mapping_cannot_take_is_told_with_its_call_and_a_write_stays_done() {
        var story = new Story(stage);
        var written = UUID.fromString(stage.oneStop().post("/api/dvcqg/v1/answers", Map.of("hoiDapId", "ODD", "maDonVi",
                "000.00.12.H47", "nguoiTraLoi", "Trần Văn Mẫu", "ngayTraLoi", "2026-03-02T09:00:00+07:00",
                "noiDungTraLoi", "Báo"), "Idempotency-Key", Story.key()).text("transactionId"));
        story.becomes(written, State.DELIVERED);
        var read = UUID.fromString(stage.oneStop().get("/api/dvcqg/v1/dossiers/H47.12-260101-0001").header(
                "Transaction-Id"));

        assertThat(story.attempts(written)).last().satisfies(call -> {
            assertThat(call.outcome()).isEqualTo("DELIVERED");
            assertThat(call.code()).isEqualTo("mapping-failed");
            assertThat(call.reason()).contains("answer-question.response");
        });
        assertThat(story.view(read).state()).isEqualTo(State.EXHAUSTED);
        assertThat(story.attempts(read)).last().satisfies(call -> {
            assertThat(call.outcome()).isEqualTo("UNAVAILABLE");
            assertThat(call.code()).isEqualTo("mapping-failed");
            assertThat(call.httpStatus()).isEqualTo(200);
        });
    }
}
