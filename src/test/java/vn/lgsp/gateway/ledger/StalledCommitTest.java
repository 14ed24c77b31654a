package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.Entry.Written;

/** A commit that takes too long, or never ends, costs others no more than it must. */
class StalledCommitTest {
    private final LedgerBench bench = new LedgerBench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** One writer, and how long it is waited for. */
    private static LedgerSettings alone(Duration patience) {
        return new LedgerSettings(Path.of("unused"), 0, 1, 512, 5000, patience, patience, null, "bench");
    }

    private static void until(CountDownLatch event) {
        try {
            event.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first is alone in its group; those that come meanwhile are the next one, and then nobody has a processor to tell them. */
    @Test
    void what_was_committed_is_told_however_busy_the_processors_are() throws Exception {
        var patience = Duration.ofMillis(400);
        var begun = new CountDownLatch(1);
        var gathered = new CountDownLatch(1);
        try (var writers = new GroupCommit<String, String>(bench.source(), alone(patience),
                (connection, items, writer) -> {
                    if (items.contains("first")) {
                        begun.countDown();
                        until(gathered);
                    } else {
                        assertThat(items).hasSize(2);
                        IntStream.range(0, 2 * Runtime.getRuntime().availableProcessors()).forEach(n -> spin(patience
                                .multipliedBy(2)));
                    }
                    return items.stream().map(item -> item + " committed").toList();
                }, heard -> {})) {
            var told = new ConcurrentHashMap<String, String>();
            var first = Thread.ofPlatform().start(() -> told.put("1", writers.commit("first")));
            begun.await();
            var others = IntStream.rangeClosed(2, 3).mapToObj(n -> Thread.ofPlatform().start(() -> told.put("" + n,
                    writers.commit("item")))).toList();
            await().until(() -> others.stream().allMatch(one -> one.getState() == Thread.State.WAITING));
            gathered.countDown();
            for (var one : others) {
                one.join();
            }
            first.join();

            assertThat(told).containsExactlyInAnyOrderEntriesOf(Map.of("1", "first committed", "2", "item committed",
                    "3", "item committed"));
            assertThat(writers.well()).isTrue();
        }
    }

    /** Keeps a carrier of virtual threads from everybody else. */
    private static void spin(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        Thread.startVirtualThread(() -> {
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        });
    }

    /** As a process that was stopped, or whose machine is gone, between two statements. */
    @Test
    void a_writer_that_stands_still_keeps_its_locks_for_seconds_only() throws Exception {
        var begun = new CountDownLatch(1);
        var thawed = new CountDownLatch(1);
        try (var frozen = new GroupCommit<String, String>(bench.source(), alone(Duration.ofMinutes(1)),
                (connection, items, writer) -> {
                    try (var lock = connection.createStatement()) {
                        lock.execute("lock table idempotency in exclusive mode");
                    }
                    begun.countDown();
                    until(thawed);
                    return List.of("committed");
                }, heard -> {})) {
            var late = frozen.begin("item", Duration.ZERO);
            begun.await();

            assertThat(bench.ledger.write(bench.opening(bench.transaction("service.a", "K-1"), Optional.of(bench.key(
                    "key"))))).isInstanceOf(Written.Yes.class);

            thawed.countDown();
            assertThatThrownBy(late::get).hasCauseInstanceOf(LedgerUnavailable.class);
        }
    }

    /** Its caller heard that it is not recorded, and nobody was called for it. */
    @Test
    void what_is_committed_too_late_for_its_caller_is_work_for_anybody_that_was_never_begun() throws Exception {
        var opening = bench.opening("service.a", "K-1").heldBy(bench.ledger.lease(bench.clock.instant().plus(
                LedgerBench.LEASE), Entry.Lease.Use.CALLING));
        try (var impatient = bench.impatient();
                var other = bench.source().getConnection();
                var lock = other
                        .createStatement()) {
            other.setAutoCommit(false);
            lock.execute("lock table counter in exclusive mode");
            assertThatThrownBy(() -> impatient.ledger().write(opening)).isInstanceOf(LedgerUnavailable.class);
            other.commit();

            await().untilAsserted(() -> assertThat(bench.claim()).singleElement().satisfies(claim -> assertThat(claim
                    .interrupted()).isFalse()));
        }
    }

    @Test
    void what_nobody_writes_any_more_is_not_kept() throws Exception {
        var begun = new CountDownLatch(1);
        var thawed = new CountDownLatch(1);
        try (var hanging = new GroupCommit<byte[], String>(bench.source(), alone(Duration.ofMillis(100)),
                (connection, items, writer) -> {
                    begun.countDown();
                    until(thawed);
                    return items.stream().map(item -> "committed").toList();
                }, heard -> {})) {
            var first = hanging.begin(new byte[1], Duration.ZERO);
            begun.await();
            var kept = new WeakReference<>(new byte[1 << 20]);
            var second = hanging.begin(Objects.requireNonNull(kept.get()), Duration.ZERO);

            assertThatThrownBy(second::get).hasCauseInstanceOf(LedgerUnavailable.class);

            await().untilAsserted(() -> {
                System.gc();
                assertThat(kept.get()).isNull();
            });
            thawed.countDown();
            assertThatThrownBy(first::get).hasCauseInstanceOf(LedgerUnavailable.class);
        }
    }
}
