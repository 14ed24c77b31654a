package vn.lgsp.gateway.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;

/**
 * What an event loop and virtual threads have to tell each other. What a turn of the loop brings forth is handed over in
 * bunches, so that a processor that sleeps is woken for all of one and not anew for each; what threads want of the loop is
 * done between two of its reads. When hundreds of answers come at once, the first of them is at work while the last is read.
 */
public final class Turn {
    /** Enough to be worth the waking of a processor, and read in a fraction of a millisecond. */
    static final int BUNCH = 16;
    /** More than a read brings forth: a send and an answer. */
    private static final int ERRANDS_A_READ = 3;

    private final ContextInternal loop;
    private final Queue<Runnable> errands = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();
    private List<Runnable> wakes = new ArrayList<>();
    private boolean ending;
    private boolean busy;

    /** @param loop whose turns these are */
    Turn(Context loop) {
        this.loop = (ContextInternal) loop;
    }

    /**
     * On the loop, after something was read.
     *
     * @param wake starts a virtual thread or lets one go on, and does nothing else; called when a bunch is full or this turn is
     *        over
     */
    public void endsWith(Runnable wake) {
        wakes.add(wake);
        if (wakes.size() == BUNCH) {
            handOver();
        } else if (!ending) {
            ending = true;
            loop.runOnContext(over -> {
                ending = false;
                handOver();
            });
        }
        if (!busy) {
            run(ERRANDS_A_READ);
        }
    }

    private void handOver() {
        var all = wakes;
        wakes = new ArrayList<>();
        if (all.size() == 1) {
            all.getFirst().run();
        } else if (!all.isEmpty()) {
            Thread.startVirtualThread(() -> all.forEach(Runnable::run));
        }
    }

    /** From any thread: has something done on the loop, in the order in which it was asked for. */
    public void soon(Runnable errand) {
        errands.add(errand);
        if (called.compareAndSet(false, true)) {
            loop.runOnContext(now -> {
                called.set(false);
                run(Integer.MAX_VALUE);
            });
        }
    }

    private void run(int most) {
        busy = true;
        for (int i = 0; i < most && !errands.isEmpty(); i++) {
            // what it starts outlives what is being read just now
            loop.dispatch(errands.remove());
        }
        busy = false;
    }
}
