package vn.lgsp.gateway.journey;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.State;

/** A provider that bears more calls at once than are taken from the queue in one go. */
class WideDestinationTest {

    @Test
    void its_deliveries_are_taken_from_the_queue_as_well() {
        try (var stage = GatewayStage.start("--DVCQG_AT_ONCE=4000")) {
            var story = new Story(stage);

            var dossier = story.dossier();

            story.becomes(dossier, State.DELIVERED);
        }
    }
}
