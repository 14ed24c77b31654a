package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.delivery.ReplayRunner;

/** Several operators mend the same outage at once: on a gateway with nothing else to do, whose table may be locked. */
class ReplaysAtOnceTest {

    @Test
    void two_replays_that_chose_the_same_at_the_same_time_send_it_once() throws SQLException {
        try (var stage = GatewayStage.start("--POSTAL_POLL=1h")) {
            var dossiers = new RefusedDossiers(stage);
            var operator = new Operator(stage);
            var stories = dossiers.refused(1);
            var runner = stage.bean(ReplayRunner.class);
            runner.stop();
            var replays = List.of(dossiers.started(dossiers.wish()), dossiers.started(dossiers.wish("rate", 7)));

            try (var connection = stage.bean(DataSource.class).getConnection()) {
                connection.setAutoCommit(false);
                connection.createStatement().execute("lock table payload in access exclusive mode");
                runner.start();
                // neither has found a replay of it by then
                await().atMost(Story.PATIENCE).until(() -> stage.sql().sql("""
                    select count(*) from pg_stat_activity where datname = current_database()
                      and wait_event_type = 'Lock' and query like 'select kind, bytes from payload%'""").query(
                        Integer.class).single() == 2);
                connection.rollback();
            }
            replays.forEach(replay -> operator.replayIs(replay, "DONE"));

            RefusedDossiers.delivered(stories);
            assertThat(replays.stream().flatMap(replay -> operator.items(replay).stream()).map(item -> item.get(
                    "outcome") + " " + item.get("code"))).containsExactlyInAnyOrder("SENT null",
                            "LEFT_OUT already-replayed");
        }
    }
}
