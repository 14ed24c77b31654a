package vn.lgsp.gateway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

/** One provider is dead while callers go on asking for it: what the callers of another notice. */
@Part(value = "one dead destination", seconds = 255)
class NeighbourBench {
    private static final int LIVE = 100;
    private static final int OTHERS = 25;
    /** 10 % at p95 is less than what rounds of a few seconds scatter by. */
    private static final Duration LONG = Plan.TIME.multipliedBy(3);
    private static final String PORTAL = "/mapi/g";

    private final List<List<String>> rows = new ArrayList<>();

    @Test
    void a_dead_provider_is_not_noticed_by_the_callers_of_another() {
        try (var backend = new Backend(); var subject = new Subject(backend.url(), 20)) {
            var live = new Load(subject.peer().address(), subject.writeNow(), 200);
            Report.say("warm-up", live.closed(32, Plan.WARM_UP));
            measured("the portal is well", live, subject, backend, _ -> {}, 0);
            var well = measured("the portal is well, once more", live, subject, backend, _ -> {}, 0);
            measured("it answers 503", live, subject, backend, on -> on.down(PORTAL), well);
            backend.down("none");
            measured("it answers nothing", live, subject, backend, on -> on.deaf(PORTAL), well);
            backend.deaf("none");
        }
        Report.section("61 A dead neighbour",
                List.of("the portal", "p50 ms", "p95 ms", "p99 ms", "p95 beside a well one",
                        "failed"),
                rows, "`payment.init`, `reply: now`, at %d/s, while %d reads and %d dossiers a second are sent for the "
                        .formatted(LIVE, OTHERS, OTHERS)
                        + "portal throughout. The second row says what the machine's own unrest makes of the "
                        + "first; the last two are to stay within 10 % of it.");
    }

    /** @return the p95 */
    private double measured(String what, Load live, Subject subject, Backend backend, Consumer<Backend> illness,
            double well) {
        illness.accept(backend);
        Machine.writeOut();
        var reads = CompletableFuture.supplyAsync(() -> new Load(subject.peer().address(), subject.read(), 200).open(
                OTHERS, LONG));
        var dossiers = CompletableFuture.supplyAsync(() -> new Load(subject.peer().address(), subject.writeLater(), 202)
                .open(OTHERS, LONG));
        var figures = live.open(LIVE, LONG);
        Report.say(what, figures);
        Report.say(what + ", reads of the portal", reads.join());
        Report.say(what + ", dossiers for the portal", dossiers.join());
        rows.add(List.of(what, ThroughputTable.times(figures.p50()), ThroughputTable.times(figures.p95()),
                ThroughputTable.times(figures.p99()), well == 0 ? "" : "%.0f %%".formatted(100 * figures.p95() / well),
                String.valueOf(figures.failed())));
        return figures.p95();
    }
}
