package vn.lgsp.gateway.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Sends requests and keeps their times. */
final class Load {
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(Executors
            .newVirtualThreadPerTaskExecutor()).build();
    private final IntFunction<HttpRequest> requests;
    private final int expected;

    /** @param expected the status that counts as done */
    Load(IntFunction<HttpRequest> requests, int expected) {
        this.requests = requests;
        this.expected = expected;
    }

    /** @param perSecond requests done a second */
    record Figures(long done, long failed, double perSecond, double p50, double p99, double most) {
        @Override
        public String toString() {
            return "%,d done, %d failed, %,.0f/s, p50 %.2f ms, p99 %.2f ms, most %.1f ms".formatted(done, failed,
                    perSecond, p50, p99, most);
        }
    }

    /** Open loop: a request starts when its time has come, whether or not earlier ones have ended. */
    Figures open(int perSecond, Duration time) throws InterruptedException {
        var times = new ConcurrentLinkedQueue<Long>();
        var failed = new AtomicLong();
        var count = (int) (perSecond * time.toSeconds());
        var began = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                var due = began + i * 1_000_000_000L / perSecond;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                var number = i;
                threads.execute(() -> send(number, due, times, failed));
            }
        }
        return figures(times, failed.get(), System.nanoTime() - began);
    }

    /** Closed loop: as many at once as given, each followed by the next. */
    Figures closed(int atOnce, Duration time) throws InterruptedException {
        var times = new ConcurrentLinkedQueue<Long>();
        var failed = new AtomicLong();
        var next = new AtomicLong();
        var began = System.nanoTime();
        var end = began + time.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < atOnce; i++) {
                threads.execute(() -> {
                    while (System.nanoTime() < end) {
                        send((int) next.incrementAndGet(), System.nanoTime(), times, failed);
                    }
                });
            }
        }
        return figures(times, failed.get(), System.nanoTime() - began);
    }

    private void send(int number, long due, ConcurrentLinkedQueue<Long> times, AtomicLong failed) {
        try {
            var status = http.send(requests.apply(number), HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status == expected) {
                times.add(System.nanoTime() - due);
            } else {
                failed.incrementAndGet();
            }
        } catch (IOException e) {
            failed.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Figures figures(ConcurrentLinkedQueue<Long> times, long failed, long nanos) {
        List<Long> all = new ArrayList<>(times);
        var sorted = all.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return new Figures(sorted.length, failed, sorted.length * 1e9 / nanos, at(sorted, 0.50), at(sorted, 0.99), at(
                sorted, 1));
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, (long) (sorted.length * share))] / 1e6;
    }
}
