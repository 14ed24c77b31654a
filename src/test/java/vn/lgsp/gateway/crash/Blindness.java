package vn.lgsp.gateway.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Assumptions;

import vn.lgsp.gateway.journey.Wire;

/**
 * The negative controls: a gateway that loses what it promised, on purpose. The same load and the same check as in the
 * real runs must find the losses; else they would not find a real one either.
 */
final class Blindness {
    private static final Duration LOAD = Duration.ofSeconds(4);

    private Blindness() {}

    /**
     * A way to lose what was promised.
     *
     * @param database its settings that differ from a durable one's
     * @param options the gateway's
     * @param disk under PostgreSQL's files, made for the place given
     * @param harm what happens to the database before the gateway is killed
     */
    private record Control(String name, Map<String, String> database, List<String> options,
            Function<Path, Optional<Disk>> disk, String what, Consumer<DurableServer> harm) {}

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
        return run(new Control("control: synchronous_commit=off", forgetful, List.of(), place -> Optional.empty(),
                "PostgreSQL killed (kill -9 of all its processes)", server -> {
                    server.kill();
                    server.restart();
                }), seed);
    }

    /** PostgreSQL confirms commits the operating system has and the disk has not: a kill loses nothing, its power does. */
    static Report forgetfulDisk(long seed) {
        return run(new Control("control: fsync=off", Map.of("fsync", "off"), List.of(), Blindness::disk,
                "power lost under PostgreSQL's files", server -> {
                    server.losePower();
                    server.restart();
                }), seed);
    }

    private static Optional<Disk> disk(Path place) {
        return Disk.ifPossible(place, why -> Assumptions.abort("no disk here that can lose its power: " + why));
    }

    /** The gateway answers before it commits: what a kill of it takes along was promised. */
    static Report hastyGateway(long seed) {
        return run(new Control("control: answered before the commit", Map.of(), List.of(
                "-Dgateway.ledger.unsafe-answer-first=true", "-Dgateway.crash-suite=true"), place -> Optional.empty(),
                "gateway killed (kill -9)", server -> {}), seed);
    }

    private static Report run(Control control, long seed) {
        var began = System.nanoTime();
        var plan = new Plan(control.name(), seed, 1, LOAD, 15, Duration.ofSeconds(30), false);
        var place = plan.place().resolveSibling(control.name().replaceAll("[^a-z]+", "-") + "-" + seed);
        var fleet = new Fleet(1);
        try (fleet;
                var entrance = Wire.toAnyOf(fleet::next);
                var country = new Countryside(fleet.url(entrance.port()));
                var server = new DurableServer(place, control.disk().apply(place), control.database())) {
            fleet.start(place, server, country.environment(), control.options().toArray(String[]::new));
            server.sql().sql("checkpoint").update();
            server.sync();
            var patient = new boolean[]{ true };
            var load = new Load(seed, new Caller(fleet, () -> patient[0]));
            load.run(LOAD, plan.lives());
            patient[0] = false;
            control.harm().accept(server);
            fleet.nodes().getFirst().process().kill();
            load.ended(Duration.ofSeconds(20));
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            var books = new Books(server.sql());
            var lost = new Checks(load.sent(), books).lost();
            var counts = new TreeMap<String, Long>();
            load.sent().forEach(one -> counts.merge(one.kind.service + " answered " + one.status(), 1L, Long::sum));
            return new Report(plan, (System.nanoTime() - began) / 1_000_000_000, Map.of(control.what(), 1L), counts,
                    books.states(), List.of(), List.of(lost)).save();
        }
    }
}
