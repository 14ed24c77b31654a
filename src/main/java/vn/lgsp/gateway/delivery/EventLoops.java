package vn.lgsp.gateway.delivery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import io.vertx.core.Context;
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
    private final List<Context> loops = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();

    /** One loop for two processors: the others have the requests themselves to work on. */
    EventLoops() {
        var count = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        var options = new VertxOptions().setEventLoopPoolSize(count).setWorkerPoolSize(1).setInternalBlockingPoolSize(
                4);
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        this.vertx = Vertx.vertx(options);
        await(vertx.deployVerticle(Loop::new, new DeploymentOptions().setInstances(count)));
    }

    /** What servers and clients are made with. */
    public Vertx vertx() {
        return vertx;
    }

    /** How many loops there are. */
    public int count() {
        return loops.size();
    }

    /** A loop, each in turn: what is started on it is called back on it. */
    Context next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
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
            loops.add(context);
            return Future.succeededFuture();
        }
    }
}
