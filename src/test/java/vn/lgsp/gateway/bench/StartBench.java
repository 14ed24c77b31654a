package vn.lgsp.gateway.bench;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** How long the gateway takes until it is ready, and what it holds then. */
@Part(value = "start-up and memory", seconds = 60)
class StartBench {

    @Test
    void how_long_it_takes_to_start_and_what_it_holds_then() {
        var rows = new ArrayList<List<String>>();
        try (var backend = new Backend()) {
            var began = System.nanoTime();
            try (var subject = new Subject(backend.url(), 500)) {
                row(rows, "first start, its PostgreSQL is made", began, subject);
                for (int run = 0; run < Plan.RUNS; run++) {
                    began = System.nanoTime();
                    subject.restart();
                    row(rows, "stopped and started again", began, subject);
                }
            }
        }
        Report.section("7 Start-up and memory", List.of("what", "s until ready", "peak MB of the gateway",
                "MB held with its PostgreSQL"), rows,
                "From the command (for a restart: from the order to stop) until "
                        + "readiness says 200, asked every 200 ms; from classes, not from an extracted jar with an AOT cache.");
    }

    private static void row(List<List<String>> rows, String what, long began, Subject subject) {
        var row = List.of(what, "%.1f".formatted((System.nanoTime() - began) / 1e9), ThroughputTable.number(Machine
                .peakMegabytes(subject.pid())), ThroughputTable.number(
                        Machine.heldMegabytes(subject.peer().heads()
                                .get())));
        Report.say(what, row);
        rows.add(row);
    }
}
