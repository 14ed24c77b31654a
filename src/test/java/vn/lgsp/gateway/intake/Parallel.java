package vn.lgsp.gateway.intake;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Many things at once. */
final class Parallel {
    private Parallel() {}

    static <T> List<T> times(int n, Supplier<T> task) {
        return all(Collections.nCopies(n, task));
    }

    /** The results are in the order of the tasks. */
    static <T> List<T> all(List<Supplier<T>> tasks) {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = new ArrayList<Future<T>>();
            for (var task : tasks) {
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
