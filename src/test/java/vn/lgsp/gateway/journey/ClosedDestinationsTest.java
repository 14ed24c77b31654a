package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.delivery.Destinations;
import vn.lgsp.gateway.delivery.Expiry;
import vn.lgsp.gateway.ledger.DestinationState;
import vn.lgsp.gateway.ledger.DestinationState.Breaker;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.NightlyRecount;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/**
 * A destination that takes no calls (its breaker is open, it is held, it is in maintenance): what is accepted for it waits
 * without spending an attempt or holding a thread, and arrives afterwards, oldest first and no faster than it bears.
 */
class ClosedDestinationsTest {
    private static final String DOSSIERS = "DongBoHoSoMC";
    private static final String QUESTIONS = "DongBoKetQuaHoiDapGuiTuDVCQG";
    private static final Duration OPEN = Duration.ofMinutes(10);
    private static final String[] SETTINGS = { "--POSTAL_POLL=1h",
            "--gateway.caller.file=src/test/resources/intake/callers.yaml", new Declarations().provider("dvcqg",
                    "timeout: 2s", "drain: 20/s", "breaker: { opensAt: 50%, over: 60s, atLeast: 4, staysOpen: 10m }")
                    .provider("postal", "closed: [\"SAT 22:00-02:00\"]").file(
                            "dvcqg/mapping/dvcqg.answer-question.request.jsonata",
                            text -> "hoiDapId = \"POISON\" ? $error(\"poison\") : (" + text + ")")
                    .setting() };

    private static GatewayStage stage;
    private static Sandbox sandbox;

