package vn.lgsp.gateway.ledger;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits for the commit of an item.
 *
 * @param <T> what is written
 * @param <R> what its writer learns
 */
final class Waiter<T, R> {
    private @Nullable T item;
    private final boolean sleeps;
    final CompletableFuture<R> done = new CompletableFuture<>();
    final AtomicBoolean taken = new AtomicBoolean();
    /** Once it is committed. */
    volatile @Nullable R result;
    /** By {@link System#nanoTime}: then it has waited long enough. */
    long until;
    private boolean extended;

    /** @param sleeps a thread does nothing else until it is told */
    Waiter(T item, Duration patience, boolean sleeps) {
        this.item = item;
        this.sleeps = sleeps;
        this.until = System.nanoTime() + patience.toNanos();
    }

    /** For whoever has {@link #taken} it. */
    T item() {
        return Objects.requireNonNull(item);
    }

    boolean sleeps() {
        return sleeps;
    }

    /** True when it is committed, and whoever waits knows; false also when that comes too late for it. */
    boolean tell() {
        var written = result;
        return written != null && (done.complete(written) || !done.isCompletedExceptionally());
    }

    /** Nobody writes any more. */
    void giveUp() {
        done.completeExceptionally(new LedgerUnavailable("the ledger is closed", null));
    }

    /** A batch that is being written is waited for a little longer: then it was, or it was not. What nobody writes is not kept. */
    void late(Duration longer) {
        if (taken.compareAndSet(false, true)) {
            item = null;
            done.completeExceptionally(new LedgerUnavailable("the ledger did not write in time", null));
        } else if (extended) {
            done.completeExceptionally(new LedgerUnavailable("the ledger did not commit in time", null));
        } else {
            extended = true;
            until += longer.toNanos();
        }
    }
}
