package vn.lgsp.gateway.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

/** A provider takes calls and answers none: what callers of another notice of it (10 % at p95 is allowed). */
@Part(value = "one dead destination", seconds = 75)
class DeadDestinationBench {
    private static final int ROUNDS = 3;
    private static final int PER_SECOND = 100;
    private static final Duration ROUND = Duration.ofSeconds(Plan.quick() ? 3 : 5);
    private static final String PORTAL = "/mapi/g";

    @Test
    void a_destination_that_hangs_and_the_times_of_another() {
        try (var backend = new Backend(); var subject = new Subject(backend.url(), 20)) {
            var live = new Load(subject.peer().address(), subject.writeNow(), 200);
            var late = new Load(subject.peer().address(), subject.writeLater(), 202);
            Report.say("warm-up", live.closed(32, Plan.WARM_UP.dividedBy(2)));
            Report.say("warm-up", late.closed(32, Plan.WARM_UP.dividedBy(5)));
            subject.drained(Duration.ofMinutes(3));
            var before = rounds("before", live, late);
            backend.hang(PORTAL);
            var during = rounds("the portal hangs", live, late);

            var rows = List.of(row("both answer", before), row("the portal hangs", during), List.of("change at p95",
                    "%+.0f %%".formatted(100 * (p95(during) / p95(before) - 1)), "", "", ""));
            Report.section("61 One dead destination", List.of("payments while", "p95 ms", "p50 ms", "p99 ms", "failed"),
                    rows,
                    ("Medians of %d rounds of %d s. Payments (`reply: now`, write) at %d/s in an open loop, as many "
                            + "dossiers (`reply: later`) beside them for the portal, which then takes calls and answers "
                            + "none: its 20 places are held until their time-outs. Rounds of a state follow each other, "
                            + "because a breaker's patience lies between the states; so a machine that becomes busier "
                            + "meanwhile shows here too.").formatted(ROUNDS, ROUND.toSeconds(), PER_SECOND));
        }
    }

    private static List<Figures> rounds(String when, Load live, Load late) {
        var figures = new ArrayList<Figures>();
        for (int round = 0; round < ROUNDS; round++) {
            var beside = CompletableFuture.supplyAsync(() -> late.open(PER_SECOND, ROUND));
            figures.add(live.open(PER_SECOND, ROUND));
            Report.say(when + ", payments", figures.getLast());
            Report.say(when + ", dossiers accepted", beside.join());
        }
        return figures;
    }

    private static double p95(List<Figures> rounds) {
        return Case.median(rounds, Figures::p95);
    }

    private static List<String> row(String when, List<Figures> rounds) {
        return List.of(when, "**%.2f**".formatted(p95(rounds)),
                ThroughputTable.times(Case.median(rounds, Figures::p50)),
                ThroughputTable.times(Case.median(rounds, Figures::p99)), ThroughputTable.number(rounds.stream()
                        .mapToLong(Figures::failed).sum()));
    }
}
