package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.journey.Story;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Ledger;

/** What a lane was given and cannot do any more, others can. */
class LaneTest {
    private final GatewayStage stage = Stages.shared();
    private final Destinations destinations = stage.bean(Destinations.class);
    private final Destination portal = stage.bean(Catalogue.class).service("dvcqg.sync-dossier").orElseThrow().call()
            .destination();

    @AfterEach
    void resume() {
        destinations.resume(portal, "test");
        Stages.calm(stage);
    }

    private Claim taken(Story story) {
        var id = story.dossier();
        return stage.bean(Ledger.class).claim("dvcqg", 50, stage.now().plusSeconds(3600), Duration.ofSeconds(60))
                .stream()
                .filter(claim -> claim.transaction().id().equals(id)).findFirst().orElseThrow();
    }

    private boolean free(Claim claim) {
        return stage.sql().sql("select lease_owner is null from delivery where id = :id").param("id", claim
                .transaction().id()).query(Boolean.class).single();
    }

    @Test
    void work_handed_over_to_a_lane_that_has_just_ended_is_given_back() throws Exception {
        destinations.hold(portal, "test", "so that nobody else takes it");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var lane = new Lane(portal, stage.bean(DeliveryQueue.Crewing.class).crew(threads), false,
                    java.util.Map.of());
            var running = threads.submit(lane::run);
            lane.stop();
            running.get();
            var claim = taken(new Story(stage));
            assertThat(free(claim)).isFalse();

            lane.handOver(claim);

            assertThat(free(claim)).isTrue();
        }
    }
}
