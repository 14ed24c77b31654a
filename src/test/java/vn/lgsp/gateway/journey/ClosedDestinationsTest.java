package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import vn.lgsp.gateway.delivery.Destinations;
import vn.lgsp.gateway.delivery.Expiry;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;

/** A destination that takes no calls because a person holds it or it is in maintenance: what is accepted for it waits, or ends in time. */
class ClosedDestinationsTest {
    @RegisterExtension
    private final ClosedWorld world = new ClosedWorld();
    private final GatewayStage stage = world.stage();
    private final Sandbox sandbox = stage.sandbox();

    @Test
    void a_destination_that_is_held_says_who_and_why_to_all_nodes_until_it_is_resumed() {
        var destinations = stage.bean(Destinations.class);
        assertThat(destinations.hold(world.portal(), "an", "Cổng báo bảo trì")).isTrue();
        assertThat(destinations.hold(world.portal(), "binh", "me too")).isFalse();
        var stories = world.stories(3);
        var ids = stories.stream().map(Story::dossier).toList();
        var calls = sandbox.on("portal").arrived(ClosedWorld.DOSSIERS);

        try (var restarted = stage.another(ClosedWorld.SETTINGS)) {
            assertThat(world.at(restarted).hold()).get().satisfies(hold -> {
                assertThat(hold.by()).isEqualTo("an");
                assertThat(hold.reason()).isEqualTo("Cổng báo bảo trì");
            });
            var reply = restarted.oneStop().get("/api/dvcqg/v1/dossiers/" + stories.getFirst().number());
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.get("sent")).isEqualTo(false);
            assertThat(reply.toString()).contains("người vận hành đang tạm dừng").doesNotContain("Cổng báo bảo trì");
            stage.pass(Duration.ofHours(5));
            await().pollDelay(Duration.ofMillis(300)).until(() -> world.leased() == 0);
            assertThat(sandbox.on("portal").arrived(ClosedWorld.DOSSIERS)).isEqualTo(calls);
            world.waitUntouched(stories.getFirst(), ids.getFirst());

            assertThat(restarted.bean(Destinations.class).resume(world.portal(), "binh")).isTrue();
            stories.forEach(Story::ends);
        }
        assertThat(stories.getLast().atPortal().inserts()).isEqualTo(1);
    }

    @Test
    void what_is_late_ends_as_expired_while_its_destination_is_held_and_behind_its_order_too() {
        stage.bean(Destinations.class).hold(world.portal(), "an", "Cổng báo bảo trì");
        var story = new Story(stage);
        var ids = List.of(story.dossier(), story.progress(2), story.finished());
        assertThat(stage.bean(Expiry.class).jobs()).singleElement().extracting(job -> job.name()).isEqualTo("expiry");

        stage.pass(Duration.ofDays(3).plusSeconds(1));
        stage.bean(Expiry.class).sweep();

        assertThat(ids).allSatisfy(id -> {
            assertThat(story.state(id)).isEqualTo(State.EXPIRED);
            assertThat(story.view(id).attempts()).isZero();
            assertThat(story.view(id).code()).isEqualTo("expired");
        });
        await().atMost(Story.PATIENCE).until(() -> ids.stream().allMatch(id -> sandbox.oneStop().about("/lgsp/events",
                id.toString()) == 1));
    }

    @Test
    void in_a_maintenance_window_work_waits_and_is_done_when_it_ends() {
        var zone = ZoneId.of("Asia/Ho_Chi_Minh");
        var saturday = stage.now().atZone(zone).with(TemporalAdjusters.next(DayOfWeek.SATURDAY)).with(LocalTime.of(22,
                30));
        stage.pass(Duration.between(stage.now(), saturday.toInstant()));
        var story = new Story(stage);
        var calls = sandbox.on("post").arrived("create");

        var order = story.order();
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        world.waitUntouched(story, order);
        assertThat(stage.oneStop().transaction(order.toString()).text("nextAttemptAt")).isEqualTo(saturday.with(
                LocalTime.of(2, 0)).plusDays(1).toInstant().toString());
        stage.pass(Duration.ofHours(3));
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        world.waitUntouched(story, order);
        assertThat(sandbox.on("post").arrived("create")).isEqualTo(calls);

        stage.pass(Duration.ofMinutes(31));
        story.becomes(order, State.DELIVERED);
    }
}
