package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** A provider that is away: nothing is lost, nothing is hammered, nobody else waits. */
class ProviderDownThenBackTest {
    private static final String DOSSIERS = "DongBoHoSoMC";

    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);

    @AfterEach
    void end_faults() {
        Stages.calm(stage);
    }

    @Test
    void what_was_accepted_while_it_was_down_arrives_in_order_when_it_is_back() {
        sandbox.on("portal").set(Fault.of(FaultMode.DOWN));
        var stories = Stream.generate(() -> new Story(stage)).limit(5).toList();
        var firsts = stories.stream().map(Story::dossier).toList();
        stories.forEach(one -> one.progress(3));
        stories.forEach(Story::finished);
        var order = story.order();

        story.becomes(order, State.DELIVERED);
        stories.getFirst().attempted(firsts.getFirst(), 1);
        assertThat(stories.getFirst().attempts(firsts.getFirst())).singleElement().satisfies(attempt -> {
            assertThat(attempt.outcome()).isEqualTo("UNAVAILABLE");
            assertThat(attempt.httpStatus()).isNull();
        });
        sandbox.on("portal").set(Fault.NONE);
        stories.forEach(Story::ends);

        assertThat(stories).allSatisfy(one -> {
            assertThat(one.all()).allSatisfy(row -> assertThat(row.state()).isEqualTo(State.DELIVERED));
            assertThat(one.atPortal().statuses()).containsExactly("4", "10");
            assertThat(one.atPortal().inserts()).isEqualTo(1);
            assertThat(one.atPortal().sameAgain()).isZero();
            assertThat(one.atPortal().doubledSteps()).isZero();
        });
    }

    @Test
    void a_503_reaches_the_portal_once_for_each_attempt() {
        sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor(DOSSIERS));
        var before = sandbox.on("portal").arrived(DOSSIERS);

        var id = story.dossier();
        story.attempted(id, 1);
        assertThat(sandbox.on("portal").arrived(DOSSIERS) - before).isEqualTo(1);

        story.hurry(id);
        story.attempted(id, 2);
        assertThat(sandbox.on("portal").arrived(DOSSIERS) - before).isEqualTo(2);
    }

    @Test
    void a_503_reaches_the_payment_platform_once_and_the_post_once() {
        sandbox.on("payment").set(Fault.of(FaultMode.UNAVAILABLE));
        sandbox.on("post").set(Fault.of(FaultMode.UNAVAILABLE).onlyFor("create"));
        var inits = sandbox.on("payment").arrived("INIT");
        var orders = sandbox.on("post").arrived("create");

        assertThat(story.payment().status()).isEqualTo(502);
        story.attempted(story.order(), 1);

        assertThat(sandbox.on("payment").arrived("INIT") - inits).isEqualTo(1);
        assertThat(sandbox.on("post").arrived("create") - orders).isEqualTo(1);
    }

    @Test
    void a_read_that_is_reset_is_not_repeated_by_the_client_itself() {
        sandbox.on("portal").set(Fault.of(FaultMode.RESET_BEFORE).onlyFor("TraCuuHoSo"));
        var before = sandbox.on("portal").arrived("TraCuuHoSo");

        assertThat(stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number()).status()).isBetween(502, 504);

        assertThat(sandbox.on("portal").arrived("TraCuuHoSo") - before).isEqualTo(1);
    }

    @Test
    void retry_after_moves_the_next_attempt_and_is_not_shortened() {
        sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).retryAfter(3600).onlyFor(DOSSIERS));

        var id = story.dossier();
        story.attempted(id, 1);

        assertThat(waits(id)).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        // nobody is kept by it meanwhile
        assertThat(stage.sql().sql("select lease_owner is null and lease_until is null from delivery where id = ?")
                .param(id).query(Boolean.class).single()).isTrue();
    }

    @Test
    void waits_follow_the_schedule_within_ten_per_cent_until_all_attempts_are_used_up() {
        sandbox.on("portal").set(Fault.of(FaultMode.SERVER_ERROR).onlyFor(DOSSIERS));
        var schedule = List.of(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(
                10), Duration.ofHours(1), Duration.ofHours(3), Duration.ofHours(6));
        var before = sandbox.on("portal").arrived(DOSSIERS);

        var id = story.dossier();
        var strayed = 0;
        for (int i = 0; i < schedule.size(); i++) {
            story.attempted(id, i + 1);
            var expected = schedule.get(i).toMillis();
            var wait = waits(id).toMillis();
            assertThat(wait).as("wait " + (i + 1)).isBetween(expected * 90 / 100 - 100, expected * 110 / 100 + 100);
            strayed += Math.abs(wait - expected) > expected / 100 ? 1 : 0;
            story.hurry(id);
        }
        assertThat(strayed).as("what failed together does not come back together").isGreaterThan(1);
        story.becomes(id, State.EXHAUSTED);

        assertThat(sandbox.on("portal").arrived(DOSSIERS) - before).isEqualTo(schedule.size() + 1);
        var row = story.view(id);
        assertThat(row.attempts()).isEqualTo(schedule.size() + 1);
        assertThat(row.providerStatus()).isEqualTo(500);
        var attempts = story.attempts(id);
        assertThat(attempts).extracting(attempt -> attempt.number()).isEqualTo(IntStream.rangeClosed(1, attempts
                .size()).boxed().toList());
        assertThat(attempts).allSatisfy(attempt -> {
            assertThat(attempt.httpStatus()).isEqualTo(500);
            assertThat(attempt.outcome()).isEqualTo("UNAVAILABLE");
            assertThat(attempt.sentBytes()).isPositive();
            assertThat(attempt.answerBytes()).isPositive();
            assertThat(attempt.tookMs()).isNotNegative();
            assertThat(attempt.node()).isNotBlank().doesNotContain("$");
        });
        story.ends();
        assertThat(sandbox.oneStop().received("/lgsp/events")).filteredOn(event -> event.body().toString().contains(id
                .toString())).singleElement().satisfies(event -> assertThat(event.body().path("data").path("state")
                        .asString("")).isEqualTo("EXHAUSTED"));
    }

    @Test
    void the_portals_words_and_code_are_kept_with_the_attempt() {
        sandbox.on("portal").set(Fault.of(FaultMode.BUSINESS_ERROR).onlyFor(DOSSIERS).times(1));

        var id = story.dossier();
        story.becomes(id, State.REJECTED);

        assertThat(story.attempts(id)).singleElement().satisfies(attempt -> {
            assertThat(attempt.code()).isEqualTo("-1");
            assertThat(attempt.reason()).isEqualTo("Dữ liệu không hợp lệ");
            assertThat(attempt.httpStatus()).isEqualTo(200);
        });
        assertThat(story.view(id).reason()).isEqualTo("Dữ liệu không hợp lệ");
    }

    @Test
    void the_four_times_follow_each_other() {
        sandbox.on("portal").set(Fault.of(FaultMode.HTML).onlyFor(DOSSIERS).times(1));

        var id = story.dossier();
        story.ends();

        var row = story.view(id);
        var times = Stream.of(row.receivedAt(), row.sentAt(), row.answeredAt(), row.settledAt()).map(
                Objects::requireNonNull).toList();
        assertThat(times).isSorted();
        assertThat(row.attempts()).isEqualTo(2);
    }

    @Test
    void a_provider_that_says_come_back_in_ten_days_does_not_keep_it_beyond_its_time() {
        sandbox.on("portal").set(Fault.of(FaultMode.UNAVAILABLE).retryAfter(864_000).onlyFor(DOSSIERS));

        var id = story.dossier();
        story.attempted(id, 1);
        assertThat(story.hurry(id)).isLessThanOrEqualTo(Duration.ofDays(3));
        story.becomes(id, State.EXPIRED);

        assertThat(story.view(id).attempts()).isEqualTo(1);
    }

    private Duration waits(UUID id) {
        var row = story.view(id);
        var due = Objects.requireNonNull(Objects.requireNonNull(row.waiting()).dueAt());
        return Duration.between(Objects.requireNonNull(row.answeredAt()), due);
    }
}
