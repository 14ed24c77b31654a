package vn.lgsp.gateway.ledger;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.springframework.dao.QueryTimeoutException;

/**
 * Questions somebody waits for. A server that has fallen silent is noticed by the driver only after its socket's time-out,
 * on a connection that was in use a moment ago: who asks is told within a second, and the thread that asked ends later.
 */
final class Waited implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(800);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** @throws QueryTimeoutException when there is no answer in that time */
    <T> T within(Supplier<T> question) {
        var answer = threads.submit(question::get);
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new QueryTimeoutException("the database did not answer within " + PATIENCE, e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryTimeoutException("interrupted while the database was asked", e);
        }
    }

    /** Whoever still waits for a dead server ends by the driver's time-out. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
