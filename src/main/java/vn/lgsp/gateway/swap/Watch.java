package vn.lgsp.gateway.swap;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Serving;
import vn.lgsp.gateway.delivery.Changeover;
import vn.lgsp.gateway.ledger.ConnectorVersions;

/** Looks every few seconds whether something else is to be served: in the folders, the callers' file, and the database. */
@Component
@EnableConfigurationProperties(SwapSettings.class)
class Watch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    private final FolderWatch folders;
    private final CallersWatch callers;
    private final Swap swap;
    private final NotServed notServed;
    private final Changeover changeover;
    private final ConnectorVersions versions;
    private final Serving serving;
    private final SwapSettings settings;
    private volatile @Nullable ScheduledExecutorService timer;

    Watch(FolderWatch folders, CallersWatch callers, Swap swap, NotServed notServed, Changeover changeover,
            ConnectorVersions versions,
            Serving serving, SwapSettings settings) {
        this.folders = folders;
        this.callers = callers;
        this.swap = swap;
        this.notServed = notServed;
        this.changeover = changeover;
        this.versions = versions;
        this.serving = serving;
        this.settings = settings;
    }

    @Override
    public void start() {
        folders.begin();
        if (serving.connectors().isEmpty()) {
            throw new IllegalStateException("neither the folders nor the database hold a connector that can be served: "
                    + notServed.all());
        }
        callers.begin();
        var every = settings.poll().toMillis();
        var started = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("watch").factory());
        var unused = started.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
        timer = started;
    }

    private void look() {
        try {
            callers.look();
            folders.look();
            swap.converge();
            park();
            callers.meet();
            changeover.tidy();
        } catch (DataAccessException e) {
            log.warn("watch.waits-for-database cause={}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("watch.failed", e);
        }
    }

    private void park() {
        var removed = swap.removed();
        removed.removeAll(serving.connectors().keySet());
        var parked = versions.park(removed);
        if (parked > 0) {
            log.warn("deliveries.parked connectors={} deliveries={}", removed, parked);
        }
        notServed.waits(removed.isEmpty() ? Map.of() : versions.waiting(removed));
    }

    @Override
    public void stop() {
        var running = timer;
        timer = null;
        if (running != null) {
            running.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }

    /** Before anything is delivered or let in. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 2;
    }
}
