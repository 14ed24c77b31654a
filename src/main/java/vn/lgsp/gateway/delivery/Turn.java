package vn.lgsp.gateway.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.vertx.core.Vertx;

/**
 * What one turn of an event loop brings forth for virtual threads, handed over together when it ends: a processor that
 * sleeps is woken for all of it, and not anew for each.
 */
public final class Turn {
    private static final ThreadLocal<Turn> OF_THIS_LOOP = ThreadLocal.withInitial(Turn::new);

    private List<Runnable> wakes = new ArrayList<>();

    private Turn() {}

    /** @param wake starts a virtual thread or lets one go on, and does nothing else; called once this turn is over */
    public static void endsWith(Runnable wake) {
        OF_THIS_LOOP.get().add(wake);
    }

    private void add(Runnable wake) {
        wakes.add(wake);
        if (wakes.size() == 1) {
            Objects.requireNonNull(Vertx.currentContext(), "not on an event loop").runOnContext(over -> handOver());
        }
    }

    private void handOver() {
        var all = wakes;
        wakes = new ArrayList<>();
        if (all.size() == 1) {
            all.getFirst().run();
        } else {
            Thread.startVirtualThread(() -> all.forEach(Runnable::run));
        }
    }
}
