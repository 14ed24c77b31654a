package vn.lgsp.gateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits what many threads have to write in few database transactions: a thread hands over its item and goes on when
 * the batch that holds it has committed.
 *
 * @param <T> what is written
 * @param <R> what its writer learns
 */
final class GroupCommit<T, R> implements AutoCloseable {

    /** Writes a batch inside an open database transaction, which it may commit; the results are in the order of the items. */
    interface Work<T, R> {
        List<R> write(Connection connection, List<T> items, int writer) throws SQLException;
    }

    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    private static final int AGAIN = 5;
    /** How long a failure is held against the writers when nothing was written since. */
    private static final long GRUDGE = TimeUnit.SECONDS.toNanos(5);

    /** PostgreSQL would plan small batches each time anew: a fifth of a millisecond a statement, and more with each month's tables. */
    private static final String PLANNED_ONCE = "set plan_cache_mode = force_generic_plan";
    /** What a writer that stands still has locked, the writers of all nodes wait for. */
    private static final String NEVER_LEFT_OPEN = "set idle_in_transaction_session_timeout = '3s'";

    private static final long WATCHED = TimeUnit.MILLISECONDS.toNanos(20);

    private final OwnConnections connections;
    private final Work<T, R> work;
    private final Consumer<T> unheard;
    private final Duration patience;
    private final BlockingQueue<Waiter<T, R>> queue;
    private final Gathering<Waiter<T, R>> gathering;
    private final Queue<Waiter<T, R>> room = new ConcurrentLinkedQueue<>();
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean closing;
    private volatile boolean unwatched;
    private volatile long written = System.nanoTime();
    private volatile long failed = written - GRUDGE;

    /** @param unheard what was committed after whoever waits for it was told that it was not */
    GroupCommit(DataSource database, LedgerSettings settings, Work<T, R> work, Consumer<T> unheard) {
        this.connections = OwnConnections.of(database, "ledger-writers", settings.writers(), PLANNED_ONCE + "; "
                + NEVER_LEFT_OPEN);
        this.work = work;
        this.unheard = unheard;
        this.patience = settings.patience();
        this.queue = new ArrayBlockingQueue<>(settings.waiting());
        this.gathering = new Gathering<>(queue, settings.batch());
        for (int i = 0; i < settings.writers(); i++) {
            int number = i;
            writers.add(Thread.ofPlatform().name("ledger-writer-" + i).daemon().start(() -> write(number)));
        }
        Thread.ofPlatform().name("ledger-watch").daemon().start(this::watch);
    }

    /**
     * Writes the item and waits for its commit, a quarter longer than its patience when that has begun.
     *
     * @throws LedgerUnavailable when the database did not take it in time. An item whose batch had already begun may
     *         still have been committed.
     */
    R commit(T item) {
        return commit(item, Duration.ZERO);
    }

    /** @param longer what a large item needs beyond the usual patience */
    R commit(T item, Duration longer) {
        try {
            return enqueued(item, longer, true).get();
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailable("interrupted while waiting for a commit", e);
        }
    }

    /**
     * Has the item written and waits for nothing. Whoever goes on by itself costs the writers less than a thread that is
     * woken, but it goes on in theirs: in few microseconds.
     *
     * @param longer what a large item needs beyond the usual patience
     * @return what its commit brings; where there is none, {@link LedgerUnavailable} or the record's own fault
     * @throws LedgerUnavailable when nothing more is taken
     */
    CompletableFuture<R> begin(T item, Duration longer) {
        return enqueued(item, longer, false);
    }

    private CompletableFuture<R> enqueued(T item, Duration longer, boolean sleeps) {
        // where nothing is written, nobody is kept waiting as long as the first who noticed
        var waiting = new Waiter<T, R>(item, well() ? patience.plus(longer) : patience.dividedBy(4), sleeps);
        if (closing || !queue.offer(waiting)) {
            throw new LedgerUnavailable("too many requests wait for the ledger", null);
        }
        room.add(waiting);
        if (unwatched) {
            waiting.giveUp();
        }
        return waiting.done;
    }

