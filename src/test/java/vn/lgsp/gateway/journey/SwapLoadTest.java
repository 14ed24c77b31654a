package vn.lgsp.gateway.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.lgsp.gateway.journey.SwapStage.soon;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.Aside;
import vn.lgsp.gateway.journey.Neighbour.Call;

/** Writes, delivered at once and later, while their connector is swapped and rolled back: none fails, none is done twice. */
@Aside
class SwapLoadTest {
    private static final int EACH = 500;
    private static final int SWAPS = 4;

    /** Which version each target stands for: {@code /v3/things} is what the fourth declaration calls. */
    private final Map<String, String> versions = new ConcurrentHashMap<>();

    @Test
    void of_thousands_of_writes_none_fails_or_is_doubled_and_each_tells_the_version_that_made_it() throws Exception {
        try (var neighbour = new Neighbour("application/json", _ -> "{}");
                var stage = new SwapStage(root -> neighbour.declare(root, "atOnce: 100"))) {
            versions.put("v0", stage.version("extra"));
            var bad = ConcurrentHashMap.<String>newKeySet();
            var swaps = new AtomicInteger();
            var places = new Semaphore(60);
            var sent = 0;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var done = new AtomicBoolean();
                var swapping = threads.submit(() -> swap(stage, swaps, done));
                for (; sent < EACH || swaps.get() < SWAPS; sent++) {
                    var body = Map.of("n", sent);
                    for (var path : new String[]{ "things", "deeds" }) {
                        places.acquire();
                        threads.execute(() -> {
                            try {
                                var reply = stage.post("/api/extra/v1/" + path, body);
                                if (reply.status() != (path.equals("things") ? 202 : 200)) {
                                    bad.add(reply.toString());
                                }
                            } finally {
                                places.release();
                            }
                        });
                    }
                }
                places.acquire(60);
                done.set(true);
                swapping.get();
            }
            soon().until(() -> stage.gateway.sql().sql("select count(*) from delivery").query(Integer.class)
                    .single() == 0);

            assertThat(bad).isEmpty();
            assertThat(neighbour.calls()).extracting(call -> kind(call) + call.body()).doesNotHaveDuplicates().hasSize(2
                    * sent);
            assertThat(told(stage)).isEqualTo(called(neighbour));
            assertThat(called(neighbour)).hasSizeGreaterThan(2);
        }
    }

    private Void swap(SwapStage stage, AtomicInteger swaps, AtomicBoolean done) {
        while (!done.get()) {
            var before = stage.version("extra");
            var n = swaps.incrementAndGet();
            var now = stage.served("extra", text -> text.replaceAll("/v\\d+/", "/v" + n + "/"));
            versions.put("v" + n, now);
            if (n % 2 == 0) {
                assertThat(stage.operator.post("/ops/connectors/extra/rollback", Map.of("version", before, "reason",
                        "a test")).status()).isEqualTo(200);
            }
        }
        return null;
    }

    private static String kind(Call call) {
        return call.path().replaceFirst("/v\\d+/", "");
    }

    /** How many calls came to the targets of each version. */
    private Map<String, Long> called(Neighbour neighbour) {
        return neighbour.calls().stream().collect(Collectors.groupingBy(call -> versions.getOrDefault(call.path().split(
                "/")[1], call.path()), Collectors.counting()));
    }

    /** How many transactions say they were delivered by each version. */
    private Map<String, Long> told(SwapStage stage) {
        return stage.gateway.sql().sql("select version from transaction where state = 'DELIVERED' and service like "
                + "'extra.%'").query(String.class).list().stream().collect(Collectors.groupingBy(Function.identity(),
                        Collectors.counting()));
    }
}
