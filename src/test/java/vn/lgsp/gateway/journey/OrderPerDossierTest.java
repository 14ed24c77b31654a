package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Many dossiers side by side, each in its own order. */
class OrderPerDossierTest {
    private static final List<Integer> STATES = List.of(2, 4, 4, 9, 10);

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();

    @AfterEach
    void end_faults() {
        Stages.calm(stage);
    }

    @Test
    void a_hundred_dossiers_with_five_versions_each_arrive_in_order_whatever_fails_between() {
        sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor("DongBoHoSoMC").probability(0.05, 7));
        var stories = Stream.generate(() -> new Story(stage)).limit(100).toList();

        try (var officers = Executors.newFixedThreadPool(8)) {
            stories.forEach(story -> officers.execute(() -> {
                for (int version = 0; version < STATES.size(); version++) {
                    story.accepted("/api/dvcqg/v1/dossiers", version(story.number(), version));
                }
            }));
        }
        await().atMost(Story.PATIENCE.multipliedBy(2)).pollInterval(Duration.ofMillis(50)).until(() -> {
            stage.pass(Duration.ofSeconds(2));
            return stage.sql().sql("select count(*) from delivery where destination = 'dvcqg'").query(Integer.class)
                    .single() == 0;
        });

        assertThat(stories).allSatisfy(story -> {
            assertThat(story.all()).filteredOn(row -> row.service().equals("dvcqg.sync-dossier")).hasSize(5)
                    .allSatisfy(row -> assertThat(row.state()).isEqualTo(State.DELIVERED));
            var atPortal = story.atPortal();
            assertThat(atPortal.inserts()).isEqualTo(1);
            assertThat(atPortal.updates()).isEqualTo(4);
            assertThat(atPortal.sameAgain()).isZero();
            assertThat(atPortal.last().path("GhiChu").asString("")).isEqualTo("phiên bản 4");
            assertThat(atPortal.statuses()).isEqualTo(STATES.stream().map(String::valueOf).toList());
        });
    }

    private static LinkedHashMap<String, Object> version(String number, int version) {
        var dossier = new LinkedHashMap<>(STATES.get(version) >= 9
                ? Samples.finished(number)
                : Samples.dossier(number));
        dossier.put("trangThaiHoSo", STATES.get(version));
        dossier.put("ghiChu", "phiên bản " + version);
        return dossier;
    }

    /** The portal may be at work on it still, and finish after whatever came next. */
    @Test
    void what_came_later_waits_until_a_call_whose_answer_was_lost_can_take_effect_no_more() {
        var story = new Story(stage);
        sandbox.on("portal").set(Fault.of(FaultMode.RESET_AFTER).onlyFor("DongBoHoSoMC").times(1));

        var first = story.dossier();
        story.attempted(first, 1);
        var second = story.finished();

        assertThat(story.hurry(first)).isGreaterThan(Duration.ofSeconds(55));
        story.ends();
        assertThat(story.state(second)).isEqualTo(State.DELIVERED);
        assertThat(story.atPortal().statuses()).containsExactly("4", "4", "10");
    }

    @Test
    void a_dossier_that_cannot_be_delivered_keeps_only_its_own_later_versions_waiting() {
        var stuck = new Story(stage);
        var well = new Story(stage);
        sandbox.on("portal").set(Fault.of(FaultMode.SERVER_ERROR).onlyFor("DongBoHoSoMC").times(1));

        var first = stuck.dossier();
        stuck.attempted(first, 1);
        var second = stuck.finished();
        var other = new ArrayList<>(List.of(well.dossier(), well.finished()));

        other.forEach(id -> well.becomes(id, State.DELIVERED));
        assertThat(stuck.state(second)).isEqualTo(State.RECEIVED);
        stuck.ends();
        assertThat(stuck.atPortal().statuses()).containsExactly("4", "10");
    }
}
