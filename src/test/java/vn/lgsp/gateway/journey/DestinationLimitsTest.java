package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.journey.Impostor.Said;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.sandbox.payment.PaymentOptions;
import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** A provider gets no more calls at once and a second than it bears, of all gateways together; and its illness is its own. */
class DestinationLimitsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final int SLOW = 12;
    private static final String[] SETTINGS = { "--POSTAL_POLL=1h", "--DVCQG_AT_ONCE=4", "--DVCQG_RATE=20/s",
            "--gateway.caller.file=src/test/resources/intake/callers.yaml", new Declarations().provider("dvcqg",
                    "timeout: " + TIMEOUT.toSeconds() + "s",
                    "breaker: { opensAt: 100%, over: 10s, atLeast: 1000, staysOpen: 30s }").setting() };
    private static GatewayStage stage;

    @BeforeAll
    static void start() {
        stage = GatewayStage.start(SETTINGS);
    }

    @AfterAll
    static void stop() {
        stage.close();
    }

    @AfterEach
    void well_again() {
        Stages.calm(stage);
        stage.sandbox().payment().set(PaymentOptions.USUAL);
    }

    @Test
    void two_gateways_together_keep_the_number_of_calls_at_once_and_a_second() {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var times = new CopyOnWriteArrayList<Long>();
        try (var second = stage
                .another(Stream.concat(Stream.of(SETTINGS), Stream.of("--gateway.ledger.node=second")).toArray(
                        String[]::new));
                var portal = new Impostor(stage.sandbox().on("portal"), call -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    if (!call.path().endsWith("/login")) {
                        times.add(System.nanoTime());
                    }
                    // slow for as long as places are counted; after that nothing but the rate holds them up
                    LockSupport.parkNanos(times.size() > SLOW ? 0 : Duration.ofMillis(100).toNanos());
                    now.decrementAndGet();
                    return Said.json(200, "{\"error_code\":0,\"session\":\"S\",\"message\":\"\"}");
                })) {
            var stories = Stream.generate(() -> new Story(stage)).limit(60).toList();
            IntStream.range(0, 60).forEach(n -> assertThat((n % 2 == 0 ? stage : second).oneStop().post(
                    "/api/dvcqg/v1/dossiers", Samples.dossier(stories.get(n).number()), "Idempotency-Key", Story.key())
                    .status()).isEqualTo(202));
            await().atMost(Duration.ofSeconds(40)).until(() -> stories.stream().allMatch(one -> one.all().getFirst()
                    .state() == State.DELIVERED));
            assertThat(portal.seen("/login")).hasSizeLessThanOrEqualTo(2);
        }

        assertThat(most.get()).isBetween(2, 4);
        // 60 at 20/s; each gateway's first share goes out at once
        assertThat(Duration.ofNanos(times.getLast() - times.getFirst())).isGreaterThan(Duration.ofMillis(1800));
        assertThat(stage.sql().sql("select count(distinct node) from every_attempt where code = '0'").query(Long.class)
                .single()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void a_portal_that_answers_nothing_takes_no_place_of_others() {
        stage.sandbox().payment().set(PaymentOptions.USUAL.autoPay(false));
        stage.sandbox().on("portal").set(Fault.of(FaultMode.HANG).delayed(Duration.ofSeconds(30)).onlyFor("*"));
        var stories = Stream.generate(() -> new Story(stage)).limit(60).toList();
        stories.forEach(Story::dossier);
        var waiting = IntStream.range(0, 30).mapToObj(n -> Thread.startVirtualThread(() -> stage.oneStop().get(
                "/api/dvcqg/v1/dossiers/" + n))).toList();

        var during = payments(40);

        // whoever stood behind a call that hangs would wait for its time-out
        assertThat(percentile(during)).isLessThan(TIMEOUT);
        // what a lane takes ahead, about as much as it did in two seconds when all was well, and what is under way
        assertThat(stage.sql().sql("""
                select count(*) from delivery where destination = 'dvcqg' and lease_owner is not null""").query(
                Long.class).single()).isLessThanOrEqualTo(2 * 20 + 4);
        var order = new Story(stage);
        order.becomes(order.order(), State.DELIVERED);
        stage.sandbox().endFaults();
        await().atMost(Duration.ofSeconds(60)).until(() -> waiting.stream().noneMatch(Thread::isAlive));
    }

    private static List<Duration> payments(int n) {
        var took = new ArrayList<Duration>();
        for (int i = 0; i < n; i++) {
            var began = System.nanoTime();
            if (new Story(stage).payment().status() == 200) {
                took.add(Duration.ofNanos(System.nanoTime() - began));
            }
        }
        assertThat(took).hasSizeGreaterThanOrEqualTo(n * 9 / 10);
        return took;
    }

    private static Duration percentile(List<Duration> took) {
        return took.stream().sorted().skip(took.size() * 95L / 100).findFirst().orElseThrow();
    }
}
