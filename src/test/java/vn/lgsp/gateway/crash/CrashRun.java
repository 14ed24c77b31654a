package vn.lgsp.gateway.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.springframework.dao.DataAccessException;

import vn.lgsp.gateway.journey.Operator;
import vn.lgsp.gateway.journey.Wire;
import vn.lgsp.gateway.ledger.CounterCheck;

/** One run: gateways, their database and the systems around them under load, disturbed, calmed, settled and recounted. */
final class CrashRun implements AutoCloseable {
    private final long began = System.nanoTime();
    private final Plan plan;
    private final Fleet fleet;
    private final Wire entrance;
    private final Countryside country;
    private final DurableServer server;
    private final Staff staff;
    private final Caller caller;
    private final Load load;
    private final Map<String, Long> impossible = new TreeMap<>();
    private final Nemesis nemesis;
    private final Calm calm;
    private volatile boolean patient = true;

    CrashRun(Plan plan) {
        this.plan = plan;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        say("seed " + plan.seed() + ": " + plan.nodes() + " gateways for " + plan.time().toSeconds() + " s");
        fleet = new Fleet(plan.nodes());
        entrance = Wire.toAnyOf(fleet::next);
        country = new Countryside(fleet.url(entrance.port()));
        server = new DurableServer(plan.place(), disk(), Map.of());
        fleet.start(plan.place(), server, country.environment(), "--gateway.ops.password=" + Operator.PASSWORD);
        staff = new Staff(fleet, server, plan.place().resolve("connectors"));
        caller = new Caller(fleet, () -> patient);
        load = new Load(plan.seed(), caller);
        nemesis = new Nemesis(plan.seed(), fleet, server, country, staff, this::say);
        calm = nemesis.calm();
        say("all are up");
    }

    private Optional<Disk> disk() {
        return plan.power()
                ? Disk.ifPossible(plan.place(), why -> impossible.put(
                        "power lost under PostgreSQL's files: not on this machine (" + why + ")", 0L))
                : Optional.empty();
    }

    private void say(String words) {
        System.out.printf("[%s %4d s] %s%n", plan.name(), (System.nanoTime() - began) / 1_000_000_000, words);
    }

    Report run() {
        var disturber = Thread.startVirtualThread(() -> nemesis.rage(plan.time()));
        var teller = Thread.startVirtualThread(this::tell);
        load.run(plan.time(), plan.lives());
        join(disturber);
        calm.come(Calm.BOUND);
        say("calm");
        if (!load.ended(plan.bound())) {
            say("not all requests were answered");
        }
        var settled = settle();
        patient = false;
        teller.interrupt();
        say(settled ? "settled" : "did not settle");
        return report().save();
    }

    private void tell() {
        while (patient) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
            say("%d requests, %d answered, %d tries".formatted(load.sent().size(), load.sent().stream().filter(
                    one -> one.status() != 0).count(), caller.tries.get()));
        }
    }

    /** Steps that wait for a refused dossier go on when the staff has mended it; what ends meanwhile is started again. */
    private boolean settle() {
        var end = System.nanoTime() + plan.bound().toNanos();
        var quiet = 0;
        for (int look = 1; System.nanoTime() < end; look++) {
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            if (look % 10 == 0) {
                calm.repaired().forEach(unwell -> say("not well any more: " + unwell));
            }
            try {
                load.mend(Books.awaitedDossiers(server.sql()));
                quiet = still() ? quiet + 1 : 0;
            } catch (DataAccessException e) {
                quiet = 0;
            }
            if (quiet == 3) {
                return true;
            }
        }
        return false;
    }

    /** The systems first: what they send after all was counted would be missed by the ledger and seen by the report. */
    private boolean still() {
        if (!country.over()) {
            return false;
        }
        var events = server.sql().sql("select count(*) from transaction where service = 'postal.track'").query(
                Integer.class).single();
        return Books.waiting(server.sql()).isEmpty() && events == country.sandbox().post().events();
    }

    private Report report() {
        // before the books: what is acknowledged is recorded already
        var payments = country.sandbox().payment().payments();
        var books = new Books(server.sql());
        var findings = new ArrayList<>(new Checks(load.sent(), books).all());
        findings.addAll(new Effects(load.sent(), books, country.sandbox()).all());
        findings.add(Effects.confirmed(payments, books));
        findings.add(new Finding("counters equal a recount").none(CounterCheck.differences(server.sql())));
        var answered = new Finding("every request got an answer in the end");
        load.sent().stream().filter(one -> one.kind != Sent.Kind.LOOK_UP).forEach(one -> answered.expect(one
                .status() != 0, one));
        findings.add(answered);
        findings.add(caller.faults());
        var unknown = books.rows.stream().filter(row -> row.state().equals("UNKNOWN") || row.mode().equals("LATER")
                && List.of("EXHAUSTED", "EXPIRED").contains(row.state())).map(row -> row.state() + " " + row.service()
                        + " " + row.key() + " " + row.id() + " " + row.code())
                .toList();
        var harm = new TreeMap<>(nemesis.counts());
        harm.putAll(impossible);
        return new Report(plan, (System.nanoTime() - began) / 1_000_000_000, harm, figures(), books
                .states(), unknown, findings);
    }

    private Map<String, Long> figures() {
        var figures = new LinkedHashMap<String, Long>();
        figures.put("requests", (long) load.sent().size());
        figures.put("calls, with those sent again", caller.tries.get());
        var kinds = new TreeMap<String, Long>();
        load.sent().forEach(one -> kinds.merge(one.kind.service + " answered " + one.status(), 1L, Long::sum));
        figures.putAll(kinds);
        return figures;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        patient = false;
        java.util.stream.Stream.of(fleet, entrance, country, server).filter(java.util.Objects::nonNull).forEach(
                CrashRun::quietly);
    }

    private static void quietly(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception e) {
            System.out.println("not closed: " + e);
        }
    }
}
