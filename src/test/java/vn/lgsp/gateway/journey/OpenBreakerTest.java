package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import vn.lgsp.gateway.ledger.DestinationState.Breaker;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/**
 * A destination that fails is left alone: what is accepted for it waits without spending an attempt or holding a thread, and
 * arrives afterwards, oldest first and no faster than it bears.
 */
class OpenBreakerTest {
    @RegisterExtension
    private final ClosedWorld world = new ClosedWorld();
    private final GatewayStage stage = world.stage();
    private final Sandbox sandbox = stage.sandbox();

    @Test
    void a_breaker_is_open_for_all_nodes_and_after_a_restart_and_nothing_is_called_or_held_meanwhile() {
        try (var second = stage.another(ClosedWorld.SETTINGS)) {
            world.opened(FaultMode.SERVER_ERROR);
            var calls = sandbox.on("portal").arrived(ClosedWorld.DOSSIERS);
            await().atMost(Duration.ofSeconds(3)).until(() -> world.at(second).breaker() == Breaker.OPEN);

            var waiting = world.stories(10);
            var ids = waiting.stream().map(Story::dossier).toList();
            try (var restarted = stage.another(ClosedWorld.SETTINGS)) {
                assertThat(world.at(restarted).breaker()).isEqualTo(Breaker.OPEN);
                assertThat(world.at(restarted).cause()).contains("http-500");
                // three gateways have looked at it several times by then
                await().pollDelay(Duration.ofMillis(500)).until(() -> world.leased() == 0);
            }
            assertThat(sandbox.on("portal").arrived(ClosedWorld.DOSSIERS)).isEqualTo(calls);
            IntStream.range(0, 10).forEach(n -> world.waitUntouched(waiting.get(n), ids.get(n)));

            var reply = stage.oneStop().get("/api/dvcqg/v1/dossiers/" + waiting.getFirst().number());
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.get("sent")).isEqualTo(false);
            assertThat(Integer.parseInt(Objects.requireNonNull(reply.header("Retry-After")))).isBetween(60, 600);

            sandbox.endFaults();
            stage.pass(ClosedWorld.OPEN);
            waiting.forEach(Story::ends);
            await().atMost(Duration.ofSeconds(3)).until(() -> world.at(second).breaker() == Breaker.CLOSED);
        }
    }

    @Test
    void a_backlog_drains_oldest_first_in_order_per_dossier_at_the_rate_of_all_nodes_together() {
        try (var second = stage.another(ClosedWorld.SETTINGS)) {
            assertThat(second.url()).isNotEqualTo(stage.url());
            world.opened(FaultMode.DOWN);
            await().atMost(Duration.ofSeconds(5)).until(() -> world.at(second).breaker() == Breaker.OPEN);
            await().atMost(Story.PATIENCE).until(() -> world.leased() == 0);
            var waiting = world.stories(60);
            waiting.forEach(Story::dossier);
            waiting.subList(0, 20).forEach(Story::finished);

            sandbox.endFaults();
            stage.pass(ClosedWorld.OPEN);
            await().atMost(Duration.ofSeconds(40)).until(() -> waiting.stream().flatMap(one -> one.all().stream())
                    .filter(one -> one.service().startsWith("dvcqg")).allMatch(one -> one.state() == State.DELIVERED));

            waiting.subList(0, 20).forEach(one -> assertThat(one.atPortal().statuses()).containsExactly("4", "10"));
            var sent = waiting.stream().flatMap(one -> one.all().stream()).filter(one -> one.service().equals(
                    "dvcqg.sync-dossier")).map(one -> Objects.requireNonNull(one.sentAt())).sorted().toList();
            // 80 at 20/s; each node's first share goes out at once
            assertThat(Duration.between(sent.getFirst(), sent.getLast())).isBetween(Duration.ofMillis(2600), Duration
                    .ofSeconds(20));
            var firsts = waiting.stream().map(one -> Objects.requireNonNull(one.all().getFirst().sentAt())).toList();
            // two gateways take turns of their own: in the large, not one by one
            assertThat(median(firsts.subList(0, 20))).isBefore(median(firsts.subList(20, 40)));
            assertThat(median(firsts.subList(20, 40))).isBefore(median(firsts.subList(40, 60)));
        }
    }

    @Test
    void while_one_call_tries_it_everybody_sees_it_half_open() {
        world.opened(FaultMode.SERVER_ERROR);
        await().atMost(Story.PATIENCE).until(() -> told().equals("OPEN"));
        new Story(stage).dossier();

        sandbox.on("portal").set(Fault.slow(Duration.ofMillis(1500)).onlyFor(ClosedWorld.DOSSIERS));
        stage.pass(ClosedWorld.OPEN);

        await().atMost(Story.PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> told().equals("HALF_OPEN"));
        await().atMost(Story.PATIENCE).until(() -> told().equals("CLOSED"));
    }

    private String told() {
        var breaker = (Map<?, ?>) Objects.requireNonNull(new Operator(stage).destination("dvcqg").get("breaker"));
        return String.valueOf(breaker.get("state"));
    }

    private static Instant median(List<Instant> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    @Test
    void a_day_without_the_portal_costs_nothing_and_it_goes_on_within_one_interval() {
        world.opened(FaultMode.SERVER_ERROR);
        var waiting = world.stories(3);
        waiting.forEach(Story::dossier);

        for (int halfHour = 0; halfHour < 48; halfHour++) {
            var calls = sandbox.on("portal").arrived(ClosedWorld.DOSSIERS);
            stage.pass(Duration.ofMinutes(30));
            await().atMost(Story.PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> sandbox.on("portal").arrived(
                    ClosedWorld.DOSSIERS) == calls + 1 && world.at(stage).breaker() == Breaker.OPEN);
        }
        assertThat(waiting).allSatisfy(one -> assertThat(one.all().getFirst().state().settled()).isFalse());
        sandbox.endFaults();
        stage.pass(ClosedWorld.OPEN);

        await().atMost(Story.PATIENCE).until(() -> world.at(stage).breaker() == Breaker.CLOSED);
        waiting.forEach(one -> one.becomes(one.all().getFirst().id(), State.DELIVERED));
    }

    private void asked(int times, int status) {
        IntStream.range(0, times).forEach(n -> assertThat(stage.oneStop().get("/api/dvcqg/v1/dossiers/" + GatewayStage
                .dossierNumber()).status()).isEqualTo(status));
    }

    private void failed(int times) {
        sandbox.on("portal").set(Fault.of(FaultMode.SERVER_ERROR).onlyFor("TraCuuHoSo"));
        asked(times, 502);
        sandbox.endFaults();
    }

    /** Seen: nobody looked after a good call, so that a breaker was to be open of which only this node's memory knew. */
    @Test
    void a_good_call_that_makes_the_rate_known_opens_it_there_and_then() {
        failed(3);
        assertThat(world.at(stage).breaker()).isEqualTo(Breaker.CLOSED);

        asked(1, 200);

        assertThat(world.at(stage).breaker()).isEqualTo(Breaker.OPEN);
        assertThat(world.at(stage).cause()).isEqualTo("75% failed, last: http-500");
        asked(1, 503);
        stage.pass(ClosedWorld.OPEN);
        asked(1, 200);
        assertThat(world.at(stage).breaker()).isEqualTo(Breaker.CLOSED);
    }

    /** Seen: after such a call one failure opened it, days later, for all nodes. */
    @Test
    void what_was_counted_is_forgotten_with_its_window_and_one_failure_among_good_calls_opens_nothing() {
        failed(3);
        asked(1, 200);
        stage.pass(ClosedWorld.OPEN);
        asked(10, 200);
        assertThat(world.at(stage).breaker()).isEqualTo(Breaker.CLOSED);

        failed(1);

        assertThat(world.at(stage).breaker()).isEqualTo(Breaker.CLOSED);
    }

    @Test
    void what_the_caller_or_a_mapping_did_wrong_opens_no_breaker() {
        sandbox.on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor(ClosedWorld.DOSSIERS));
        var refused = world.stories(8);
        refused.forEach(one -> one.becomes(one.dossier(), State.REJECTED));
        IntStream.range(0, 8).forEach(n -> world.question("POISON"));
        await().atMost(Story.PATIENCE).until(() -> stage.sql().sql("""
                select count(*) from attempt where code = 'mapping-failed'""").query(Long.class).single() >= 8);

        assertThat(world.at(stage).breaker()).isEqualTo(Breaker.CLOSED);
        sandbox.endFaults();
        var story = new Story(stage);
        story.becomes(story.dossier(), State.DELIVERED);
    }

    /** Seen: a mapping that failed counted as a call that went well. */
    @Test
    void a_poisoned_message_does_not_close_a_breaker_and_stops_nobody_behind_it() {
        world.opened(FaultMode.SERVER_ERROR);
        var poison = world.question("POISON");
        sandbox.on("portal").set(Fault.of(FaultMode.SERVER_ERROR).onlyFor(ClosedWorld.QUESTIONS));
        stage.sql().sql("delete from delivery where id <> :id and destination = 'dvcqg'").param("id", poison).update();
        stage.sql().sql("""
                delete from transaction t where state in ('RECEIVED', 'DELIVERING') and id <> :id""")
                .param("id", poison)
                .update();
        stage.sql().sql("delete from counter where state = 'RECEIVED'").update();
        stage.sql().sql("""
                insert into counter select service, date_trunc('minute', received_at), caller, 'RECEIVED', 0, count(*)
                from transaction group by 1, 2, 3""").update();
        var good = world.question("5512");
        var story = new Story(stage);

        stage.pass(ClosedWorld.OPEN);
        story.attempted(poison, 1);
        assertThat(story.attempts(poison).getLast().code()).isEqualTo("mapping-failed");
        await().atMost(Story.PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            stage.pass(Duration.ofSeconds(1));
            return story.view(good).attempts() == 1;
        });

        // the good one was tried, in vain: it decided, not the poison
        await().atMost(Story.PATIENCE).until(() -> world.at(stage).breaker() == Breaker.OPEN);
        assertThat(world.at(stage).cause()).contains("tried in vain");
        assertThat(Objects.requireNonNull(story.view(good).waiting()).attempts()).isZero();
        sandbox.endFaults();
        assertThat(story.ended(good)).isEqualTo(State.DELIVERED);
    }
}
