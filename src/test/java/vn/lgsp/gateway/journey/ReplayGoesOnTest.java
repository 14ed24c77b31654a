package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.delivery.ReplayRunner;
import vn.lgsp.gateway.sandbox.Sandbox;

/** A replay of many is paused, resumed and cancelled, and outlives the gateway that carries it out. */
class ReplayGoesOnTest {
    private static final String DOSSIERS = RefusedDossiers.SERVICE;

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final RefusedDossiers dossiers = new RefusedDossiers(stage);
    private final Operator operator = new Operator(stage);

    @AfterEach
    void end_faults() {
        Stages.calm(stage);
    }

    @Test
    void it_is_paused_resumed_and_cancelled_and_what_was_sent_stays_sent() {
        var stories = dossiers.refused(12);

        var replay = dossiers.started(dossiers.wish("rate", 4));
        await().atMost(Story.PATIENCE).until(() -> (int) operator.get("/ops/replays/" + replay).json().get("sent") > 1);
        assertThat(operator.post("/ops/replays/" + replay + "/pause", Map.of()).text("state")).isEqualTo("PAUSED");
        await().atMost(Story.PATIENCE).until(() -> stage.sql().sql(
                "select lease_owner is null from replay_job where id = :id::uuid").param("id", replay).query(
                        Boolean.class)
                .single());
        var sent = (int) operator.get("/ops/replays/" + replay).json().get("sent");

        assertThat(sent).isBetween(2, 11);
        assertThat(operator.post("/ops/replays/" + replay + "/resume", Map.of()).text("state")).isEqualTo("RUNNING");
        await().atMost(Story.PATIENCE).until(() -> (int) operator.get("/ops/replays/" + replay).json().get(
                "sent") > sent);
        assertThat(operator.post("/ops/replays/" + replay + "/cancel", Map.of("reason", "enough")).text("state"))
                .isEqualTo("CANCELLED");
        assertThat(operator.post("/ops/replays/" + replay + "/resume", Map.of()).status()).isEqualTo(409);

        await().atMost(Story.PATIENCE).until(() -> stage.sql().sql(
                "select lease_owner is null from replay_job where id = :id::uuid").param("id", replay).query(
                        Boolean.class)
                .single());
        var end = operator.get("/ops/replays/" + replay).json();
        assertThat((int) end.get("sent")).isLessThan(12);
        assertThat((int) end.get("sent") + (int) end.get("waiting")).isEqualTo(12);
        assertThat(stories.stream().filter(one -> RefusedDossiers.sent(one).size() == 2).count())
                .isEqualTo(((Integer) end.get("sent"))
                        .longValue());
    }

    @Test
    void what_one_gateway_leaves_when_it_closes_another_carries_on() {
        var stories = dossiers.refused(40);
        stage.bean(ReplayRunner.class).stop();
        String replay;
        try (var second = stage.another("--gateway.ledger.node=closing", "--POSTAL_POLL=1h")) {
            var there = new Operator(second);
            replay = there.post("/ops/replays", dossiers.wish("rate", 20)).text("id");
            await().atMost(Story.PATIENCE).until(() -> (int) there.get("/ops/replays/" + replay).json().get(
                    "sent") > 3);
        }
        var left = (int) operator.get("/ops/replays/" + replay).json().get("waiting");

        stage.bean(ReplayRunner.class).start();
        operator.replayIs(replay, "DONE");

        assertThat(left).isBetween(1, 39);
        RefusedDossiers.delivered(stories);
    }

    @Test
    void what_a_gateway_opened_and_did_not_note_before_it_died_is_not_opened_twice() {
        var stories = dossiers.refused(3);
        var replay = dossiers.started(dossiers.wish());
        operator.replayIs(replay, "DONE");
        RefusedDossiers.delivered(stories);

        stage.sql().sql("update replay_item set outcome = 'WAITING', child = null where job = :id::uuid").param("id",
                replay).update();
        stage.sql().sql("""
                update replay_job set state = 'RUNNING', lease_owner = 'dead',
                  lease_until = clock_timestamp() + interval '1 second' where id = :id::uuid""").param("id", replay)
                .update();
        operator.replayIs(replay, "DONE");

        RefusedDossiers.delivered(stories);
        assertThat(operator.items(replay)).allSatisfy(item -> assertThat(item).containsEntry("outcome", "SENT"));
    }
}
