package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.delivery.EventLoops;
import vn.lgsp.gateway.delivery.Turn;
import vn.lgsp.gateway.problem.Problem;
import vn.lgsp.gateway.problem.Problems;

/**
 * The HTTP door of the data API, on a port of its own: event loops read and write, a virtual thread does the work of each
 * request. It knows HTTP and nothing else.
 */
@Component
class ApiDoor implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ApiDoor.class);
    private static final int LONGEST_LINE = 8400;
    private static final int LARGEST_HEAD = 16 * 1024;
    /** Longer than any provider is waited for: a connection that is silent for that long is forgotten. */
    private static final Duration IDLE = Duration.ofMinutes(3);
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final Reception reception;
    private final Quotas quotas;
    private final EventLoops loops;
    private final IntakeSettings settings;
    private final SslBundles bundles;
    private final Map<HttpConnection, Line> lines = new ConcurrentHashMap<>();
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean leaving;
    private volatile @Nullable String deployment;

    ApiDoor(Reception reception, Quotas quotas, EventLoops loops, IntakeSettings settings,
            SslBundles bundles) {
        this.reception = reception;
        this.quotas = quotas;
        this.loops = loops;
        this.settings = settings;
        this.bundles = bundles;
    }

    @Override
    public void start() {
        leaving = false;
        deployment = EventLoops.await(loops.vertx().deployVerticle(Server::new, new DeploymentOptions().setInstances(
                loops.count())));
        log.info("door.opened port={}", settings.port());
    }

    /**
     * Goes on for the time a load balancer takes to notice that this node is leaving, asking every client to connect
     * anew, and then waits for what is under way.
     */
    @Override
    public void stop() {
        leaving = true;
        LockSupport.parkNanos(settings.notice().toNanos());
        Future.join(servers.stream().map(server -> server.shutdown(settings.drain())).toList()).toCompletionStage()
                .toCompletableFuture().completeOnTimeout(null, settings.drain().plus(MARGIN).toMillis(),
                        TimeUnit.MILLISECONDS)
                .join();
        servers.clear();
        var opened = deployment;
        deployment = null;
        if (opened != null) {
            EventLoops.await(loops.vertx().undeploy(opened));
            log.info("door.closed port={} left={}", settings.port(), lines.size());
        }
    }

    @Override
    public boolean isRunning() {
        return deployment != null;
    }

    /** One server per event loop; they share the port. */
    private final class Server extends VerticleBase {
        @Override
        public Future<?> start() {
            var turn = loops.here();
            var server = vertx.createHttpServer(options()).connectionHandler(ApiDoor.this::connected)
                    .invalidRequestHandler(http -> take(http, context, turn, OptionalInt.of(ProperHttp
                            .unreadable(http))))
                    .requestHandler(
                            http -> take(http, context, turn, ProperHttp.fault(http)))
                    .exceptionHandler(gone -> log.debug(
                            "door.connection", gone));
            servers.add(server);
            return server.listen(settings.port(), settings.host());
        }
    }

    private HttpServerOptions options() {
        var options = new HttpServerOptions().setIdleTimeout((int) IDLE.toSeconds()).setMaxInitialLineLength(
                LONGEST_LINE).setMaxHeaderSize(LARGEST_HEAD).setHandle100ContinueAutomatically(true)
                .setHttp2ClearTextEnabled(false).setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false).setTcpNoDelay(true).setAcceptBacklog(4096)
                .setSslHandshakeTimeout(10).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
        var name = settings.sslBundle();
        return name == null || name.isBlank() ? options : secured(options, bundles.getBundle(name));
    }

    /** TLS 1.2 and 1.3, or what the bundle says. */
    private static HttpServerOptions secured(HttpServerOptions options, SslBundle bundle) {
        var protocols = bundle.getOptions().getEnabledProtocols();
        var ciphers = bundle.getOptions().getCiphers();
        if (protocols != null) {
            options.setEnabledSecureTransportProtocols(Set.of(protocols));
        }
        if (ciphers != null) {
            List.of(ciphers).forEach(options::addEnabledCipherSuite);
        }
        return options.setSsl(true).setUseAlpn(false).setKeyCertOptions(KeyCertOptions.wrap(bundle.getManagers()
                .getKeyManagerFactory()));
    }

    /** Neither more connections than this machine can hold, nor any that says nothing. */
    private void connected(HttpConnection connection) {
        if (lines.size() >= settings.connections()) {
            connection.close();
            return;
        }
        var line = Line.on(connection, new Pace(settings.patience()));
        lines.put(connection, line);
        connection.exceptionHandler(broken -> log.debug("door.connection", broken));
        connection.closeHandler(end -> {
            lines.remove(connection);
            line.gone();
        });
    }

    /** On the event loop: what is no proper HTTP goes no further. */
    private void take(HttpServerRequest http, Context context, Turn turn, OptionalInt fault) {
        var line = lines.get(http.connection());
        if (line == null || line.over()) {
            return;
        }
        var call = new HttpCall(http, context, turn, line);
        line.took(call);
        if (fault.isPresent()) {
            line.afterEarlierAnswers(() -> broken(call, fault.getAsInt()));
        } else {
            line.afterEarlierAnswers(() -> turn.endsWith(() -> threads.execute(() -> serve(call))));
        }
    }

    private interface Reply {
        Answer answer() throws IOException;
    }

    private void serve(HttpCall call) {
        serve(call, () -> reception.answer(call.request()));
    }

    private void serve(HttpCall call, Reply reply) {
        try {
            var request = call.request();
            var answer = quotas.told(answer(request, reply), request);
            var pending = answer.pending();
            if (pending == null) {
                call.send(answer, leaving);
            } else {
                pending.decided(committed -> onceSure(call, answer, committed));
            }
        } catch (BrokenBody e) {
            broken(call, 400);
        } catch (IOException e) {
            log.debug("request.unanswered", e);
            call.drop();
        } catch (RuntimeException | Error e) {
            // nobody is left waiting for an answer that will not come
            log.error("request.failed path={}", call.request().path(), e);
            call.drop();
        }
    }

    /** What takes longer than to hand it to the loop has a thread of its own again. */
    private void onceSure(HttpCall call, Answer answer, boolean committed) {
        try {
            if (committed && call.leavesAtOnce(answer)) {
                call.sendAtOnce(answer, leaving);
            } else {
                threads.execute(() -> serve(call, answer::sure));
            }
        } catch (RuntimeException | Error e) {
            log.warn("request.unanswered", e);
            call.drop();
        }
    }

    private Answer answer(Request request, Reply reply) throws IOException {
        try {
            return reply.answer();
        } catch (RuntimeException | StackOverflowError e) {
            var fault = reception.fault(request);
            log.error("request.failed transaction={} path={}", fault.headers().get("Transaction-Id"), request.path(),
                    e);
            return fault;
        }
    }

    /** Refused before any door was reached; said like everything else that is refused. */
    private void broken(HttpCall call, int status) {
        var problem = Problems.atTheEdge(status);
        var id = UUID.randomUUID().toString();
        log.info("request.refused transaction={} service=- code={}", id, problem.code());
        var request = call.request();
        call.sendAtOnce(new Answer(problem.status(), Problem.MEDIA_TYPE, Json.write(problem.members(request.language(),
                ProperHttp.shown(request.path()), id)), Map.of()), true);
    }
}
