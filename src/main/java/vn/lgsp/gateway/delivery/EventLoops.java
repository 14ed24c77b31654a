package vn.lgsp.gateway.delivery;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** The threads that wait for the network, for the door and for the lean transport; none of them ever decides or blocks. */
@Configuration(proxyBeanMethods = false)
class EventLoops {

    /** One loop for two processors: the others have the requests themselves to work on. */
    @Bean(destroyMethod = "")
    Vertx vertx() {
        var loops = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        var options = new VertxOptions().setEventLoopPoolSize(loops).setWorkerPoolSize(1).setInternalBlockingPoolSize(
                2);
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return Vertx.vertx(options);
    }
}
