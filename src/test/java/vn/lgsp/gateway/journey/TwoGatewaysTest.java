package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.delivery.DeliveryQueue;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Gateways that share a database: they share the work, and one takes over what another left. */
class TwoGatewaysTest {
    private final GatewayStage stage = Stages.shared();
    @RegisterExtension
    private final Unpaid unpaid = new Unpaid(stage);
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);

    @Test
    void they_share_the_work_and_double_nothing() {
        var stories = Stream.generate(() -> new Story(stage)).limit(40).toList();
        try (var second = stage.another("--gateway.ledger.node=second", "--POSTAL_POLL=1h")) {
            for (var one : stories) {
                var client = IntStream.range(0, 2).mapToObj(n -> n == 0 ? stage.oneStop() : second.oneStop()).toList();
                var first = one.dossier();
                assertThat(client.getLast().post("/api/dvcqg/v1/progress", Samples.progress(one.number(), 12),
                        "Idempotency-Key", Story.key()).status()).isEqualTo(202);
                assertThat(client.getLast().transaction(first.toString()).status()).isEqualTo(200);
                one.finished();
            }
            stories.forEach(Story::ends);
        }

        assertThat(stories).allSatisfy(one -> {
            assertThat(one.atPortal().inserts()).isEqualTo(1);
            assertThat(one.atPortal().updates()).isEqualTo(1);
            assertThat(one.atPortal().steps()).hasSize(12);
            assertThat(one.atPortal().doubledSteps()).isZero();
            assertThat(one.all()).allSatisfy(row -> assertThat(row.state()).isEqualTo(State.DELIVERED));
        });
        assertThat(stories.stream().flatMap(one -> one.all().stream()).flatMap(row -> stories.getFirst().attempts(row
                .id()).stream()).map(attempt -> attempt.node()).distinct()).hasSize(2);
    }

    @Test
    void the_same_key_at_both_is_one_transaction() {
        try (var second = stage.another("--POSTAL_POLL=1h")) {
            var key = Story.key();
            var body = Json.write(Samples.dossier(story.number()));

            var ids = IntStream.range(0, 20).parallel().mapToObj(n -> (n % 2 == 0 ? stage : second).oneStop().send(
                    "POST", "/api/dvcqg/v1/dossiers", body, "Idempotency-Key", key).text("transactionId")).distinct()
                    .toList();

            assertThat(ids).hasSize(1);
            story.ends();
        }
        assertThat(story.atPortal().inserts()).isEqualTo(1);
        assertThat(story.atPortal().updates()).isZero();
    }

    /** A gateway takes the work and is never heard of again. */
    private Claim died(UUID id, String destination) {
        var claims = stage.bean(Ledger.class).claim(destination, 50, stage.now().plus(Duration.ofHours(1)), Duration
                .ofSeconds(30).minus(Duration.ofHours(1)));
        assertThat(claims).extracting(claim -> claim.transaction().id()).contains(id);
        stage.sql().sql("update delivery set calling = true where id = :id").param("id", id).update();
        return claims.getFirst();
    }

    @Test
    void a_dossier_another_gateway_may_have_sent_is_sent_again() {
        sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).retryAfter(600).onlyFor("DongBoHoSoMC").times(1));
        var id = story.dossier();
        story.attempted(id, 1);

        died(id, "dvcqg");
        stage.pass(Duration.ofMinutes(11));
        story.becomes(id, State.DELIVERED);

        assertThat(story.atPortal().inserts()).isEqualTo(1);
    }

    @Test
    void steps_another_gateway_may_have_sent_are_of_unknown_outcome() {
        story.becomes(story.dossier(), State.DELIVERED);
        sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).retryAfter(600).onlyFor("CapNhatTienDoHoSoMC").times(
                1));
        var id = story.progress(3);
        story.attempted(id, 1);
        var calls = sandbox.on("portal").arrived("CapNhatTienDoHoSoMC");

        died(id, "dvcqg");
        stage.pass(Duration.ofMinutes(11));
        story.becomes(id, State.UNKNOWN);

        assertThat(sandbox.on("portal").arrived("CapNhatTienDoHoSoMC")).isEqualTo(calls);
        assertThat(story.view(id).code()).isEqualTo("interrupted");
    }

    @Test
    void steps_another_gateway_may_have_sent_days_ago_are_unknown_and_not_expired() {
        story.becomes(story.dossier(), State.DELIVERED);
        sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).retryAfter(600).onlyFor("CapNhatTienDoHoSoMC").times(
                1));
        var id = story.progress(3);
        story.attempted(id, 1);

        died(id, "dvcqg");
        stage.pass(Duration.ofDays(4));

        story.becomes(id, State.UNKNOWN);
    }

    @Test
    void a_gateway_that_stops_under_load_leaves_no_work_half_done() {
        sandbox.on("portal").set(Fault.slow(Duration.ofMillis(150)));
        var stories = Stream.generate(() -> new Story(stage)).limit(30).toList();
        List<UUID> steps;
        try (var second = stage.another("--gateway.ledger.node=stopping", "--POSTAL_POLL=1h")) {
            stories.forEach(Story::dossier);
            steps = stories.stream().map(one -> one.progress(3)).toList();
            // on a busy machine the other gateway may take it all; then there is nothing to leave half done
            await().atMost(Story.PATIENCE).until(() -> stage.sql().sql("""
                    select exists (select 1 from attempt where node = 'stopping')
                      or not exists (select 1 from delivery)""").query(Boolean.class).single());
            assertThat(second.url()).isNotEqualTo(stage.url());
        }
        sandbox.endFaults();
        await().atMost(Story.PATIENCE).until(() -> stage.sql().sql("select count(*) from delivery").query(Integer.class)
                .single() == 0);

        for (int i = 0; i < steps.size(); i++) {
            assertThat(stories.get(i).state(steps.get(i))).isEqualTo(State.DELIVERED);
            assertThat(stories.get(i).atPortal().doubledSteps()).isZero();
            assertThat(stories.get(i).atPortal().inserts()).isEqualTo(1);
        }
    }

    @Test
    void a_caller_is_not_told_that_a_payment_is_open_which_another_gateway_has_taken_over() throws Exception {
        sandbox.on("payment").set(Fault.slow(Duration.ofSeconds(2)).onlyFor("INIT").times(1));
        var waiting = CompletableFuture.supplyAsync(story::payment);
        await().atMost(Story.PATIENCE).until(() -> stage.sql().sql("""
                update delivery set lease_owner = 'another', lease_until = 'infinity'
                where service = 'payment.init' and calling""").update() == 1);

        var reply = waiting.get();

        assertThat(reply.status()).as(reply.toString()).isEqualTo(409);
        assertThat(story.all()).extracting(row -> row.state()).containsOnly(State.RECEIVED);
        stage.sql().sql("delete from delivery where lease_owner = 'another'").update();
    }

    @Test
    void after_all_this_the_counters_equal_a_recount() {
        story.ended(story.dossier());
        assertThat(story.payment().status()).isEqualTo(200);

        assertThat(stage.sql().sql("""
                select service, state, sum(n)::bigint as n from counter where state <> 'RECEIVED' group by 1, 2
                having sum(n) <> 0 order by 1, 2""").query().listOfRows()).isEqualTo(stage.sql().sql("""
                select service, state, count(*) as n from transaction where settled_at is not null group by 1, 2
                order by 1, 2""").query().listOfRows());
    }

    @Test
    void a_gateway_that_stops_while_a_provider_hangs_is_gone_in_time_and_leaves_its_work_to_the_other() {
        var dossier = new Story(stage);
        var read = new Story(stage);
        story.becomes(story.dossier(), State.DELIVERED);
        var steps = sandbox.on("portal").arrived("CapNhatTienDoHoSoMC");
        sandbox.on("portal").set(Fault.of(FaultMode.HANG).times(3));
        var queue = stage.bean(DeliveryQueue.class);
        queue.stop();
        List<UUID> begun;
        try {
            long told;
            try (var second = stage.another("--POSTAL_POLL=1h", "--gateway.intake.drain=6s",
                    "--gateway.delivery.drain=8s")) {
                begun = List.of(accepted(second, "progress", Samples.progress(story.number(), 3)), accepted(second,
                        "dossiers", Samples.dossier(dossier.number())));
                // whose answer is cut off in the end, which is nobody's failure
                CompletableFuture.runAsync(() -> second.oneStop().get("/api/dvcqg/v1/dossiers/" + read.number()),
                        Thread::startVirtualThread);
                await().atMost(Story.PATIENCE).until(() -> sandbox.on("portal").arrived("CapNhatTienDoHoSoMC") > steps
                        && Stream.of(dossier, read)
                                .noneMatch(one -> sandbox.on("portal").calls(one.number()).isEmpty()));
                assertThat(leased()).isEqualTo(2);
                told = System.nanoTime();
            }
            var took = Duration.ofNanos(System.nanoTime() - told);

            assertThat(took).as("8 s together, not 6 s and then 8 s").isLessThan(Duration.ofSeconds(13));
            assertThat(leased()).isZero();
        } finally {
            queue.start();
        }
        story.becomes(begun.getFirst(), State.UNKNOWN);
        story.becomes(begun.getLast(), State.DELIVERED);

        assertThat(story.view(begun.getFirst()).code()).isEqualTo("interrupted");
        assertThat(sandbox.on("portal").arrived("CapNhatTienDoHoSoMC")).isEqualTo(steps + 1);
        assertThat(story.attempts(begun.getLast())).as("at once, and not as one that failed").hasSize(1);
        assertThat(dossier.atPortal().inserts()).isEqualTo(1);
    }

    private static UUID accepted(GatewayStage gateway, String what, Object body) {
        var reply = gateway.oneStop().post("/api/dvcqg/v1/" + what, body, "Idempotency-Key", Story.key());
        assertThat(reply.status()).isEqualTo(202);
        return UUID.fromString(reply.text("transactionId"));
    }

    private int leased() {
        return stage.sql().sql("""
                select count(*) from delivery where lease_owner is not null and lease_until > '-infinity'""").query(
                Integer.class).single();
    }
}
