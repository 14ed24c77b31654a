package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import vn.lgsp.gateway.journey.GatewayStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.ledger.Recurring.Job;

/** Recurring jobs run on one node at a time, and on another when that node dies. */
class RecurringTest {
    private final LedgerBench bench = new LedgerBench();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final Set<String> by = ConcurrentHashMap.newKeySet();

    @AfterEach
    void close() {
        bench.close();
    }

    private Recurring node(String name) {
        var settings = new LedgerSettings(Path.of(GatewayStage.DATA), 0, 1, 1, 1, Duration.ofSeconds(1), Duration
                .ofSeconds(1), null, name);
        var job = new Job("probe", Duration.ofMillis(1), () -> run(name));
        return new Recurring(bench.source(), List.of(() -> List.of(job)), new Housekeeping(bench.source(), bench.clock),
                settings, bench.clock);
    }

    private void run(String name) {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        running.decrementAndGet();
        by.add(name);
        runs.incrementAndGet();
    }

    @Test
    void two_nodes_never_run_a_job_at_the_same_time() {
        var nodes = List.of(node("one"), node("two"));
        nodes.forEach(Recurring::start);

        await().atMost(Duration.ofSeconds(40)).until(() -> runs.get() >= 6);
        nodes.forEach(Recurring::stop);

        assertThat(most.get()).isEqualTo(1);
    }

    @Test
    void a_feed_whose_node_was_killed_while_it_polled_is_polled_by_another_within_half_a_minute() {
        var first = node("killed");
        first.start();
        await().atMost(Duration.ofSeconds(20)).until(() -> by.contains("killed"));
        first.stop();
        bench.sql.sql("""
                update scheduled_tasks set picked = true, picked_by = 'killed', execution_time = now(),
                  last_heartbeat = now() - interval '25 seconds' where task_name = 'probe'""").update();
        var second = node("other");

        second.start();

        await().atMost(Duration.ofSeconds(35)).until(() -> by.contains("other"));
        second.stop();
    }
}
