package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionView;

/** A dossier's whole life, with everybody well: each thing happens at its provider once. */
class TheWholeJourneyTest {
    private final GatewayStage stage = Stages.shared();
    private final Story story = new Story(stage);

    @Test
    void every_row_is_delivered_and_every_provider_did_its_part_once() {
        try (var _ = new PollingPost(stage)) {
            new Journey(stage.oneStop(), stage.sandbox(), story.number(), step -> {}).travel();
            story.ends();
        }

        assertThat(story.all()).allSatisfy(row -> assertThat(row.state()).as(row.toString()).isEqualTo(
                State.DELIVERED));
        var dossier = story.atPortal();
        assertThat(dossier.inserts()).isEqualTo(1);
        assertThat(dossier.updates()).isEqualTo(1);
        assertThat(dossier.sameAgain()).isZero();
        assertThat(dossier.steps()).hasSize(12);
        assertThat(dossier.doubledSteps()).isZero();
        assertThat(stage.sandbox().payment().initsOf(story.number())).isEqualTo(1);
        assertThat(stage.sandbox().post().order(story.number() + "-TKQ").orElseThrow().repeats()).isZero();
        assertThat(handedOver("/lgsp/payments")).isEqualTo(1);
        assertThat(handedOver("/lgsp/postal-events")).isEqualTo(5);
        assertThat(stage.sandbox().oneStop().received("/lgsp/events").stream().filter(event -> event.body().toString()
                .contains(story.number()))).allSatisfy(event -> assertThat(event.times()).isEqualTo(1)).hasSize(
                        (int) story.all().stream().filter(TheWholeJourneyTest::toldBack).count());
    }

    /** The caller is told what became of everything it did not wait for. */
    private static boolean toldBack(TransactionView row) {
        return row.mode().equals("LATER") && row.caller().equals("one-stop") && !row.origin().equals("callback");
    }

    private long handedOver(String path) {
        return stage.sandbox().oneStop().received(path).stream().filter(delivery -> delivery.body().toString().contains(
                story.number())).mapToInt(delivery -> delivery.times()).sum();
    }
}
