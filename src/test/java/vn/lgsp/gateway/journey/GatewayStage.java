package vn.lgsp.gateway.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import vn.lgsp.gateway.Gateway;
import vn.lgsp.gateway.delivery.DeliveryQueue;
import vn.lgsp.gateway.sandbox.Sandbox;
import vn.lgsp.gateway.sandbox.SandboxPorts;
import vn.lgsp.gateway.sandbox.SandboxSettings;

/** A whole gateway on real HTTP and a real PostgreSQL, with the sandbox around it and a clock that can be moved. */
public final class GatewayStage implements AutoCloseable {
    public static final String ONE_STOP = "demo-one-stop-key";
    public static final String PORTAL = "demo-portal-key";
    /** Each JVM that tests side by side has its own. */
    public static final String DATA = "target/stage-data-" + ProcessHandle.current().pid();
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final AtomicInteger NAMES = new AtomicInteger(1000);

    private final Sandbox sandbox;
    private final MovableClock clock;
    private final String database;
    private final ConfigurableApplicationContext context;
    private final URI url;
    private final boolean guest;

    private GatewayStage(String... settings) {
        this(freePort(), new MovableClock(), database(), settings);
    }

    private GatewayStage(int port, MovableClock clock, String database, String... settings) {
        this(port, clock, database, Sandbox.start(SandboxPorts.FREE, SandboxSettings.of(environment(URI.create(
                "http://localhost:" + port))).at(clock)), false, settings);
    }

    private GatewayStage(int port, MovableClock clock, String database, Sandbox sandbox, boolean guest,
            String... settings) {
        this.url = URI.create("http://localhost:" + port);
        this.clock = clock;
        this.database = database;
        this.sandbox = sandbox;
        this.guest = guest;
        var arguments = new LinkedHashMap<String, String>();
        arguments.put("--gateway.intake.port", String.valueOf(port));
        arguments.put("--gateway.intake.notice", "0s");
        arguments.put("--server.port", "0");
        arguments.put("--spring.datasource.url", database);
        arguments.put("--spring.datasource.username", "postgres");
        arguments.put("--gateway.ledger.data", DATA);
        arguments.put("--gateway.delivery.poll", "50ms");
        arguments.put("--gateway.ops.password", Operator.PASSWORD);
        // what comes by the clock, tests set off themselves
        arguments.put("--IOC_EVERY", "1d");
        arguments.put("--EXCHANGE_POLL", "1h");
        sandbox.environment().forEach((name, value) -> arguments.put("--" + name, value));
        for (var setting : settings) {
            arguments.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        ApplicationContextInitializer<GenericApplicationContext> clockBean = application -> application.registerBean(
                "clock", Clock.class, () -> clock);
        this.context = new SpringApplicationBuilder(Gateway.class).initializers(clockBean).run(arguments.entrySet()
                .stream().map(argument -> argument.getKey() + "=" + argument.getValue()).toArray(String[]::new));
    }

    /** @param settings as on a command line: {@code --gateway.…=…}; they go before the stage's own */
    public static GatewayStage start(String... settings) {
        return new GatewayStage(settings);
    }

    /** One more gateway on the same database, with the same clock and the same sandbox around it. */
    public GatewayStage another(String... settings) {
        return new GatewayStage(freePort(), clock, database, sandbox, true, settings);
    }

    /** What the sandbox must know to call the gateway back. */
    static Map<String, String> environment(URI gateway) {
        return Map.of("GATEWAY_URL", gateway.toString(), "SANDBOX_PORTAL_KEY", PORTAL, "SANDBOX_PAYMENT_KEY",
                "demo-platform-key");
    }

    /** A fresh database on a server that is shared by all stages of this JVM. */
    public static String database() {
        var name = "stage_" + DATABASES.incrementAndGet();
        try (var connection = Server.SHARED.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
            return Server.SHARED.getJdbcUrl("postgres", name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Server {
        static final EmbeddedPostgres SHARED = start();

        private static EmbeddedPostgres start() {
            try {
                Files.createDirectories(Path.of("target"));
                return EmbeddedPostgres.builder().setDataDirectory(Files.createTempDirectory(Path.of("target"), "pg"))
                        .setLocaleConfig("locale", "C.UTF-8").setServerConfig("synchronous_commit", "on").start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * A port nobody listens on, below those that systems give to outgoing connections: who is stopped and started again
     * would else find that a client has got its port meanwhile.
     */
    public static int freePort() {
        while (true) {
            var port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
            try (var socket = new ServerSocket(port)) {
                // a port may be kept for later: nobody else in this JVM gets it
                if (GIVEN.add(port)) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                // somebody has it: another one
            }
        }
    }

    /** A dossier number nobody used before. */
    public static String dossierNumber() {
        return "H47.12-260302-" + NAMES.incrementAndGet();
    }

    public URI url() {
        return url;
    }

    /** Where operators, probes and metrics are served. */
    public URI opsUrl() {
        return URI.create("http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    public OneStopClient oneStop() {
        return new OneStopClient(url, ONE_STOP);
    }

    /** A bean of the running gateway. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public JdbcClient sql() {
        return JdbcClient.create(bean(javax.sql.DataSource.class));
    }

    /** Moves the gateway's and the sandbox' clock ahead; what has become due is looked at now. */
    public void pass(Duration time) {
        settle();
        clock.pass(time);
        bean(DeliveryQueue.class).ringAll();
    }

    public Instant now() {
        return clock.instant();
    }

    /** A call under way would seem to have lost its lease when time jumps: it is given a moment to end. */
    private void settle() {
        var until = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        while (sql().sql("select count(*) from delivery where lease_owner is not null").query(Integer.class)
                .single() > 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Override
    public void close() {
        context.close();
        if (!guest) {
            sandbox.close();
        }
    }
}
