package vn.lgsp.gateway.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * After the storm: everything is repaired until it is well, for what cannot be undone now may be a moment later, and what was
 * started may die of what was not undone yet.
 */
final class Calm {
    /** A few starts of PostgreSQL that are waited for in vain, a minute each. */
    static final Duration BOUND = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Fleet fleet;
    private final DurableServer server;
    private final Countryside country;
    private final Staff staff;
    private final Set<String> busy;
    private final Consumer<String> told;

    /** @param busy the targets somebody is at work on, which are left to him */
    Calm(Fleet fleet, DurableServer server, Countryside country, Staff staff, Set<String> busy, Consumer<String> told) {
        this.fleet = fleet;
        this.server = server;
        this.country = country;
        this.staff = staff;
        this.busy = busy;
        this.told = told;
    }

    /**
     * Until everything is well.
     *
     * @throws IllegalStateException when that takes longer than the bound, with what is not well: then nothing can be judged
     */
    void come(Duration bound) {
        var end = System.nanoTime() + bound.toNanos();
        for (var unwell = repaired(); !unwell.isEmpty(); unwell = repaired()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no calm within " + bound.toSeconds()
                        + " s, so nothing can be said of what was promised: " + String.join("; ", unwell));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Repairs what is not well, once. What of it is not well yet, in words. */
    List<String> repaired() {
        var unwell = new ArrayList<String>();
        well("providers", () -> {
            country.calm();
            return true;
        }, unwell);
        well("postgres", server::revived, unwell);
        fleet.nodes().forEach(node -> well(node.name(), () -> fleet.revived(node, told), unwell));
        Nemesis.DESTINATIONS.forEach(destination -> well("hold-" + destination, () -> staff.resumed(destination),
                unwell));
        return unwell;
    }

    private void well(String target, BooleanSupplier repaired, List<String> unwell) {
        if (!busy.add(target)) {
            unwell.add(target + ": somebody is at work on it");
            return;
        }
        try {
            if (!repaired.getAsBoolean()) {
                unwell.add(target + ": not yet");
            }
        } catch (RuntimeException e) {
            unwell.add(target + ": " + e);
        } finally {
            busy.remove(target);
        }
    }
}
