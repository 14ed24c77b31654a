package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionView;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Dossiers the portal has refused by mistake since a test began, and what an operator's replay makes of them. */
final class RefusedDossiers {
    static final String SERVICE = "dvcqg.sync-dossier";

    private final GatewayStage stage;
    private final Instant since;

    RefusedDossiers(GatewayStage stage) {
        this.stage = stage;
        this.since = stage.now();
    }

    Instant since() {
        return since;
    }

    /** So many more; the portal is well again. */
    List<Story> refused(int number) {
        stage.sandbox().on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor("DongBoHoSoMC"));
        var stories = Stream.generate(() -> new Story(stage)).limit(number).toList();
        var ids = stories.stream().map(Story::dossier).toList();
        for (int i = 0; i < number; i++) {
            stories.get(i).becomes(ids.get(i), State.REJECTED);
        }
        stage.sandbox().on("portal").set(Fault.NONE);
        return stories;
    }

    /** A replay of all of them. */
    Map<String, Object> wish(Object... more) {
        var wish = Operator.wish(SERVICE, State.REJECTED, more);
        wish.put("filter", Map.of("service", SERVICE, "state", List.of("REJECTED"), "from", since.toString()));
        return wish;
    }

    /** The replay's name. */
    String started(Map<String, Object> wish, String... headers) {
        var reply = new Operator(stage).post("/ops/replays", wish, headers);
        assertThat(reply.status()).as(reply.toString()).isEqualTo(201);
        return reply.text("id");
    }

    /** The dossier's transactions, without what its caller is told of them. */
    static List<TransactionView> sent(Story one) {
        return one.all().stream().filter(row -> row.service().equals(SERVICE)).toList();
    }

    static void delivered(List<Story> stories) {
        assertThat(stories).allSatisfy(one -> await().atMost(Story.PATIENCE).untilAsserted(() -> {
            assertThat(sent(one)).hasSize(2);
            assertThat(sent(one).getLast().state()).isEqualTo(State.DELIVERED);
            assertThat(sent(one).getLast().origin()).isEqualTo("replay");
            assertThat(sent(one).getLast().parent()).isEqualTo(sent(one).getFirst().id());
            assertThat(one.atPortal().inserts()).isEqualTo(1);
        }));
    }
}