    /**
     * Lets those go who have waited long enough, so that each need not keep a timer of its own: a thread that waits with
     * one costs more than the rest of its commit.
     */
    private void watch() {
        while (!closing || !room.isEmpty()) {
            LockSupport.parkNanos(WATCHED);
            try {
                look(System.nanoTime());
            } catch (RuntimeException | Error e) {
                // who waits would wait for ever
                log.error("ledger.watch-failed", e);
            }
        }
        unwatched = true;
        room.forEach(Waiter::giveUp);
    }

    private void look(long now) {
        for (var each = room.iterator(); each.hasNext();) {
            var waiting = each.next();
            if (waiting.done.isDone()) {
                each.remove();
            } else if (now - waiting.until > 0 && !waiting.tell()) {
                failed = now;
                waiting.late(patience.dividedBy(4));
            }
        }
    }

    /** True when nothing is taken any more: to wait for better times would be in vain. */
    boolean closed() {
        return closing;
    }

    /** False while what is handed over would not be written: the last that was tried, a moment ago, was not. */
    boolean well() {
        return !closing && (written - failed > 0 || System.nanoTime() - failed > GRUDGE);
    }

    private static RuntimeException failure(@Nullable Throwable cause) {
        return cause instanceof RuntimeException known
                ? known
                : new LedgerUnavailable("the ledger could not write: " + cause, cause);
    }

    private void write(int writer) {
        while (!closing || !queue.isEmpty()) {
            try {
                writeGroup(writer);
            } catch (InterruptedException e) {
                closing = true;
            } catch (RuntimeException | Error e) {
                // a writer that ended would leave everybody waiting
                log.error("ledger.writer-failed writer={}", writer, e);
            }
        }
    }

    private void writeGroup(int writer) throws InterruptedException {
        try {
            var items = next();
            if (!items.isEmpty()) {
                commit(items, writer);
            }
        } finally {
            gathering.written();
        }
    }

    private List<Waiter<T, R>> next() throws InterruptedException {
        var group = gathering.next();
        group.removeIf(waiting -> !waiting.taken.compareAndSet(false, true));
        return group;
    }

    private void commit(List<Waiter<T, R>> items, int writer) {
        List<R> results;
        try {
            results = patiently(items.stream().map(Waiter::item).toList(), writer);
        } catch (SQLException | RuntimeException e) {
            if (items.size() > 1 && (NotWritten.byRecord(e) || NotWritten.rolledBack(e))) {
                items.forEach(item -> commit(List.of(item), writer));
            } else {
                failed = NotWritten.byRecord(e) ? failed : System.nanoTime();
                items.forEach(item -> item.done.completeExceptionally(NotWritten.told(e)));
            }
            return;
        }
        written = System.nanoTime();
        release(items, results);
    }

    /**
     * What was committed is decided here, and told by a virtual thread where there are many to wake: it has them where
     * processors look for work, and wakes one once instead of for each. Where no thread sleeps there is nobody to wake.
     */
    private void release(List<Waiter<T, R>> items, List<R> results) {
        for (int i = 0; i < items.size(); i++) {
            items.get(i).result = results.get(i);
        }
        var asleep = new ArrayList<Waiter<T, R>>();
        for (var item : items) {
            if (item.sleeps()) {
                asleep.add(item);
            } else {
                tell(item);
            }
        }
        if (asleep.size() == 1) {
            tell(asleep.getFirst());
        } else if (!asleep.isEmpty()) {
            Thread.startVirtualThread(() -> asleep.forEach(this::tell));
        }
    }

    private void tell(Waiter<T, R> waiting) {
        if (!waiting.tell()) {
            Thread.startVirtualThread(() -> unheard.accept(waiting.item()));
        }
    }

    /** One that was the victim of a deadlock may simply be written again: nothing of it was. */
    private List<R> patiently(List<T> items, int writer) throws SQLException {
        for (int victim = 0;; victim++) {
            try {
                return inTransaction(items, writer);
            } catch (SQLException e) {
                if (!NotWritten.rolledBack(e) || items.size() > 1 || victim == AGAIN) {
                    throw e;
                }
            }
        }
    }

    private List<R> inTransaction(List<T> items, int writer) throws SQLException {
        try (var connection = connections.source().getConnection()) {
            connection.setAutoCommit(false);
            try {
                var results = work.write(connection, items, writer);
                connection.commit();
                return results;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /** Writes what is waiting, then stops. */
    @Override
    public void close() {
        closing = true;
        for (var writer : writers) {
            try {
                writer.join(patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        connections.close();
    }
}
