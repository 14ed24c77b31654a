package vn.lgsp.gateway.bench;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** A provider that takes 200 ms, and 2,000 callers who all wait for it at once. */
@Part(value = "a slow backend", seconds = 325)
class SlowBackendBench {
    private static final int CALLERS = 2000;
    private static final int DELAY = 200;
    /** Two thousand connections are made anew for each run, and the first of all requests come in one go. */
    private static final Duration LEAD = Duration.ofSeconds(1);

    private final List<List<String>> rows = new ArrayList<>();

    @Test
    void two_thousand_callers_wait_for_a_provider_of_200_ms() throws Exception {
        try (var backend = new Backend()) {
            var others = new Peers(backend.url());
            measure(backend, "the backend itself", Optional.of(backend.peer()));
            if (Plan.wants("spring-cloud-gateway")) {
                beside(backend, "Spring Cloud Gateway", others.springCloudGateway());
            }
            if (Plan.wants("plain-camel")) {
                beside(backend, "plain Camel", others.plainCamel());
            }
            Progress.attempt("the gateway before a slow backend", () -> gateway(backend));
        }
        Report.section("5 A slow backend: %d ms, %,d callers at once".formatted(DELAY, CALLERS), List.of("what",
                "requests/s", "of the ideal", "p50 ms", "p99 ms", "failed"), rows,
                "The ideal is %,d/s. What is sent in the first second does not count; requests/s are the callers by the mean time of a request."
                        .formatted(CALLERS * 1000 / DELAY));
    }

    private void gateway(Backend backend) {
        try (var subject = new Subject(backend.url(), 4000)) {
            measure(backend, "**gateway**, `reply: now`, read", subject.peer(), subject.read());
        }
    }

    private void beside(Backend backend, String what, Optional<Peer> peer) {
        Progress.attempt(what + " before a slow backend", () -> measure(backend, what, peer));
        backend.delay(0);
        peer.ifPresent(Peer::close);
    }

    private void measure(Backend backend, String what, Optional<Peer> peer) {
        peer.ifPresent(one -> measure(backend, what, one, Template.post(one.url().resolve("/mapi/g"), Map.of(), "{}"
                .getBytes(StandardCharsets.UTF_8))));
    }

    private void measure(Backend backend, String what, Peer peer, Template request) {
        var load = new Load(peer.address(), request, 200);
        Report.say(what + ", warm-up", load.closed(64, Plan.WARM_UP));
        backend.delay(DELAY);
        Report.say(what + ", warm-up", load.closed(CALLERS, Plan.WARM_UP));
        var runs = new ArrayList<Figures>();
        for (int run = 0; run < Plan.RUNS; run++) {
            Machine.writeOut();
            runs.add(load.steady(CALLERS, LEAD, Plan.TIME));
            Report.say(what, runs.getLast());
        }
        backend.delay(0);
        var rate = Case.median(runs, Figures::perSecond);
        rows.add(List.of(what, ThroughputTable.number(rate), "%.1f %%".formatted(rate * DELAY / CALLERS / 10),
                ThroughputTable.times(Case.median(runs, Figures::p50)), ThroughputTable.times(Case.median(runs,
                        Figures::p99)),
                ThroughputTable.number(runs.stream().mapToLong(Figures::failed).sum())));
    }
}
