package vn.lgsp.gateway.delivery;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** The threads that wait for the network, for the door and for the lean transport; none of them ever decides or blocks. */
@Component
public class EventLoops implements DisposableBean {
    private static final long PATIENCE_SECONDS = 10;

    private final Vertx vertx;
    private final List<Turn> turns;
    private final Map<Thread, Turn> loops = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();

    /** One loop for two processors: the others have the requests themselves to work on. */
    EventLoops() {
        var count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        var options = new VertxOptions().setEventLoopPoolSize(count).setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(
                        4);
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        this.vertx = Vertx.vertx(options);
        await(vertx.deployVerticle(Loop::new, new DeploymentOptions().setInstances(count)));
        this.turns = List.copyOf(loops.values());
    }

    /** What servers and clients are made with. */
    public Vertx vertx() {
        return vertx;
    }

    /** How many loops there are. */
    public int count() {
        return turns.size();
    }

    /** A loop's turns, each loop after the other: what is started on it is called back on it. */
    Turn next() {
        return turns.get(Math.floorMod(next.getAndIncrement(), turns.size()));
    }

    /** The turns of the loop that asks. */
    public Turn here() {
        return Objects.requireNonNull(loops.get(Thread.currentThread()), "not on an event loop");
    }

    /** Waits for what is done on a loop. */
    public static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void destroy() {
        await(vertx.close());
    }

    private final class Loop extends VerticleBase {
        @Override
        public Future<?> start() {
            loops.put(Thread.currentThread(), new Turn(context));
            return Future.succeededFuture();
        }
    }
}
