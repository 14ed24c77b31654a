package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static vn.lgsp.gateway.journey.SwapStage.soon;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.connector.Serving;
import vn.lgsp.gateway.delivery.Feeds;
import vn.lgsp.gateway.delivery.Schedules;
import vn.lgsp.gateway.journey.OneStopClient.Reply;
import vn.lgsp.gateway.ledger.Ledger;

/** What goes on by itself or is limited follows a new version in place: feeds, schedules, limits, templates. */
@Aside
class SwapFollowsTest {
    private static final List<String> NGSP = List.of("business-registration", "civil-status", "judicial-record",
            "shared-catalogue", "social-insurance");
    private static final AtomicInteger inside = new AtomicInteger();
    private static final AtomicInteger most = new AtomicInteger();
    private static volatile CountDownLatch held = new CountDownLatch(0);
    private static Neighbour neighbour;
    private static SwapStage stage;

    @BeforeAll
    static void start() throws IOException {
        neighbour = new Neighbour("application/json", _ -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                held.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            inside.decrementAndGet();
            return "{}";
        });
        stage = new SwapStage(root -> neighbour.declare(root, "atOnce: 1, timeout: 30s"));
    }

    @AfterAll
    static void stop() {
        stage.close();
        neighbour.close();
    }

    private static String cursor() {
        return stage.gateway.bean(Ledger.class).cursor("postal.track").orElse("");
    }

    @Test
    void a_feed_goes_on_from_its_cursor_and_at_its_new_pace() {
        var sandbox = stage.gateway.sandbox();
        var story = new Story(stage.gateway);
        story.ended(story.order());
        assertThat(sandbox.post().advance(story.number() + "-TKQ")).isTrue();
        stage.gateway.bean(Feeds.class).poll("postal.track");
        var cursor = cursor();
        assertThat(cursor).isNotEmpty();
        var polls = sandbox.on("post").arrived("tracking");

        stage.served("postal", text -> text.replace("every: ${POSTAL_POLL:30s}", "every: 1s"));

        soon().until(() -> sandbox.on("post").arrived("tracking") > polls + 1);
        // events go on coming, and it never goes back
        assertThat(cursor()).isGreaterThanOrEqualTo(cursor);
        while (sandbox.post().advance(story.number() + "-TKQ")) {
            assertThat(sandbox.post().order(story.number() + "-TKQ")).isPresent();
        }
        soon().until(() -> cursor().compareTo(cursor) > 0);
        stage.served("postal", text -> text.replace("every: 1s", "every: 1h"));
        stage.gateway.bean(Feeds.class).poll("postal.track");
        story.ends();
        assertThat(sandbox.oneStop().received("/lgsp/postal-events")).filteredOn(event -> event.body().toString()
                .contains(story.number())).allSatisfy(event -> assertThat(event.times()).isEqualTo(1)).extracting(
                        event -> event.body().path("maTrangThaiBuuChinh").asString(""))
                .containsExactly("10", "20",
                        "30", "40", "50");
    }

    private static int periods() {
        return stage.gateway.sql().sql("select count(*) from transaction where service = 'ioc.push-indicators'").query(
                Integer.class).single();
    }

    @Test
    void a_schedule_runs_no_period_twice_and_follows_a_new_length() {
        var schedules = stage.gateway.bean(Schedules.class);
        schedules.run("ioc.push-indicators");
        assertThat(periods()).isEqualTo(1);

        stage.served("ioc", text -> text.replace("timeout: 15s", "timeout: 14s"));
        schedules.run("ioc.push-indicators");
        assertThat(periods()).isEqualTo(1);

        stage.served("ioc", text -> text.replace("every: ${IOC_EVERY:15m}", "every: 1h"));
        stage.gateway.pass(Duration.ofHours(30));
        schedules.run("ioc.push-indicators");

        var starts = stage.gateway.sql().sql(
                "select business_key from transaction where service = 'ioc.push-indicators'")
                .query(String.class).list();
        assertThat(starts).doesNotHaveDuplicates().hasSizeGreaterThan(3);
        var before = periods();
        schedules.run("ioc.push-indicators");
        assertThat(periods()).isEqualTo(before);
    }

    /** So many callers at once; how many of them came to the provider together. */
    private static int together(int callers, int expected) throws InterruptedException {
        held = new CountDownLatch(1);
        most.set(0);
        var replies = new ConcurrentLinkedQueue<Reply>();
        var all = IntStream.range(0, callers).mapToObj(_ -> Thread.startVirtualThread(() -> replies.add(stage.gateway
                .oneStop().get("/api/extra/v1/things")))).toList();
        soon().until(() -> most.get() >= expected);
        held.countDown();
        for (var one : all) {
            one.join();
        }
        assertThat(replies).hasSize(callers).allSatisfy(reply -> assertThat(reply.status()).as(reply.toString())
                .isEqualTo(200));
        return most.get();
    }

    @Test
    void calls_at_once_are_as_many_as_the_version_that_is_served_says() throws InterruptedException {
        assertThat(together(4, 1)).isEqualTo(1);

        stage.served("extra", text -> text.replace("atOnce: 1", "atOnce: 4"));
        assertThat(together(8, 4)).isEqualTo(4);

        stage.served("extra", text -> text.replace("atOnce: 4", "atOnce: 1"));
        assertThat(together(4, 1)).isEqualTo(1);
    }

    @Test
    void a_new_timeout_holds_for_the_next_call() throws InterruptedException {
        held = new CountDownLatch(1);
        stage.served("extra", text -> text.replace("timeout: 30s", "timeout: 300ms"));
        var late = stage.gateway.oneStop().get("/api/extra/v1/things");
        assertThat(late.status()).as(late.toString()).isEqualTo(504);
        assertThat(late.text("code")).isEqualTo("provider-timeout");
        assertThat(late.get("sent")).isEqualTo(true);

        stage.served("extra", text -> text.replace("timeout: 300ms", "timeout: 30s"));
        var came = neighbour.calls().size();
        var replies = new ConcurrentLinkedQueue<Reply>();
        var patient = Thread.startVirtualThread(() -> replies.add(stage.gateway.oneStop().get(
                "/api/extra/v1/things")));
        soon().until(() -> neighbour.calls().size() > came);
        // longer than the old one
        await().pollDelay(Duration.ofMillis(900)).until(() -> true);
        held.countDown();
        patient.join();

        assertThat(replies).extracting(Reply::status).containsExactly(200);
    }

    /** How many of so many calls at the same moment came through before their time was over. */
    private static long through(int calls) throws InterruptedException {
        held = new CountDownLatch(0);
        var replies = new ConcurrentLinkedQueue<Reply>();
        var all = IntStream.range(0, calls).mapToObj(_ -> Thread.startVirtualThread(() -> replies.add(stage.gateway
                .oneStop().get("/api/extra/v1/things")))).toList();
        for (var one : all) {
            one.join();
        }
        return replies.stream().filter(reply -> reply.status() == 200).count();
    }

    @Test
    void calls_a_second_are_as_many_as_the_version_that_is_served_says() throws InterruptedException {
        var before = stage.served("extra", text -> text.replace("atOnce: 1, timeout: 30s",
                "atOnce: 40, timeout: 2s, rate: 1/s"));
        assertThat(through(30)).isBetween(1L, 15L);

        stage.served("extra", text -> text.replace("rate: 1/s", "rate: 1000/s"));
        assertThat(through(30)).isEqualTo(30);

        stage.served("extra", text -> text.replace("rate: 1000/s", "rate: 1/s"));
        assertThat(stage.version("extra")).isEqualTo(before);
        assertThat(through(30)).isBetween(1L, 15L);
        stage.served("extra", text -> text.replace("atOnce: 40, timeout: 2s, rate: 1/s", "atOnce: 1, timeout: 30s"));
    }

    private static Map<String, String> versions() {
        var all = new TreeMap<String, String>();
        NGSP.forEach(name -> all.put(name, stage.version(name)));
        return all;
    }

    @Test
    void a_template_is_followed_by_all_that_use_it_and_a_bad_one_by_none() {
        var before = versions();
        var dvcqg = stage.version("dvcqg");

        stage.edit("config/templates/ngsp.yaml", text -> text.replace("timeout: $(timeout)", "timeuot: $(timeout)"));
        NGSP.forEach(name -> stage.faulty(name, "timeuot"));
        assertThat(versions()).isEqualTo(before);
        assertThat(stage.row("dvcqg")).containsEntry("failing", null);

        stage.edit("config/templates/ngsp.yaml", text -> text.replace("timeuot: $(timeout)", "timeout: 21s"));
        NGSP.forEach(name -> stage.after(name, before.get(name)));

        soon().until(() -> NGSP.stream().allMatch(name -> stage.row(name).get("failing") == null));
        var serving = stage.gateway.bean(Serving.class);
        NGSP.forEach(name -> assertThat(serving.connectors().get(name).provider().timeout()).hasSeconds(21));
        assertThat(stage.version("dvcqg")).isEqualTo(dvcqg);
        assertThat(serving.service("social-insurance.find-member").orElseThrow().call().destination().timeout())
                .hasSeconds(21);
    }
}
