package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.delivery.Breakers;
import vn.lgsp.gateway.journey.Impostor.Said;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Sessions and tokens: held once for all, renewed by one, and a refused login is left alone for a while. */
class SessionsTest {
    private final GatewayStage stage = Stages.shared();
    private final Sandbox sandbox = stage.sandbox();
    private final Story story = new Story(stage);

    /** Whoever stood in for the portal before: the gateway has met the real one again. */
    @BeforeEach
    void meet_the_portal() {
        await().atMost(Story.PATIENCE).until(() -> {
            stage.pass(Duration.ofSeconds(31));
            return read() == 200 && read() == 200 && breaker().equals("CLOSED");
        });
    }

    @AfterEach
    void end_faults() {
        sandbox.post().tokensLast(Duration.ofHours(1));
        Stages.calm(stage);
    }

    @Test
    void many_calls_at_once_log_in_once_when_the_session_is_over() throws InterruptedException {
        sandbox.portal().expire();
        var logins = sandbox.on("portal").arrived("login");

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = Stream.generate(() -> (Callable<Integer>) this::read).limit(30).toList();
            assertThat(callers.invokeAll(calls)).allSatisfy(call -> assertThat(call.get()).isEqualTo(200));
        }

        assertThat(sandbox.on("portal").arrived("login") - logins).isEqualTo(1);
    }

    @Test
    void a_call_whose_session_was_over_is_repeated_once_with_a_new_one() {
        sandbox.on("portal").set(Fault.of(FaultMode.SESSION_EXPIRED).onlyFor("DongBoHoSoMC").times(1));

        var id = story.dossier();
        story.becomes(id, State.DELIVERED);

        assertThat(story.attempts(id)).extracting(attempt -> attempt.outcome()).containsExactly("EXPIRED_SESSION",
                "DELIVERED");
        assertThat(story.atPortal().inserts()).isEqualTo(1);
    }

    @Test
    void a_session_that_ends_between_duplicate_and_update_costs_the_dossier_nothing() {
        story.becomes(story.dossier(), State.DELIVERED);
        sandbox.on("portal").set(Fault.of(FaultMode.SESSION_EXPIRED).onlyFor("DongBoHoSoMC").probability(0.5,
                missesFirst()).times(1));

        var id = story.finished();
        story.ends();

        assertThat(story.attempts(id)).extracting(attempt -> attempt.outcome()).containsExactly("AGAIN",
                "EXPIRED_SESSION", "DELIVERED");
        assertThat(story.state(id)).isEqualTo(State.DELIVERED);
        assertThat(story.atPortal().updates()).isEqualTo(1);
    }

    /** A seed whose first draw spares the call and whose second hits. */
    private static long missesFirst() {
        for (long seed = 0;; seed++) {
            var random = new Random(seed);
            if (random.nextDouble() >= 0.5 && random.nextDouble() < 0.5) {
                return seed;
            }
        }
    }

    @Test
    void a_token_is_renewed_before_it_expires() {
        story.becomes(story.order(), State.DELIVERED);
        stage.pass(Duration.ofHours(1).minusSeconds(25));
        var refused = sandbox.on("post").arrived("token");

        var id = new Story(stage);
        var order = id.order();
        id.becomes(order, State.DELIVERED);

        assertThat(sandbox.on("post").arrived("token") - refused).isEqualTo(1);
        assertThat(id.attempts(order)).hasSize(1);
    }

    @Test
    void a_token_the_post_forgot_is_renewed_and_the_call_repeated_once() {
        story.becomes(story.order(), State.DELIVERED);
        sandbox.on("post").set(Fault.of(FaultMode.TOKEN_EXPIRED).onlyFor("create").times(1));

        var other = new Story(stage);
        var order = other.order();
        other.becomes(order, State.DELIVERED);

        assertThat(other.attempts(order)).extracting(attempt -> attempt.httpStatus()).containsExactly(401, 200);
        assertThat(sandbox.post().order(other.number() + "-TKQ").orElseThrow().repeats()).isZero();
    }

    @Test
    void a_session_that_is_refused_again_and_again_is_a_failed_attempt_and_no_endless_login() {
        sandbox.on("portal").set(Fault.of(FaultMode.SESSION_EXPIRED).onlyFor("DongBoHoSoMC"));
        var logins = sandbox.on("portal").arrived("login");

        var id = story.dossier();
        story.attempted(id, 2);

        assertThat(sandbox.on("portal").arrived("login") - logins).isLessThanOrEqualTo(2);
        sandbox.endFaults();
        story.ends();
        assertThat(story.state(id)).isEqualTo(State.DELIVERED);
    }

    @Test
    void a_refused_password_is_not_tried_by_everybody_who_waits() {
        sandbox.portal().expire();
        try (var portal = new Impostor(sandbox.on("portal"), call -> Said.json(200, call.path().endsWith("/login")
                ? "{\"error_code\":-1,\"message\":\"Tên đăng nhập hoặc mật khẩu không đúng\"}"
                : "{\"error_code\":-2,\"message\":\"Phiên làm việc không hợp lệ hoặc đã hết hạn\"}"))) {
            var stories = Stream.generate(() -> new Story(stage)).limit(20).toList();
            stories.forEach(Story::dossier);
            await().atMost(Story.PATIENCE).until(() -> stories.stream().flatMap(one -> one.all().stream()).mapToInt(
                    row -> row.attempts()).sum() >= 3);

            assertThat(portal.seen("/login").size()).isLessThanOrEqualTo(2);
            assertThat(stories.stream().flatMap(one -> one.all().stream())).noneMatch(row -> row.state().settled());
        }
    }

    private String breaker() {
        return stage.bean(Breakers.class).state(stage.bean(Catalogue.class).service("dvcqg.find-dossier").orElseThrow()
                .call().destination()).breaker().name();
    }

    private int read() {
        return stage.oneStop().get("/api/dvcqg/v1/dossiers/" + story.number()).status();
    }
}
