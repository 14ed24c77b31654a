package vn.lgsp.gateway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

/** One provider is dead while callers go on asking for it: what the callers of another notice. */
@Part(value = "one dead destination", seconds = 390)
class NeighbourBench {
    private static final int LIVE = 100;
    private static final int OTHERS = 25;
    private static final Duration UNTIL_WELL = Duration.ofMinutes(2);
    private static final String PORTAL = "/mapi/g";

    private static final List<Portal> ROUND = List.of(Portal.WELL, Portal.BUSY, Portal.WELL, Portal.SILENT, Portal.WELL,
            Portal.BUSY);

    private final Map<Portal, List<Figures>> runs = new EnumMap<>(Portal.class);

    private enum Portal {
        WELL("the portal is well", _ -> {}), BUSY("it answers 503", on -> on.down(PORTAL)), SILENT("it answers nothing",
                on -> on.deaf(PORTAL));

        private final String words;
        private final Consumer<Backend> falls;

        Portal(String words, Consumer<Backend> falls) {
            this.words = words;
            this.falls = falls;
        }
    }

    /** In turn and several times: what the machine's own unrest adds to one round it adds to another of each kind. */
    @Test
    void a_dead_provider_is_not_noticed_by_the_callers_of_another() {
        try (var backend = new Backend(); var subject = new Subject(backend.url(), 20)) {
            var live = new Load(subject.peer().address(), subject.writeNow(), 200);
            Report.say("warm-up", live.closed(32, Plan.WARM_UP));
            Report.say("warm-up at " + LIVE + "/s", under(live, subject));
            for (int run = 0; run < Plan.RUNS; run++) {
                ROUND.forEach(portal -> measure(portal, live, subject, backend));
            }
        }
        var well = p95(Portal.WELL);
        Report.section("61 A dead neighbour",
                List.of("the portal", "rounds", "p50 ms", "p95 ms", "lowest and highest p95", "p99 ms",
                        "p95 beside a well one", "failed"),
                runs.keySet().stream().map(portal -> row(portal, well)).toList(),
                "`payment.init`, `reply: now`, at %d/s, while %d reads and %d dossiers a second are sent for the "
                        .formatted(LIVE, OTHERS, OTHERS)
                        + "portal throughout; medians of rounds of %d s in turn. The last two are to stay within 10 %% of the first."
                                .formatted(Plan.TIME.toSeconds()));
    }

    private void measure(Portal portal, Load live, Subject subject, Backend backend) {
        portal.falls.accept(backend);
        Machine.writeOut();
        var figures = under(live, subject);
        runs.computeIfAbsent(portal, any -> new ArrayList<>()).add(figures);
        Report.say(portal.words, figures);
        backend.down("none");
        backend.deaf("none");
        subject.drained(UNTIL_WELL);
    }

    private static Figures under(Load live, Subject subject) {
        var reads = beside(new Load(subject.peer().address(), subject.read(), 200));
        var dossiers = beside(new Load(subject.peer().address(), subject.writeLater(), 202));
        var figures = live.open(LIVE, Plan.TIME);
        Report.say("… reads of the portal", reads.join());
        Report.say("… dossiers for the portal", dossiers.join());
        return figures;
    }

    /** On a thread of its own: the common pool has one on two processors, and one load would wait for the other. */
    private static CompletableFuture<Figures> beside(Load load) {
        return CompletableFuture.supplyAsync(() -> load.open(OTHERS, Plan.TIME), one -> Thread.ofPlatform().start(one));
    }

    private double p95(Portal portal) {
        return Case.median(runs.getOrDefault(portal, List.of()), Figures::p95);
    }

    private List<String> row(Portal portal, double well) {
        var all = runs.getOrDefault(portal, List.of());
        var p95s = all.stream().mapToDouble(Figures::p95).summaryStatistics();
        return List.of(portal.words, String.valueOf(all.size()), ThroughputTable.times(Case.median(all, Figures::p50)),
                ThroughputTable.times(p95(portal)), ThroughputTable.times(p95s.getMin()) + "–" + ThroughputTable.times(
                        p95s.getMax()),
                ThroughputTable.times(Case.median(all, Figures::p99)), portal == Portal.WELL
                        ? ""
                        : "%.0f %%".formatted(100 * p95(portal) / well),
                String.valueOf(all.stream().mapToLong(Figures::failed).sum()));
    }
}
