package vn.lgsp.gateway.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * The same backend and the same load, in turn: directly, through proxies that do nothing else, and through the gateway with
 * everything on.
 */
@Part(value = "throughput, ratios, latency, cost", seconds = 1150)
class ThroughputBench {
    /** Connections: what keeps one busy leaves another waiting for its database, so that each is tried with both. */
    static final List<Integer> AT_ONCE = List.of(64, 128);
    private static final int PER_SECOND = 200;
    private static final Duration LONG = Duration.ofMinutes(3);

    private final Set<Peer> warm = new HashSet<>();
    private final Map<String, List<Case.Run>> saturated = new LinkedHashMap<>();
    private final Map<String, List<Figures>> steady = new LinkedHashMap<>();

    @Test
    void what_the_way_through_costs_beside_others() throws Exception {
        Files.createDirectories(Program.WORK);
        var peers = new ArrayList<Peer>();
        try (var backend = new Backend()) {
            try {
                var cases = cases(backend, peers);
                cases.removeIf(one -> !Progress.attempt(one.title(), () -> warmUp(one)));
                for (int turn = 1; turn <= Plan.TURNS; turn++) {
                    int number = turn;
                    // nobody always comes after the same one
                    var inTurn = turn % 2 == 0 ? List.copyOf(cases).reversed() : List.copyOf(cases);
                    inTurn.stream().filter(one -> !Progress.attempt(one.title(), () -> measure(one, backend, number)))
                            .forEach(cases::remove);
                }
                new ThroughputTable(cases, saturated, steady).print();
            } finally {
                for (var peer : peers) {
                    peer.close();
                }
            }
        }
    }

    private static List<Case> cases(Backend backend, List<Peer> started) throws IOException {
        var cases = new ArrayList<Case>();
        var others = new Peers(backend.url());
        if (Plan.wants("direct")) {
            cases.add(Case.of("direct", "the backend itself", backend.peer(), proxied(backend.url())));
        }
        proxy(cases, started, "nginx", "nginx", () -> others.nginx());
        proxy(cases, started, "haproxy", "HAProxy", () -> others.haproxy());
        proxy(cases, started, "plain-camel", "plain Camel", () -> others.plainCamel());
        proxy(cases, started, "spring-cloud-gateway", "Spring Cloud Gateway", () -> others.springCloudGateway());
        if (List.of("gateway-read", "gateway-write", "gateway-later", "gateway-callback").stream().anyMatch(
                Plan::wants)) {
            Progress.attempt("gateway", () -> gateway(cases, started, backend));
        }
        return cases;
    }

    private interface Start {
        Optional<Peer> peer() throws IOException;
    }

    private static void proxy(List<Case> cases, List<Peer> started, String name, String title, Start start)
            throws IOException {
        if (Plan.wants(name)) {
            start.peer().ifPresent(peer -> {
                started.add(peer);
                cases.add(Case.of(name, title, peer, proxied(peer.url())));
            });
        }
    }

    private static void gateway(List<Case> cases, List<Peer> started, Backend backend) {
        var subject = new Subject(backend.url(), 500);
        var peer = subject.peer();
        started.add(peer);
        Map<String, Supplier<Case>> all = new LinkedHashMap<>();
        all.put("gateway-read", () -> Case.of("gateway-read", "**gateway**, `reply: now`, read", peer, subject.read()));
        all.put("gateway-write", () -> Case.of("gateway-write", "**gateway**, `reply: now`, write", peer, subject
                .writeNow()));
        all.put("gateway-later", () -> Case.later("gateway-later", "**gateway**, `reply: later`", peer, subject
                .writeLater(), "/mapi/g"));
        all.put("gateway-callback", () -> Case.later("gateway-callback", "**gateway**, `reply: later`, called back",
                peer, subject.writeLaterWithCallback(), "/lgsp/events"));
        all.forEach((name, one) -> {
            if (Plan.wants(name)) {
                cases.add(one.get());
            }
        });
    }

    /** What the gateway sends to the provider for the read, and as large. */
    private static Template proxied(URI to) {
        return Template.post(to.resolve("/mapi/g"), Map.of(), """
                {"session":"S","madonvi":"000.00.00.H47","service":"TraCuuHoSo","mahoso":"H47.12-260302-0012"}"""
                .getBytes(StandardCharsets.UTF_8));
    }

    /** The first case of a process warms most of it up for the others. */
    private void warmUp(Case one) {
        var first = warm.add(one.peer()) ? Plan.WARM_UP : Plan.WARM_UP.dividedBy(2);
        var figures = one.load().closed(AT_ONCE.getLast(),
                one.peer().jvm().isPresent() ? first : Duration.ofSeconds(2));
        Report.say(one.name() + ", warm-up", figures);
        if (figures.done() == 0) {
            throw new IllegalStateException("no answer was the expected one");
        }
    }

    private void measure(Case one, Backend backend, int turn) {
        var load = one.load();
        // neither is always the first to come after another subject
        for (int atOnce : turn % 2 == 0 ? AT_ONCE.reversed() : AT_ONCE) {
            Machine.writeOut();
            var all = saturate(one, load, atOnce, backend);
            saturated.computeIfAbsent(one.name(), any -> new ArrayList<>()).add(all);
            Report.say(one.name() + ", " + atOnce + " at once, turn " + turn, all.figures());
        }
        if (turn <= Plan.RUNS) {
            calmly(one, load, turn);
        }
    }

    private void calmly(Case one, Load load, int run) {
        Machine.writeOut();
        var open = load.open(PER_SECOND, Plan.TIME);
        steady.computeIfAbsent(one.name(), any -> new ArrayList<>()).add(open);
        Report.say(one.name() + ", " + PER_SECOND + "/s, run " + run, open);
    }

    private static Case.Run saturate(Case one, Load load, int atOnce, Backend backend) {
        load.closed(atOnce, Plan.LEAD_IN);
        var heads = one.peer().heads().get();
        var delivered = one.delivers().isEmpty() ? 0 : settled(one, backend);
        var cpu = Machine.cpuSeconds(heads);
        var database = Machine.cpuSeconds(heads.subList(1, heads.size()));
        var allocated = one.peer().jvm().map(Jvm::allocated);
        var began = System.nanoTime();
        var figures = load.closed(atOnce, Plan.TURN);
        if (!one.delivers().isEmpty()) {
            until(backend, one.delivers(), delivered + figures.done());
        }
        var took = (System.nanoTime() - began) / 1e9;
        return new Case.Run(atOnce, figures, figures.done() / took,
                (Machine.cpuSeconds(heads) - cpu) * 1000 / figures.done(),
                (Machine.cpuSeconds(heads.subList(1, heads.size())) - database) * 1000 / figures.done(),
                allocated.map(before -> (one.peer().jvm().orElseThrow().allocated() - before) / (double) figures.done())
                        .orElse(Double.NaN));
    }

    /** How often the provider has been called there, once nothing is on its way any more. */
    private static long settled(Case one, Backend backend) {
        var before = new AtomicLong(-1);
        Awaitility.await(one.name()).atMost(LONG).pollInterval(Duration.ofSeconds(1))
                .until(() -> before.getAndSet(backend
                        .calls(one.delivers())) == before.get());
        return before.get();
    }

    private static void until(Backend backend, String path, long calls) {
        Awaitility.await("deliveries").atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> backend.calls(
                path) >= calls);
    }
}
