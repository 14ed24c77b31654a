package vn.lgsp.gateway.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** The same thing many times at once. */
final class Parallel {
    private Parallel() {}

    static <T> List<T> times(int n, Supplier<T> task) {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<T>>();
            for (int i = 0; i < n; i++) {
                results.add(threads.submit(() -> {
                    start.await();
                    return task.get();
                }));
            }
            start.countDown();
            return results.stream().map(Parallel::result).toList();
        }
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
