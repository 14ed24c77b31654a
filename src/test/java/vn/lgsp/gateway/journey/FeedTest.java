package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.delivery.Feeds;
import vn.lgsp.gateway.journey.Impostor.Said;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** The post's feed: each event is handed over once, from where it was left. */
class FeedTest {
    private static final String TRACK = "postal.track";

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);

    @AfterEach
    void end_faults() {
        sandbox.post().giveAgain(0);
        Stages.calm(stage);
    }

    private void poll(GatewayStage gateway) {
        gateway.bean(Feeds.class).poll(TRACK);
    }

    private String cursor() {
        return stage.bean(Ledger.class).cursor(TRACK).orElse("");
    }

    private void travelled() {
        story.ended(story.order());
        while (sandbox.post().advance(story.number() + "-TKQ")) {
            assertThat(sandbox.post().order(story.number() + "-TKQ")).isPresent();
        }
    }

    private void handedOverOnce(int events) {
        story.ends();
        assertThat(sandbox.oneStop().received("/lgsp/postal-events")).filteredOn(event -> event.body().toString()
                .contains(story.number())).hasSize(events).allSatisfy(event -> {
                    assertThat(event.times()).isEqualTo(1);
                    assertThat(sandbox.oneStop().about("/lgsp/postal-events", event.body().path("maSuKien").asString(
                            ""))).isEqualTo(1);
                }).extracting(event -> event.body().path("maTrangThaiBuuChinh").asString("")).containsExactly("10",
                        "20", "30", "40", "50");
    }

    @Test
    void events_the_post_shows_again_are_handed_over_once() {
        sandbox.post().giveAgain(4);
        travelled();

        for (int i = 0; i < 4; i++) {
            poll(stage);
        }

        handedOverOnce(5);
    }

    @Test
    void two_polls_at_the_same_time_hand_over_once() throws InterruptedException {
        travelled();

        var polls = IntStream.range(0, 6).mapToObj(n -> Thread.startVirtualThread(() -> poll(stage))).toList();
        for (var poll : polls) {
            poll.join();
        }

        handedOverOnce(5);
    }

    @Test
    void a_page_that_fails_leaves_the_cursor_where_it_was() {
        poll(stage);
        var before = cursor();
        travelled();
        for (var mode : new FaultMode[]{ FaultMode.HTML, FaultMode.UNAVAILABLE, FaultMode.RESET_MID_BODY,
                FaultMode.RESET_AFTER, FaultMode.SERVER_ERROR }) {
            sandbox.on("post").set(Fault.of(mode).onlyFor("tracking").times(1));
            poll(stage);
            assertThat(cursor()).as(mode.label()).isEqualTo(before);
            // five failures in a minute would open the breaker
            stage.pass(java.time.Duration.ofMinutes(2));
        }
        sandbox.on("post").set(Fault.NONE);

        poll(stage);

        assertThat(cursor()).isNotEqualTo(before);
        handedOverOnce(5);
    }

    @Test
    void an_answer_that_holds_no_list_at_all_is_a_failed_poll_and_an_empty_one_is_not() {
        poll(stage);
        var before = cursor();
        try (var post = new Impostor(sandbox.on("post"),
                _ -> Said.json(200, "{\"_returned\":1,\"_embedded\":{\"rh:docs\":[]}}"))) {
            poll(stage);
            assertThat(post.seen("/order/tracking")).isNotEmpty();
        }

        assertThat(cursor()).isEqualTo(before);
        assertThat(new Operator(stage).get("/actuator/health").toString())
                .contains(TRACK + " no-items: `items` selects nothing");

        for (var empty : new String[]{ "{\"_returned\":0}", "{\"_returned\":0,\"_embedded\":{\"rh:doc\":[]}}" }) {
            try (var post = new Impostor(sandbox.on("post"), _ -> Said.json(200, empty))) {
                poll(stage);
                assertThat(post.seen("/order/tracking")).isNotEmpty();
            }
            assertThat(new Operator(stage).get("/actuator/health").toString()).doesNotContain("no-items");
        }
    }

    @Test
    void a_gateway_started_anew_goes_on_from_the_cursor() {
        travelled();
        poll(stage);
        var calls = sandbox.on("post").arrived("tracking");

        try (var later = stage.another("--POSTAL_POLL=1h")) {
            poll(later);
            assertThat(later.bean(Ledger.class).cursor(TRACK)).contains(cursor());
        }

        assertThat(sandbox.on("post").arrived("tracking")).isGreaterThan(calls);
        handedOverOnce(5);
    }

    /** A post that tells of these events, whatever it is asked. */
    private Impostor posting(String events, int many) {
        return new Impostor(sandbox.on("post"), call -> call.path().endsWith("/token")
                ? Said.json(200, "{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}")
                : Said.json(200, "{\"_returned\":" + many + ",\"_embedded\":{\"rh:doc\":[" + events + "]}}"));
    }

    /** PostgreSQL would compress what repeats itself. */
    private static String endless() {
        return IntStream.range(0, 140).mapToObj(n -> UUID.randomUUID().toString()).collect(Collectors.joining())
                .substring(0, 5000);
    }

    /** Seen: what no index can hold was refused, and the feed stood still for ever. */
    @Test
    void an_event_whose_name_and_number_have_no_end_is_handed_over_once_and_the_feed_goes_on() {
        var before = cursor();
        var name = endless();
        var number = endless();
        var event = """
                {"_id":{"$oid":"%s"},"CustomerCode":"QNA-HCC-01","OrderNumber":"%s","StatusCode":"10"}"""
                .formatted(name, number);

        try (var post = posting(event, 1)) {
            await().atMost(Story.PATIENCE).until(() -> {
                poll(stage);
                return post.seen("/tracking").size() >= 3;
            });

            assertThat(cursor()).isEqualTo(name);
        } finally {
            stage.sql().sql("update feed set cursor = nullif(:before, '') where service = :feed")
                    .param("before", before).param(
                            "feed", TRACK)
                    .update();
        }
        assertThat(stage.sql().sql("select business_key from transaction where business_key like :begins").param(
                "begins", number.substring(0, 40) + "%").query(String.class).list()).containsExactly(number.substring(0,
                        200));
    }

    @Test
    void events_without_a_name_are_each_handed_over() {
        var events = IntStream.rangeClosed(1, 3).mapToObj(n -> """
                {"CustomerCode":"QNA-HCC-01","OrderNumber":"%s-TKQ","StatusCode":"%d0","StatusMessage":"bước %d"}"""
                .formatted(story.number(), n, n)).collect(Collectors.joining(","));

        try (var post = posting(events, 3)) {
            await().atMost(Story.PATIENCE).until(() -> {
                poll(stage);
                return post.seen("/tracking").size() >= 2;
            });
        }
        story.ends();

        assertThat(story.all()).hasSize(3).allSatisfy(row -> assertThat(row.state()).isEqualTo(State.DELIVERED));
    }
}
