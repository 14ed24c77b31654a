package vn.lgsp.gateway.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Takes from a queue what is written together: while little comes, at once what is there; while much comes, it waits a
 * moment for a group that is worth its commit. A commit costs the database as much as ten rows, so that groups of twenty
 * instead of ten save a quarter of its work. While groups are that large, one writer writes them all, one after the other,
 * unless that takes too long (it may wait for a lock) or so much has come meanwhile that two groups are worth their commits.
 *
 * @param <T> what is written
 */
final class Gathering<T> {
    private static final int MUCH = 4;
    private static final int ENOUGH = 20;
    private static final int PAUSES = 8;
    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(250);
    /** Many more than come during one commit, on a machine that one writer is enough for. */
    static final int TWO_GROUPS = 256;
    private static final long ASIDE = TimeUnit.MILLISECONDS.toNanos(5);
    /** Together several commits. */
    private static final int STUCK = 4;

    private final BlockingQueue<T> queue;
    private final int most;
    private final int enough;
    private final Runnable pause;
    private final int stuck;
    private final ReentrantLock gathering = new ReentrantLock();
    private volatile @Nullable Thread writing;
    private final AtomicInteger groups = new AtomicInteger();
    private int last;

    /** @param most so many at once are never exceeded */
    Gathering(BlockingQueue<T> queue, int most) {
        this(queue, most, () -> LockSupport.parkNanos(PAUSE), STUCK);
    }

    /**
     * @param pause called while there is reason to expect more; at most eight times for a group
     * @param stuck for how often 5 ms a writer stands aside while another is busy with one group
     */
    Gathering(BlockingQueue<T> queue, int most, Runnable pause, int stuck) {
        this.queue = queue;
        this.most = most;
        this.enough = Math.min(ENOUGH, most);
        this.pause = pause;
        this.stuck = stuck;
    }

    /**
     * One writer at a time gathers: two would halve each other's groups. Empty when nothing came for 200 ms. Whoever took a
     * group says when it is {@link #written}.
     */
    List<T> next() throws InterruptedException {
        for (int times = 0;;) {
            if (standsAside(times)) {
                var before = groups.get();
                LockSupport.parkNanos(ASIDE);
                times = groups.get() == before ? times + 1 : 0;
                continue;
            }
            gathering.lockInterruptibly();
            try {
                if (!standsAside(times)) {
                    return group();
                }
            } finally {
                gathering.unlock();
            }
        }
    }

    /** Another writes what was worth its commit, and takes what comes meanwhile: nobody need be woken for that. */
    private boolean standsAside(int times) {
        var busy = writing;
        return busy != null && !busy.equals(Thread.currentThread()) && times < stuck && queue.size() < TWO_GROUPS;
    }

    private List<T> group() throws InterruptedException {
        var group = new ArrayList<T>();
        var first = queue.poll(200, TimeUnit.MILLISECONDS);
        if (first != null) {
            group.add(first);
            linger();
            queue.drainTo(group, most - 1);
            last = group.size();
            groups.incrementAndGet();
            if (last >= enough) {
                writing = Thread.currentThread();
            }
        }
        return group;
    }

    /** The thread that took the last group has written it, or could not. */
    void written() {
        if (Thread.currentThread().equals(writing)) {
            writing = null;
        }
    }

    private void linger() {
        for (int i = 0; last >= MUCH && i < PAUSES && queue.size() < enough - 1; i++) {
            pause.run();
        }
    }
}
