package vn.lgsp.gateway.crash;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

import vn.lgsp.gateway.sandbox.wire.Fault;
import vn.lgsp.gateway.sandbox.wire.FaultMode;

/** Kills, freezes, cuts and confuses, in an order and for times its seed decides; several at once, one a target. */
final class Nemesis {
    /** As their connectors are named. */
    static final List<String> DESTINATIONS = List.of("dvcqg", "payment", "postal");

    private final Random random;
    private final Fleet fleet;
    private final DurableServer server;
    private final Countryside country;
    private final Staff staff;
    private final Consumer<String> told;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final List<Card> deck = new ArrayList<>();
    private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();

    Nemesis(long seed, Fleet fleet, DurableServer server, Countryside country, Staff staff,
            Consumer<String> told) {
        this.random = new Random(seed);
        this.fleet = fleet;
        this.server = server;
        this.country = country;
        this.staff = staff;
        this.told = told;
    }

    /** What it did, and how often. */
    Map<String, Long> counts() {
        var shown = new TreeMap<String, Long>();
        counts.forEach((name, count) -> shown.put(name, count.sum()));
        return shown;
    }

    /** Disturbs for so long, and undoes of it what can be undone at once. */
    void rage(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            var struck = strike();
            for (int again = 0; again < 4 && !struck; again++) {
                struck = strike();
            }
            LockSupport.parkNanos(between(800, 3500).toNanos());
        }
        hands.shutdown();
        try {
            hands.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who comes after it. */
    Calm calm() {
        return new Calm(fleet, server, country, staff, busy, told);
    }

    private Duration between(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most));
    }

    /** False when its target was busy. */
    private boolean strike() {
        var node = idle();
        var system = Countryside.SYSTEMS.get(random.nextInt(Countryside.SYSTEMS.size()));
        var card = drawn();
        if (strike(card, node, system)) {
            return true;
        }
        deck.addFirst(card);
        return false;
    }

    /** One that nothing is done to, if there is any. */
    private Fleet.Node idle() {
        var first = random.nextInt(fleet.nodes().size());
        for (int next = 0; next < fleet.nodes().size(); next++) {
            var node = fleet.nodes().get((first + next) % fleet.nodes().size());
            if (!busy.contains(node.name())) {
                return node;
            }
        }
        return fleet.nodes().get(first);
    }

    private boolean strike(Card card, Fleet.Node node, String system) {
        return switch (card) {
            case KILL -> kill(node, between(200, 14_000));
            case STOP -> act(node.name(), "gateway stopped (SIGTERM) and started again", between(0, 3_000), node
                    .process()::close, node.process()::restart);
            case KILL_SERVER -> act("postgres", "PostgreSQL killed (kill -9 of all its processes)", between(100, 5_000),
                    server::kill, server::restart);
            case POWER -> act("postgres", "power lost under PostgreSQL's files", between(100, 5_000), server::losePower,
                    server::restart);
            case FREEZE -> act(node.name(), "gateway stopped (SIGSTOP)", between(2_000, 16_000), node
                    .process()::freeze, node.process()::thaw);
            case CUT -> act(node.name(), "gateway cut from PostgreSQL", between(500, 14_000), node.database()::cut, node
                    .database()::mend);
            case SILENCE -> act(node.name(), "gateway's line to PostgreSQL silent", between(500, 14_000), node
                    .database()::silence, () -> {
                        node.database().cut();
                        node.database().mend();
                    });
            case LOCK -> occupied("tables locked by an administrator", between(200, 4_000), staff::lock);
            case CROWD -> occupied("all connections of PostgreSQL taken", between(200, 4_000), staff::crowd);
            case HOLD -> held(DESTINATIONS.get(random.nextInt(DESTINATIONS.size())), between(500, 6_000));
            case EDIT -> act("connector", "a connector changed while it is served", Duration.ofMillis(1), staff::edit,
                    () -> {});
            case CUT_PROVIDER -> act("line-" + system, "provider's line cut", between(300, 4_000), country.wire(
                    system)::cut, country.wire(system)::mend);
            case JUMP -> act("clock", "providers' clock jumped", Duration.ofMillis(1), () -> country.jump(Duration
                    .ofHours(2)), () -> {});
            case DOWN -> fault(system, "provider down", Fault.of(FaultMode.DOWN), between(500, 6_000));
            case RESET -> fault(system, "resets after the effect", Fault.of(FaultMode.RESET_AFTER).probability(0.4,
                    random.nextLong()), between(1_000, 6_000));
            case MIX -> fault(system, "the article's mix, tenfold", Fault.of(FaultMode.MIX).timesTheUsual(10).delayed(
                    Duration.ofSeconds(5)).probability(1, random.nextLong()), between(3_000, 12_000));
        };
    }

    private enum Card {
        KILL, STOP, KILL_SERVER, POWER, LOCK, CROWD, FREEZE, CUT, SILENCE, HOLD, EDIT, CUT_PROVIDER, JUMP, DOWN, RESET, MIX
    }

    /** From a shuffled deck, so that even a short run does everything. */
    private Card drawn() {
        if (deck.isEmpty()) {
            deck.addAll(List.of(Card.values()));
            deck.addAll(List.of(Card.KILL, Card.KILL, Card.KILL_SERVER, Card.FREEZE, Card.CUT, Card.RESET));
            if (!server.canLosePower()) {
                deck.remove(Card.POWER);
            }
            Collections.shuffle(deck, random);
        }
        return deck.removeLast();
    }

    /** Half of them come back before the others can think them dead; some with a machine whose clock is wrong. */
    private boolean kill(Fleet.Node node, Duration gone) {
        var wrong = random.nextInt(3) == 0 ? Duration.ofMinutes(random.nextInt(-300, 300)) : Duration.ZERO;
        return act(node.name(), "gateway killed (kill -9)", gone, node.process()::kill, () -> {
            if (wrong.isZero()) {
                node.process().restart();
            } else {
                count("gateway's clock wrong by minutes or hours");
                node.process().restart(WrongClock.class, "-Dcrash.clock=" + wrong);
            }
        });
    }

    private boolean occupied(String what, Duration time, Supplier<List<Connection>> occupy) {
        var taken = new AtomicReference<List<Connection>>(List.of());
        return act("postgres", what, time, () -> taken.set(occupy.get()), () -> Staff.leave(taken.get()));
    }

    private boolean held(String destination, Duration time) {
        return act("hold-" + destination, "destination held and resumed by operators", time, () -> staff.hold(
                destination), () -> staff.resume(destination));
    }

    private boolean fault(String system, String what, Fault fault, Duration time) {
        return act("fault-" + system, what, time, () -> country.sandbox().on(system).set(fault),
                () -> country.sandbox().on(
                        system).set(Fault.NONE));
    }

    private boolean act(String target, String what, Duration time, Runnable harm, Runnable repair) {
        if (!busy.add(target)) {
            return false;
        }
        count(what);
        told.accept(what + ": " + target + " for " + time.toMillis() + " ms");
        hands.execute(() -> {
            try {
                harm.run();
                LockSupport.parkNanos(time.toNanos());
            } finally {
                repaired(target, repair);
            }
        });
        return true;
    }

    /** What cannot be undone now is told, and undone by the {@link Calm}: the target is not left out until then. */
    private void repaired(String target, Runnable repair) {
        try {
            repair.run();
        } catch (RuntimeException e) {
            told.accept("not undone: " + target + ": " + e);
        } finally {
            busy.remove(target);
        }
    }

    private void count(String what) {
        counts.computeIfAbsent(what, none -> new LongAdder()).increment();
    }
}
