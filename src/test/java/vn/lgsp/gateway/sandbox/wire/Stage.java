package vn.lgsp.gateway.sandbox.wire;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;

/**
 * A stand-in on its own port. Its stubs say which addresses exist, the stand-in what they answer, the faults what goes
 * wrong; {@code down} closes the port and opens it again without forgetting anything.
 */
public final class Stage implements AutoCloseable {
    private final StandIn standIn;
    private final List<StubMapping> stubs;
    private final Faults faults;
    private final Tally arrived = new Tally();
    private final Tally served = new Tally();
    private final Recent recent = new Recent();
    private final String bind;
    private final int port;
    private Fault current = Fault.NONE;
    private @Nullable WireMockServer server;

    /**
     * @param port 0 = any free one
     * @param bind the machine's address it listens on
     */
    public Stage(StandIn standIn, int port, Path connectors, String bind, InstantSource clock) {
        this.bind = bind;
        this.standIn = standIn;
        this.faults = new Faults(clock);
        this.stubs = standIn.connectors().stream().flatMap(name -> stubs(connectors.resolve(name).resolve("stubs"))
                .stream()).toList();
        this.server = opened(port);
        this.port = server.port();
    }

    public URI url() {
        return URI.create("http://localhost:" + port);
    }

    /** Switches this stand-in's fault; the one before is over. */
    public synchronized void set(Fault fault) {
        faults.turn(fault);
        current = fault;
        if (fault.mode() != FaultMode.DOWN) {
            open();
            return;
        }
        shut();
        if (!fault.lasts().isZero()) {
            CompletableFuture.delayedExecutor(fault.lasts().toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> over(fault));
        }
    }

    @SuppressWarnings("ReferenceEquality") // that very order, not one like it
    private synchronized void over(Fault down) {
        if (current == down) {
            set(Fault.NONE);
        }
    }

    private void open() {
        if (server == null) {
            server = opened(port);
        }
    }

    /** Calls of a service that arrived, whatever became of them. */
    public long arrived(String service) {
        return arrived.of(service);
    }

    /** Calls of a service that were worked on. */
    public long served(String service) {
        return served.of(service);
    }

    /** The latest calls whose body holds this text, as they came; of all calls only the last are kept. */
    public List<Call> calls(String text) {
        return recent.with(text);
    }

    /** @param most keys shown of each map */
    public Map<String, Object> state(int most) {
        var state = Json.object("url", url(), "fault", faults.shown(), "calls", arrived.shown(), "served",
                served.shown());
        state.putAll(standIn.state(most));
        return state;
    }

    /** What was done for one key. */
    public Map<String, Object> state(String key) {
        return standIn.state(key);
    }

    public void reset() {
        set(Fault.NONE);
        arrived.reset();
        served.reset();
        recent.reset();
        standIn.reset();
    }

    @Override
    public synchronized void close() {
        current = Fault.NONE;
        shut();
    }

    private void shut() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    private WireMockServer opened(int at) {
        var opening = new WireMockServer(options().port(at).bindAddress(bind).containerThreads(120)
                .jettyAcceptQueueSize(512)
                .jettyStopTimeout(200L).asynchronousResponseEnabled(true).asynchronousResponseThreads(16)
                .disableRequestJournal().stubRequestLoggingDisabled(true).templatingEnabled(false).gzipDisabled(true)
                .http2PlainDisabled(true).extensions(new Play(standIn, faults, arrived, served, recent)));
        opening.start();
        stubs.forEach(opening::addStubMapping);
        return opening;
    }

    private static List<StubMapping> stubs(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().map(Stage::stub).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("no stubs in " + folder, unreadable);
        }
    }

    private static StubMapping stub(Path file) {
        try {
            return StubMapping.buildFrom(Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }
}
