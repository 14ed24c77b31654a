package vn.lgsp.gateway.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vn.lgsp.gateway.ledger.Entry.Lease.Use;
import vn.lgsp.gateway.ledger.Entry.Opening;
import vn.lgsp.gateway.ledger.Entry.Written;

/**
 * Breaks the promise on purpose: answers before the commit. The crash suite must notice what that loses, or it is blind.
 * It can be switched on by a property of the JVM only, by no setting, and only together with the suite's own property.
 */
final class AnswerFirst {
    private static final Logger log = LoggerFactory.getLogger(AnswerFirst.class);
    private static final String PROPERTY = "gateway.ledger.unsafe-answer-first";
    private static final String SUITE = "gateway.crash-suite";
    private static final Duration LATER = Duration.ofMillis(300);

    private AnswerFirst() {}

    /** @throws IllegalStateException when it is asked for outside the crash suite */
    static boolean asked() {
        if (!Boolean.getBoolean(PROPERTY)) {
            return false;
        }
        if (!Boolean.getBoolean(SUITE)) {
            throw new IllegalStateException("-D" + PROPERTY + " loses acknowledged requests: it is for the crash suite,"
                    + " and refused without -D" + SUITE);
        }
        log.error("ledger.UNSAFE requests are answered before they are committed: a crash loses them");
        return true;
    }

    /** Says of a request that is delivered later that it is written, and has it written a moment after that. */
    static Optional<Written> write(Entry entry, Consumer<Entry> writer) {
        if (!(entry instanceof Opening opening) || opening.work().flatMap(Entry.Work::lease).filter(lease -> lease
                .use() == Use.CALLING).isPresent()) {
            return Optional.empty();
        }
        Thread.startVirtualThread(() -> {
            LockSupport.parkNanos(LATER.toNanos());
            writer.accept(opening);
        });
        return Optional.of(new Written.Yes(opening.transaction(), Set.of(), Set.of()));
    }
}
