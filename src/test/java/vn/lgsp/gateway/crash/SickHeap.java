package vn.lgsp.gateway.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.awaitility.Awaitility;

import vn.lgsp.gateway.crash.Sent.Kind;
import vn.lgsp.gateway.journey.Samples;
import vn.lgsp.gateway.journey.Wire;

/**
 * Callers who never tire while the database does not answer, and then is gone: what the gateway holds for them must not
 * pile up. What lives on its heap is counted after each round of requests, while they go on.
 */
final class SickHeap implements AutoCloseable {
    private static final int CALLERS = 200;
    static final int ROUND = 4_000;
    private static final int ROUNDS = 6;
    private static final long MIB = 1 << 20;
    /** Far below what the requests of three rounds take, were they kept; far above what 200 under way do. */
    static final long GROWTH = 16 * MIB;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Plan plan;
    private final Fleet fleet = new Fleet(1);
    private final Wire entrance = Wire.toAnyOf(fleet::next);
    private final Countryside country = new Countryside(fleet.url(entrance.port()));
    private final DurableServer server;
    private final Caller caller = new Caller(fleet, () -> true);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong ended = new AtomicLong();
    private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
    private final Map<String, Long> figures = new LinkedHashMap<>();
    private volatile boolean pushing = true;

    private SickHeap(long seed) {
        plan = new Plan("heap", seed, 1, Duration.ZERO, CALLERS, PATIENCE, false);
        server = new DurableServer(plan.place(), Optional.empty(), Map.of());
        fleet.start(plan.place(), server, country.environment());
    }

    /** What lives on the heap while the database stalls, and while it is stopped. */
    static Report run(long seed) {
        var began = System.nanoTime();
        try (var heap = new SickHeap(seed)) {
            var findings = heap.pushed();
            return new Report(heap.plan, (System.nanoTime() - began) / 1_000_000_000, Map.of(
                    "database silent, then killed", 1L), heap.figures, new Books(heap.server.sql()).states(), List.of(),
                    findings).save();
        }
    }

    private List<Finding> pushed() {
        for (int i = 0; i < CALLERS; i++) {
            callers.execute(this::push);
        }
        var line = fleet.nodes().getFirst().database();
        round("well");
        line.silence();
        var stalled = rounds("database silent");
        server.kill();
        line.cut();
        var stopped = rounds("database stopped");
        var accepted = accepted();
        server.restart();
        line.mend();
        Awaitility.await().atMost(PATIENCE).until(() -> accepted() > accepted);
        round("well again");
        answers.forEach((status, count) -> figures.put("answered " + status, count.sum()));
        return List.of(stalled, stopped, caller.faults());
    }

    private long accepted() {
        return answers.computeIfAbsent("202", none -> new LongAdder()).sum();
    }

    private Finding rounds(String name) {
        var live = new ArrayList<Long>();
        for (int i = 1; i <= ROUNDS; i++) {
            live.add(round(name + ", round " + i));
        }
        var finding = new Finding("live heap stays within " + GROWTH / MIB + " MiB over " + ROUND * (ROUNDS - 3)
                + " requests: " + name);
        finding.expect(grown(live) < GROWTH, live);
        return finding;
    }

    /**
     * How much more lives at the end than in the beginning: the lower of the last two counts less the higher of the first
     * two, for one count lies up to 12 MiB beside the next with what happens to be under way just then, while a leak is in
     * all of them.
     */
    static long grown(List<Long> live) {
        return Math.min(live.getLast(), live.get(live.size() - 2)) - Math.max(live.getFirst(), live.get(1));
    }

    /** Live bytes when that many more requests have ended. */
    private long round(String name) {
        var until = ended.get() + ROUND;
        Awaitility.await().atMost(PATIENCE).until(() -> ended.get() >= until);
        var live = live();
        figures.put("live KiB, " + name, live / 1024);
        return live;
    }

    /** After a full collection, by the process's own count of its objects. */
    private long live() {
        try {
            var count = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String
                    .valueOf(fleet.nodes().getFirst().process().pid()), "GC.class_histogram").redirectErrorStream(true)
                    .start();
            var words = new String(count.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var total = words.lines().filter(line -> line.startsWith("Total")).findFirst().orElseThrow(
                    () -> new IllegalStateException(words));
            return Long.parseLong(total.strip().split("\\s+")[2]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void push() {
        while (pushing) {
            var number = "H47.12-%06d-%05d".formatted(Math.floorMod(plan.seed(), 1_000_000), begun.getAndIncrement());
            var status = caller.attempt(switch (number.hashCode() & 3) {
                case 0 -> new Sent(Kind.LOOK_UP, number, 0, List.of(), new byte[0]);
                case 1 -> new Sent(Kind.PAYMENT, number, 0, List.of(), Caller.json(Samples.payment(number, 75_000)));
                default -> new Sent(Kind.DOSSIER, number, 0, List.of(), Caller.json(Samples.dossier(number)));
            });
            answers.computeIfAbsent(String.valueOf(status), none -> new LongAdder()).increment();
            ended.incrementAndGet();
        }
    }

    @Override
    public void close() {
        pushing = false;
        callers.shutdown();
        fleet.close();
        entrance.close();
        country.close();
        server.close();
    }
}