    @BeforeAll
    static void start() {
        stage = GatewayStage.start(SETTINGS);
        sandbox = stage.sandbox();
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    /** Everything is open again, everything arrives or ends, and the books are exact. */
    @AfterEach
    void nothing_is_lost() {
        sandbox.endFaults();
        stage.bean(Destinations.class).resume(portal(), "the test");
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50)).until(() -> {
            stage.pass(Duration.ofMinutes(20));
            stage.bean(Expiry.class).sweep();
            return stage.sql().sql("select count(*) from delivery").query(Long.class).single() == 0;
        });
        stage.bean(NightlyRecount.class).run();
        assertThat(stage.bean(NightlyRecount.class).last().orElseThrow().detail()).isEmpty();
        stage.pass(OPEN);
    }

    private static Destination portal() {
        return stage.bean(Catalogue.class).services().get("dvcqg.sync-dossier").call().destination();
    }

    private static DestinationState at(GatewayStage gateway) {
        return gateway.bean(Destinations.class).state(portal());
    }

    private static List<Story> stories(int n) {
        return Stream.generate(() -> new Story(stage)).limit(n).toList();
    }

    /** Dossiers that failed and opened it. */
    private static List<Story> opened(FaultMode mode) {
        sandbox.on("portal").set(Fault.of(mode).onlyFor(DOSSIERS));
        var failed = stories(4);
        failed.forEach(Story::dossier);
        await().atMost(Story.PATIENCE).until(() -> at(stage).breaker() == Breaker.OPEN);
        await().atMost(Story.PATIENCE).until(() -> leased() == 0);
        return failed;
    }

    private static long leased() {
        return stage.sql().sql("select count(*) from delivery where lease_owner is not null and destination = 'dvcqg'")
                .query(Long.class).single();
    }

    private static UUID question(String id) {
        return UUID.fromString(stage.oneStop().post("/api/dvcqg/v1/answers", answer(id),
                "Idempotency-Key", Story.key()).text("transactionId"));
    }

    private static Map<String, Object> answer(String id) {
        return Map.of("hoiDapId", id, "maDonVi", "000.00.12.H47", "nguoiTraLoi", "Trần Văn Mẫu", "ngayTraLoi",
                "2026-03-02T09:00:00+07:00", "noiDungTraLoi", "Hồ sơ được giải quyết trong 01 ngày làm việc.");
    }

    private static void waitUntouched(Story story, UUID id) {
        assertThat(story.state(id)).isEqualTo(State.RECEIVED);
        assertThat(story.view(id).attempts()).isZero();
        assertThat(Objects.requireNonNull(story.view(id).waiting()).attempts()).isZero();
    }

    @Test
    void a_breaker_is_open_for_all_nodes_and_after_a_restart_and_nothing_is_called_or_held_meanwhile() {
        try (var second = stage.another(SETTINGS)) {
            opened(FaultMode.SERVER_ERROR);
            var calls = sandbox.on("portal").arrived(DOSSIERS);
            await().atMost(Duration.ofSeconds(3)).until(() -> at(second).breaker() == Breaker.OPEN);

            var waiting = stories(10);
            var ids = waiting.stream().map(Story::dossier).toList();
            try (var restarted = stage.another(SETTINGS)) {
                assertThat(at(restarted).breaker()).isEqualTo(Breaker.OPEN);
                assertThat(at(restarted).cause()).contains("http-500");
                // three gateways have looked at it several times by then
                await().pollDelay(Duration.ofMillis(500)).until(() -> leased() == 0);
            }
            assertThat(sandbox.on("portal").arrived(DOSSIERS)).isEqualTo(calls);
            IntStream.range(0, 10).forEach(n -> waitUntouched(waiting.get(n), ids.get(n)));

            var reply = stage.oneStop().get("/api/dvcqg/v1/dossiers/" + waiting.getFirst().number());
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.get("sent")).isEqualTo(false);
            assertThat(Integer.parseInt(Objects.requireNonNull(reply.header("Retry-After")))).isBetween(60, 600);

            sandbox.endFaults();
            stage.pass(OPEN);
            waiting.forEach(Story::ends);
            await().atMost(Duration.ofSeconds(3)).until(() -> at(second).breaker() == Breaker.CLOSED);
        }
    }

    @Test
    void a_backlog_drains_oldest_first_in_order_per_dossier_at_the_rate_of_all_nodes_together() {
        try (var second = stage.another(SETTINGS)) {
            assertThat(second.url()).isNotEqualTo(stage.url());
            opened(FaultMode.DOWN);
            await().atMost(Duration.ofSeconds(5)).until(() -> at(second).breaker() == Breaker.OPEN);
            await().atMost(Story.PATIENCE).until(() -> leased() == 0);
            var waiting = stories(60);
            waiting.forEach(Story::dossier);
            waiting.subList(0, 20).forEach(Story::finished);

            sandbox.endFaults();
            stage.pass(OPEN);
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

    private static Instant median(List<Instant> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    @Test
    void a_day_without_the_portal_costs_nothing_and_it_goes_on_within_one_interval() {
        opened(FaultMode.SERVER_ERROR);
        var waiting = stories(3);
        waiting.forEach(Story::dossier);

        for (int halfHour = 0; halfHour < 48; halfHour++) {
            var calls = sandbox.on("portal").arrived(DOSSIERS);
            stage.pass(Duration.ofMinutes(30));
            await().atMost(Story.PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> sandbox.on("portal").arrived(
                    DOSSIERS) == calls + 1 && at(stage).breaker() == Breaker.OPEN);
        }
        assertThat(waiting).allSatisfy(one -> assertThat(one.all().getFirst().state().settled()).isFalse());
        sandbox.endFaults();
        stage.pass(OPEN);

        await().atMost(Story.PATIENCE).until(() -> at(stage).breaker() == Breaker.CLOSED);
        waiting.forEach(one -> one.becomes(one.all().getFirst().id(), State.DELIVERED));
    }

    @Test
    void what_the_caller_or_a_mapping_did_wrong_opens_no_breaker() {
        sandbox.on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor(DOSSIERS));
        var refused = stories(8);
        refused.forEach(one -> one.becomes(one.dossier(), State.REJECTED));
        IntStream.range(0, 8).forEach(n -> question("POISON"));
        await().atMost(Story.PATIENCE).until(() -> stage.sql().sql("""
                select count(*) from attempt where code = 'mapping-failed'""").query(Long.class).single() >= 8);

        assertThat(at(stage).breaker()).isEqualTo(Breaker.CLOSED);
        sandbox.endFaults();
        var story = new Story(stage);
        story.becomes(story.dossier(), State.DELIVERED);
    }

    /** Seen: a mapping that failed counted as a call that went well. */
    @Test
    void a_poisoned_message_does_not_close_a_breaker_and_stops_nobody_behind_it() {
        opened(FaultMode.SERVER_ERROR);
        var poison = question("POISON");
        sandbox.on("portal").set(Fault.of(FaultMode.SERVER_ERROR).onlyFor(QUESTIONS));
        stage.sql().sql("delete from delivery where id <> :id and destination = 'dvcqg'").param("id", poison).update();
        stage.sql().sql("""
                delete from transaction t where state in ('RECEIVED', 'DELIVERING') and id <> :id""")
                .param("id", poison)
                .update();
        stage.sql().sql("delete from counter where state = 'RECEIVED'").update();
        stage.sql().sql("""
                insert into counter select service, date_trunc('minute', received_at), caller, 'RECEIVED', 0, count(*)
                from transaction group by 1, 2, 3""").update();
        var good = question("5512");
        var story = new Story(stage);

        stage.pass(OPEN);
        story.attempted(poison, 1);
        assertThat(story.attempts(poison).getLast().code()).isEqualTo("mapping-failed");
        await().atMost(Story.PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            stage.pass(Duration.ofSeconds(1));
            return story.view(good).attempts() == 1;
        });

        // the good one was tried, in vain: it decided, not the poison
        await().atMost(Story.PATIENCE).until(() -> at(stage).breaker() == Breaker.OPEN);
        assertThat(at(stage).cause()).contains("tried in vain");
        assertThat(Objects.requireNonNull(story.view(good).waiting()).attempts()).isZero();
        sandbox.endFaults();
        assertThat(story.ended(good)).isEqualTo(State.DELIVERED);
    }

    @Test
    void a_destination_that_is_held_says_who_and_why_to_all_nodes_until_it_is_resumed() {
        var destinations = stage.bean(Destinations.class);
        assertThat(destinations.hold(portal(), "an", "Cổng báo bảo trì")).isTrue();
        assertThat(destinations.hold(portal(), "binh", "me too")).isFalse();
        var stories = stories(3);
        var ids = stories.stream().map(Story::dossier).toList();
        var calls = sandbox.on("portal").arrived(DOSSIERS);

        try (var restarted = stage.another(SETTINGS)) {
            assertThat(at(restarted).hold()).get().satisfies(hold -> {
                assertThat(hold.by()).isEqualTo("an");
                assertThat(hold.reason()).isEqualTo("Cổng báo bảo trì");
            });
            var reply = restarted.oneStop().get("/api/dvcqg/v1/dossiers/" + stories.getFirst().number());
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.get("sent")).isEqualTo(false);
            assertThat(reply.toString()).contains("người vận hành đang tạm dừng").doesNotContain("Cổng báo bảo trì");
            stage.pass(Duration.ofHours(5));
            await().pollDelay(Duration.ofMillis(300)).until(() -> leased() == 0);
            assertThat(sandbox.on("portal").arrived(DOSSIERS)).isEqualTo(calls);
            waitUntouched(stories.getFirst(), ids.getFirst());

            assertThat(restarted.bean(Destinations.class).resume(portal(), "binh")).isTrue();
            stories.forEach(Story::ends);
        }
        assertThat(stories.getLast().atPortal().inserts()).isEqualTo(1);
    }

    @Test
    void what_is_late_ends_as_expired_while_its_destination_is_held_and_behind_its_order_too() {
        stage.bean(Destinations.class).hold(portal(), "an", "Cổng báo bảo trì");
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
        waitUntouched(story, order);
        stage.pass(Duration.ofHours(3));
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        waitUntouched(story, order);
        assertThat(sandbox.on("post").arrived("create")).isEqualTo(calls);

        stage.pass(Duration.ofMinutes(31));
        story.becomes(order, State.DELIVERED);
    }

    @Test
    void what_cannot_be_opened_or_has_no_service_any_more_is_set_aside_in_sight_and_ends_in_time() {
        stage.bean(Destinations.class).hold(portal(), "an", "so that all of them wait");
        var stories = stories(4);
        var ids = stories.stream().map(Story::dossier).toList();
        stage.sql().sql("update payload set bytes = '\\x01' where kind = 'request' and transaction_id = :id")
                .param("id",
                        ids.get(0))
                .update();
        stage.sql().sql("delete from payload where transaction_id = :id").param("id", ids.get(1)).update();
        for (var table : List.of("transaction", "delivery")) {
            stage.sql().sql("update " + table + " set service = 'dvcqg.gone' where id = :id").param("id", ids.get(2))
                    .update();
        }
        stage.sql().sql("""
                insert into counter select 'dvcqg.gone', minute, caller, state, 99, 1 from counter
                where service = 'dvcqg.sync-dossier' and state = 'RECEIVED' and minute = date_trunc('minute',
                (select received_at from transaction where id = :id)) limit 1""").param("id", ids.get(2)).update();
        stage.sql().sql("""
                update counter set n = n - 1 where ctid in (select ctid from counter
                where service = 'dvcqg.sync-dossier' and state = 'RECEIVED' and minute = date_trunc('minute',
                (select received_at from transaction where id = :id)) limit 1)""").param("id", ids.get(2)).update();

        stage.bean(Destinations.class).resume(portal(), "an");
        stories.get(3).becomes(ids.get(3), State.DELIVERED);

        for (int n = 0; n < 3; n++) {
            var id = ids.get(n);
            var why = n == 2 ? "no-such-service" : "payload-closed";
            await().atMost(Story.PATIENCE).untilAsserted(() -> assertThat(Objects.requireNonNull(stories.getFirst()
                    .view(id).waiting()).parked()).isEqualTo(why));
            assertThat(stories.getFirst().view(id).attempts()).isZero();
        }
        stage.pass(Duration.ofDays(3).plusSeconds(1));
        stage.bean(Expiry.class).sweep();
        ids.subList(0, 3).forEach(id -> stories.getFirst().becomes(id, State.EXPIRED));
    }

    @Test
    void a_dead_letter_keeps_its_reason_its_attempts_and_the_very_bytes() {
        var story = new Story(stage);
        var body = "{ \"hoiDapId\": \"POISON\",   \"maDonVi\":\"000.00.12.H47\", \"nguoiTraLoi\":\"Trần Văn Mẫu\", "
                + "\"ngayTraLoi\":\"2026-03-02T09:00:00+07:00\", \"noiDungTraLoi\":\"Ba\\u0301o\" }";
        var bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var id = UUID.fromString(stage.oneStop().send("POST", "/api/dvcqg/v1/answers", bytes,
                "Idempotency-Key", Story.key()).text("transactionId"));

        for (int attempt = 1; attempt <= 8; attempt++) {
            story.attempted(id, attempt);
            if (attempt < 8) {
                story.hurry(id);
            }
        }
        story.becomes(id, State.EXHAUSTED);

        assertThat(story.view(id).code()).isEqualTo("mapping-failed");
        assertThat(story.view(id).reason()).contains("answer-question", "D3137");
        assertThat(story.attempts(id)).hasSize(8);
        assertThat(stage.bean(Ledger.class).payload(id, "request")).get().isEqualTo(bytes);
    }
}
