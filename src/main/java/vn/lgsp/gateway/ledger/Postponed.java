package vn.lgsp.gateway.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads that were answered though the ledger could not be written, as their services allow: they wait in memory, and are
 * recorded when it can be written again. Those of a process that ends before, beyond the limit, or that the ledger refuses
 * are not recorded; how many is told.
 */
final class Postponed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Postponed.class);
    private static final int MOST = 10_000;
    private static final long MOST_BYTES = 32L * 1024 * 1024;
    private static final Duration AGAIN = Duration.ofMillis(500);
    private static final String THERE_ALREADY = "23505";

    private final LinkedBlockingQueue<Entry.Recording> waiting = new LinkedBlockingQueue<>(MOST);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final Consumer<Entry> ledger;
    private final Thread writer;
    private volatile boolean closing;

    /** @param ledger writes an entry, or throws {@link LedgerUnavailable} */
    Postponed(Consumer<Entry> ledger) {
        this.ledger = ledger;
        this.writer = Thread.ofVirtual().name("ledger-postponed").start(this::write);
    }

    void add(Entry.Recording recording) {
        if (bytes.get() > MOST_BYTES || !waiting.offer(recording)) {
            lost.incrementAndGet();
        } else {
            bytes.addAndGet(size(recording));
        }
    }

    private static long size(Entry.Recording recording) {
        var reply = recording.result().reply();
        return (long) recording.request().length + (reply == null ? 0 : reply.length);
    }

    /** How many wait. */
    int waiting() {
        return waiting.size();
    }

    /** How many were answered and will never be recorded, since this process started. */
    long lost() {
        return lost.get();
    }

    private void write() {
        try {
            while (!closing) {
                var next = waiting.take();
                bytes.addAndGet(-size(next));
                written(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void written(Entry.Recording recording) {
        while (!closing) {
            try {
                ledger.accept(recording);
                return;
            } catch (LedgerUnavailable e) {
                LockSupport.parkNanos(AGAIN.toNanos());
            } catch (RuntimeException e) {
                refused(recording.transaction(), state(e));
                return;
            }
        }
        lost.incrementAndGet();
    }

    /** One whose commit was not heard of is written again, and is there already. */
    private void refused(Transaction transaction, String state) {
        if (state.equals(THERE_ALREADY)) {
            log.info("read.recorded-before transaction={}", transaction.id());
        } else {
            lost.incrementAndGet();
            // without the message: it may quote the record
            log.error("ledger.read-refused transaction={} service={} cause={}", transaction.id(), transaction.service(),
                    state);
        }
    }

    /** PostgreSQL's code of what is wrong; where it said nothing, what was thrown. */
    private static String state(RuntimeException e) {
        return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(cause -> String.valueOf(((SQLException) cause).getSQLState())).findFirst().orElse(e.getClass()
                        .getSimpleName());
    }

    @Override
    public void close() {
        closing = true;
        writer.interrupt();
        var left = waiting.size() + lost.get();
        if (left > 0) {
            log.warn("ledger.reads-not-recorded reads={}", left);
        }
    }
}
