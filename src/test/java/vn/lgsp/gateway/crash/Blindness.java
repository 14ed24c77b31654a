package vn.lgsp.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

import vn.lgsp.gateway.journey.Wire;

/**
 * The negative controls: a gateway that loses what it promised, on purpose. The same load and the same check as in the
 * real runs must find the losses; else they would not find a real one either.
 */
final class Blindness {
    private static final Duration LOAD = Duration.ofSeconds(4);

    private Blindness() {}

    /** By chance everything may have been written a moment before the kill; three times in a row it is not. */
    static void mustSee(LongFunction<Report> control, long seed) {
        assertThat(LongStream.range(seed, seed + 3).mapToObj(control).anyMatch(report -> !report.clean())).as(
                "nothing lost, three times: the suite is blind").isTrue();
    }

    /** PostgreSQL confirms commits it has not written: what a kill takes with it was promised. */
    static Report forgetfulDatabase(long seed) {
        // the suite makes sure of the loss: nothing is written between a commit and the kill but by chance
        var forgetful = Map.of("synchronous_commit", "off", "wal_writer_delay", "10000ms", "wal_writer_flush_after",
                "1GB", "wal_buffers", "64MB");
        return run("control: synchronous_commit=off", seed, forgetful, List.of(), true);
    }

    /** The gateway answers before it commits: what a kill of it takes along was promised. */
    static Report hastyGateway(long seed) {
        return run("control: answered before the commit", seed, Map.of(), List.of(
                "-Dgateway.ledger.unsafe-answer-first=true", "-Dgateway.crash-suite=true"), false);
    }

    private static Report run(String name, long seed, Map<String, String> database, List<String> options,
            boolean killsDatabase) {
        var began = System.nanoTime();
        var plan = new Plan(name, seed, 1, LOAD, 15, Duration.ofSeconds(30));
        var place = plan.place().resolveSibling(name.replaceAll("[^a-z]+", "-") + "-" + seed);
        var fleet = new Fleet(1);
        try (fleet;
                var entrance = Wire.toAnyOf(fleet::next);
                var country = new Countryside(fleet.url(entrance.port()));
                var server = new DurableServer(place, database)) {
            fleet.start(place, server, country.environment(), options.toArray(String[]::new));
            server.sql().sql("checkpoint").update();
            var patient = new boolean[]{ true };
            var load = new Load(seed, new Caller(fleet, () -> patient[0]));
            load.run(LOAD, plan.lives());
            patient[0] = false;
            if (killsDatabase) {
                server.kill();
                server.restart();
            }
            fleet.nodes().getFirst().process().kill();
            load.ended(Duration.ofSeconds(20));
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            var books = new Books(server.sql());
            var lost = new Checks(load.sent(), books).lost();
            var counts = new TreeMap<String, Long>();
            load.sent().forEach(one -> counts.merge(one.kind.service + " answered " + one.status(), 1L, Long::sum));
            return new Report(plan, (System.nanoTime() - began) / 1_000_000_000, Map.of(killsDatabase
                    ? "PostgreSQL killed (kill -9 of all its processes)"
                    : "gateway killed (kill -9)", 1L), counts, books.states(), List.of(), List.of(lost)).save();
        }
    }
}
