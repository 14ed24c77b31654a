package vn.lgsp.gateway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A provider was away for hours: how fast what waited for it is delivered, and what others notice of that. */
@Part(value = "backlog recovery", seconds = 240)
class BacklogBench {
    private static final int PARKED = Integer.getInteger("bench.parked", Plan.quick() ? 5_000 : 72_000);
    private static final String RATE = System.getProperty("bench.rate", "1000/s");
    private static final int LIVE = 100;
    /** Of what is compared: the p99 of a shorter time at this rate is that of a handful. */
    private static final Duration LONG = Plan.TIME.multipliedBy(3);
    private static final String PORTAL = "/mapi/g";

    @Test
    void what_waited_for_a_provider_is_delivered_while_others_go_on() {
        var rows = new ArrayList<List<String>>();
        try (var backend = new Backend(); var subject = new Subject(backend.url(), 200, "--DVCQG_RATE=" + RATE)) {
            var live = new Load(subject.peer().address(), subject.writeNow(), 200);
            var late = new Load(subject.peer().address(), subject.writeLater(), 202);
            Report.say("warm-up", live.closed(32, Plan.WARM_UP));
            Report.say("warm-up", late.closed(32, Plan.WARM_UP.dividedBy(3)));
            subject.drained(Duration.ofMinutes(10));
            var before = live.open(LIVE, LONG);
            backend.down(PORTAL);
            var accepted = late.count(64, PARKED);
            Report.say("accepted while the portal is down", accepted);
            Machine.writeOut();
            var away = live.open(LIVE, Plan.TIME);

            var delivered = backend.calls(PORTAL);
            backend.down("none");
            var began = System.nanoTime();
            Awaitility.await("first delivery").atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(50)).until(
                    () -> backend.calls(PORTAL) > delivered + 50);
            var noticed = seconds(began);
            began = System.nanoTime();
            var beside = CompletableFuture.supplyAsync(() -> live.open(LIVE, LONG));
            Awaitility.await("the backlog").atMost(Duration.ofMinutes(15)).pollInterval(Duration.ofMillis(50)).until(
                    () -> backend.calls(PORTAL) >= delivered + accepted.done());
            var drained = seconds(began);
            var during = beside.join();
            subject.drained(Duration.ofMinutes(1));

            rows.add(
                    List.of("%,d of %,d accepted while it was away, 64 at once".formatted(accepted.done(), PARKED),
                            "%,.0f/s".formatted(accepted.perSecond())));
            rows.add(List.of("from its return until deliveries flow", "%.1f s".formatted(noticed)));
            rows.add(List.of("all delivered after",
                    "**%.0f s**, %,.0f/s".formatted(drained, accepted.done() / drained)));
            rows.add(List.of("another service at %d/s before".formatted(LIVE), p(before)));
            rows.add(List.of("… while the portal is away", p(away)));
            rows.add(List.of("… while the backlog drains", p(during) + ", **%.1f ×** at p99".formatted(during.p99()
                    / before.p99())));
        }
        Report.section("6 Backlog recovery", List.of("what", "figure"), rows, "The portal allows " + RATE
                + " and 200 calls at once; a backlog takes four fifths of its rate, callers that wait keep the rest. It "
                + "was away by answering 503: its breaker opened and what was accepted waited without attempts. The other "
                + "service is `payment.init`, `reply: now`, write.");
    }

    private static String p(Figures figures) {
        return "p50 %.2f ms, p99 %.2f ms".formatted(figures.p50(), figures.p99());
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
