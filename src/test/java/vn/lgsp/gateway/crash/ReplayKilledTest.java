package vn.lgsp.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.OneStopClient;
import vn.lgsp.gateway.journey.Operator;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Wire;
import vn.lgsp.gateway.ledger.CounterCheck;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** A replay of many outlives the gateway that works on it, and sends nothing twice: processing steps, which cannot be. */
@Tag("crash")
class ReplayKilledTest {
    private static final String SERVICE = "dvcqg.sync-progress";
    private static final int MANY = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Path place = Path.of("target", "crash", "replay-" + UUID.randomUUID()).toAbsolutePath();
    private final Fleet fleet = new Fleet(2);
    private final Wire entrance = Wire.toAnyOf(fleet::next);
    private final Countryside country = new Countryside(fleet.url(entrance.port()));
    private final DurableServer server = new DurableServer(place, Optional.empty(), Map.of());

    @BeforeEach
    void start() {
        fleet.start(place, server, country.environment(), "--gateway.ops.password=" + Operator.PASSWORD);
    }

    @AfterEach
    void close() {
        fleet.close();
        entrance.close();
        country.close();
        server.close();
    }

    @Test
    void a_replay_of_hundreds_goes_on_at_another_gateway_and_sends_each_once() {
        var dossiers = Stream.generate(GatewayStage::dossierNumber).limit(MANY).toList();
        sent(dossiers, "dossiers", number -> Samples.dossier(number));
        ended("dvcqg.sync-dossier", State.DELIVERED);
        country.sandbox().on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor("CapNhatTienDoHoSoMC"));
        sent(dossiers, "progress", number -> Samples.progress(number, 1));
        ended(SERVICE, State.REJECTED);
        country.sandbox().endFaults();

        var replay = operator(fleet.nodes().getFirst()).post("/ops/replays", Operator.wish(SERVICE, State.REJECTED,
                "rate", 20, "confirm", true)).text("id");
        await().atMost(PATIENCE).until(() -> items(replay, "SENT") > MANY / 5);
        var worker = working(replay).getFirst();
        worker.process().kill();
        var done = items(replay, "SENT");
        var others = fleet.nodes().stream().filter(node -> node != worker).toList();
        var end = await().atMost(PATIENCE).until(() -> operator(others.getFirst()).get("/ops/replays/" + replay),
                reply -> reply.text("state").equals("DONE"));
        await().atMost(PATIENCE).until(() -> Books.waiting(server.sql()).isEmpty());

        assertThat(done).as("killed in the middle of it").isLessThan(MANY);
        assertThat(others).as("carried on by").anyMatch(working(replay)::contains);
        assertThat(end.json()).containsEntry("total", MANY).containsEntry("sent", MANY).containsEntry("leftOut", 0)
                .containsEntry("waiting", 0);
        eachWasSentOnce(dossiers);
        assertThat(CounterCheck.differences(server.sql())).isEmpty();
    }

    /** What the killed gateway was sending just then is of unknown outcome, and is not sent again. */
    private void eachWasSentOnce(List<String> dossiers) {
        var books = new Books(server.sql());
        assertThat(dossiers).allSatisfy(number -> {
            var again = books.rows.stream().filter(row -> row.key().equals(number) && row.origin().equals("replay"))
                    .toList();
            var steps = country.sandbox().portal().dossier(number).orElseThrow().steps();
            assertThat(again).hasSize(1);
            switch (State.valueOf(again.getFirst().state())) {
                case DELIVERED -> assertThat(steps.values()).containsExactly(1);
                case UNKNOWN -> assertThat(steps.values()).isSubsetOf(1);
                default -> throw new AssertionError(again);
            }
        });
        System.out.println("replay of " + MANY + " whose gateway was killed: " + books.states());
    }

    private void sent(List<String> dossiers, String path, java.util.function.Function<String, Object> body) {
        dossiers.parallelStream().forEach(number -> assertThat(new OneStopClient(fleet.url(fleet.next()),
                GatewayStage.ONE_STOP).post("/api/dvcqg/v1/" + path, body.apply(number), "Idempotency-Key",
                        path
                                + number)
                .status()).isEqualTo(202));
    }

    private void ended(String service, State state) {
        await().atMost(PATIENCE).until(() -> server.sql().sql("""
                select count(*) from transaction where service = :service and state = :state""").param("service",
                service).param("state", state.name()).query(Integer.class).single() == MANY);
    }

    private int items(String replay, String outcome) {
        return server.sql().sql("select count(*) from replay_item where job = :id::uuid and outcome = :outcome").param(
                "id", replay).param("outcome", outcome).query(Integer.class).single();
    }

    /** Who has worked on it, by their own words. */
    private List<Fleet.Node> working(String replay) {
        return fleet.nodes().stream().filter(node -> said(node).contains("replay.carried-on replay=" + replay))
                .toList();
    }

    private String said(Fleet.Node node) {
        try {
            return Files.readString(place.resolve(node.name() + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Operator operator(Fleet.Node node) {
        return new Operator(node.process().opsUrl());
    }
}
