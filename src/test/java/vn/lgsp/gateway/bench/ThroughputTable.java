package vn.lgsp.gateway.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Medians and ratios of {@link ThroughputBench}. */
record ThroughputTable(List<Case> cases, Map<String, List<Case.Run>> saturated, Map<String, List<Figures>> steady) {
    private static final List<String> BASES = List.of("direct", "nginx", "haproxy", "spring-cloud-gateway",
            "plain-camel");

    private static final ToDoubleFunction<Case.Run> RATE = run -> run.figures().perSecond();

    /** What requests cost in this run, by the name of the case; {@link PiecesBench} tells its pieces' shares. */
    static final Map<String, Cost> COSTS = new ConcurrentHashMap<>();

    /** Seconds of CPU per 1,000 requests, which are milliseconds a request: of all, and of PostgreSQL alone. */
    record Cost(double cpu, double database) {}

    void print() {
        rates();
        ratios();
        latencies();
        costs();
    }

    private void rates() {
        var rows = new ArrayList<List<String>>();
        for (var one : cases) {
            for (int atOnce : ThroughputBench.AT_ONCE) {
                var runs = runs(one, atOnce);
                rows.add(List.of(one.title() + ", " + atOnce, number(Case.median(runs, RATE)), one.delivers().isEmpty()
                        ? "–"
                        : number(Case.median(runs, Case.Run::deliveredPerSecond)),
                        times(Case.median(runs, run -> run.figures().p50())), times(Case.median(runs, run -> run
                                .figures().p99())),
                        number(runs.stream().mapToLong(run -> run.figures().failed()).sum()), spread(runs)));
            }
        }
        Report.section("1 Throughput, 64 and 128 connections", List.of("what", "requests/s",
                "delivered/s until all is", "p50 ms", "p99 ms", "failed", "lowest and highest turn"), rows,
                "Medians of " + Plan.TURNS + " turns of "
                        + Plan.TURN.toMillis() / 1000.0
                        + " s each. For `reply: later`, requests/s are accepted ones (202 after "
                        + "commit) while deliveries run beside; delivered/s is the whole, from the first request to the "
                        + "last delivery. With a callback each request is two deliveries; a caller can be told no earlier than "
                        + "the outcome is committed.");
    }

    private static String spread(List<Case.Run> runs) {
        return number(runs.stream().mapToDouble(RATE).min().orElse(0)) + " – " + number(runs.stream().mapToDouble(RATE)
                .max().orElse(0));
    }

    private List<Case.Run> runs(Case one, int atOnce) {
        return saturated.get(one.name()).stream().filter(run -> run.atOnce() == atOnce).toList();
    }

    /** With as many connections as bring it the most. */
    private List<Case.Run> best(Case one) {
        return ThroughputBench.AT_ONCE.stream().map(atOnce -> runs(one, atOnce)).max(Comparator.comparingDouble(
                runs -> Case.median(runs, Case.Run::deliveredPerSecond))).orElseThrow();
    }

    /** What a case reaches of what each of the others reaches. */
    private void ratios() {
        var bases = cases.stream().filter(one -> BASES.contains(one.name())).toList();
        var columns = new ArrayList<>(List.of("requests/s as a share of"));
        bases.forEach(base -> columns.add(base.title()));
        var rows = new ArrayList<List<String>>();
        for (var one : cases) {
            rows.add(row(one.title(), one, RATE, bases));
            if (!one.delivers().isEmpty()) {
                rows.add(row(one.title() + ", delivered", one, Case.Run::deliveredPerSecond, bases));
            }
        }
        Report.section("2 Ratios", columns, rows,
                "Medians of the ratios of each turn, each with 64 or 128 connections, whichever "
                        + "brings it more. The others pass a request on and keep nothing. The gateway "
                        + "authenticates, checks by schema, maps both ways and commits to PostgreSQL (fsync and "
                        + "synchronous_commit on) before it answers.");
    }

    private List<String> row(String title, Case one, ToDoubleFunction<Case.Run> figure, List<Case> bases) {
        var row = new ArrayList<>(List.of(title));
        bases.forEach(base -> row.add("%.0f %%".formatted(100 * share(best(one), figure, best(base)))));
        return row;
    }

    /** Turn by turn: what slows the machine for minutes slows both. */
    private static double share(List<Case.Run> runs, ToDoubleFunction<Case.Run> figure, List<Case.Run> base) {
        var turns = IntStream.range(0, runs.size()).boxed().toList();
        return Case.median(turns, turn -> figure.applyAsDouble(runs.get(turn)) / RATE.applyAsDouble(base.get(turn)));
    }

    private void latencies() {
        var direct = Optional.ofNullable(steady.get("direct"));
        var rows = new ArrayList<List<String>>();
        for (var one : cases) {
            var runs = steady.get(one.name());
            var p50 = Case.median(runs, Figures::p50);
            var p99 = Case.median(runs, Figures::p99);
            rows.add(List.of(one.title(), times(p50), times(Case.median(runs, Figures::p95)), times(p99), added(p50,
                    direct.map(base -> Case.median(base, Figures::p50))),
                    added(p99, direct.map(base -> Case.median(
                            base, Figures::p99))),
                    number(runs.stream().mapToLong(Figures::failed).sum())));
        }
        Report.section("3 Latency, open loop, 200 requests/s", List.of("what", "p50 ms", "p95 ms", "p99 ms",
                "added at p50", "added at p99", "failed"), rows,
                "A request starts when its time has come, and its "
                        + "time counts from then. *Added*: over calling the backend directly.");
    }

    private static String added(double value, Optional<Double> base) {
        return base.map(direct -> String.format(Locale.ROOT, "%+.2f ms", value - direct)).orElse("–");
    }

    private void costs() {
        var rows = new ArrayList<List<String>>();
        for (var one : cases) {
            var runs = best(one);
            var cost = new Cost(Case.median(runs, Case.Run::cpuPerThousand), Case.median(runs, Case.Run::database));
            COSTS.put(one.name(), cost);
            rows.add(List.of(one.title(), seconds(cost.cpu()), cost.database() > 0 ? seconds(cost.database()) : "–",
                    one.peer().jvm().isEmpty()
                            ? "–"
                            : number(Case.median(runs, Case.Run::allocated)),
                    peak(one.peer()),
                    number(Machine.heldMegabytes(one
                            .peer().heads().get()))));
        }
        Report.section("4 Cost",
                List.of("what", "CPU s per 1,000 requests", "of it PostgreSQL", "bytes allocated a request",
                        "peak MB of the (first) process", "MB held by all its processes"),
                rows,
                "CPU of all processes of what is measured (the gateway's with its PostgreSQL), at saturation, with as many connections as in the ratios; for "
                        + "`reply: later` with the deliveries. Memory is of the whole run, whatever the row: every "
                        + "Java process has the same heap (" + Program.HEAP + ").");
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String peak(Peer peer) {
        return number(peer.heads().get().stream().mapToDouble(Machine::peakMegabytes).findFirst().orElse(0));
    }

    static String number(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%,.0f", value);
    }

    static String times(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
