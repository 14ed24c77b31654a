package vn.lgsp.gateway.ops;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import vn.lgsp.gateway.ledger.CounterTotal;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.ServiceFigures;
import vn.lgsp.gateway.ledger.State;

/**
 * The ledger's own counters as metrics, so that a graph, a report and a recount tell the same; they go on after a
 * restart. Gauges, not counters: an UNKNOWN one leaves that state when its outcome is learnt.
 */
@Component
class ServiceMeters implements MeterBinder {
    private static final Logger log = LoggerFactory.getLogger(ServiceMeters.class);
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration FRESH = Duration.ofSeconds(10);

    /**
     * What one scrape tells: nothing, rather than something wrong, while the database does not answer.
     *
     * @param totals by service and state
     */
    private record Snapshot(Map<String, ServiceFigures> services, Map<String, Long> totals,
            Map<String, Long> overdue) {}

    private final Inventory inventory;
    private final ServiceHealth health;
    private final Figures figures;
    private final LedgerSearch ledger;
    private final Clock clock;
    private final Set<String> bound = ConcurrentHashMap.newKeySet();
    private volatile @Nullable MeterRegistry registry;
    private final LoadingCache<String, Optional<Snapshot>> snapshots = Caffeine.newBuilder().expireAfterWrite(FRESH)
            .build(now -> read());

    ServiceMeters(Inventory inventory, ServiceHealth health, Figures figures, LedgerSearch ledger, Clock clock) {
        this.inventory = inventory;
        this.health = health;
        this.figures = figures;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        this.registry = registry;
        bindNew();
    }

    /** Services that came while the gateway runs; one that went counts no more and is told as it stood. */
    private void bindNew() {
        var into = registry;
        if (into != null) {
            inventory.catalogue().services().keySet().stream().filter(bound::add)
                    .forEach(service -> bind(service, into));
        }
    }

    private void bind(String service, MeterRegistry registry) {
        Arrays.stream(State.values()).filter(state -> state.settled() || state == State.RECEIVED)
                .forEach(state -> Gauge.builder("gateway.transactions", () -> total(service, state))
                        .description(
                                "Transactions ever counted: RECEIVED all that were accepted, others how they ended")
                        .tag("service", service).tag("state", state.name()).register(registry));
        Gauge.builder("gateway.backlog", () -> now(service, ServiceFigures::backlog))
                .description("Transactions in the delivery queue").tag("service", service).register(registry);
        Gauge.builder("gateway.oldest.waiting", () -> now(service, this::oldest)).baseUnit("seconds")
                .description("Age of the oldest transaction in the queue").tag("service", service).register(registry);
        Gauge.builder("gateway.overdue", () -> snapshot().map(read -> read.overdue().getOrDefault(service, 0L)
                .doubleValue()).orElse(Double.NaN))
                .description("Transactions that wait for longer than their service's SLA")
                .tag("service", service).register(registry);
        Gauge.builder("gateway.breaker.open", () -> health.of(service).breaker().equals("CLOSED") ? 0 : 1)
                .description("1 while the breaker does not let all calls pass").tag("service", service)
                .register(registry);
    }

    private double oldest(ServiceFigures row) {
        var since = row.oldestWaiting();
        return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }

    private double now(String service, ToDoubleFunction<ServiceFigures> figure) {
        return snapshot().map(read -> read.services().get(service)).map(figure::applyAsDouble).orElse(Double.NaN);
    }

    private double total(String service, State state) {
        return snapshot().map(read -> read.totals().getOrDefault(service + " " + state, 0L).doubleValue())
                .orElse(Double.NaN);
    }

    private Optional<Snapshot> snapshot() {
        return Objects.requireNonNull(snapshots.get("now"));
    }

    /** While the database does not answer, one try stands for all gauges of a scrape. */
    private Optional<Snapshot> read() {
        bindNew();
        try {
            return Optional.of(new Snapshot(figures.over(DAY).services(), ledger.totals().stream()
                    .collect(Collectors.toMap(row -> row.service() + " " + row.state(), CounterTotal::n)),
                    ledger.overdue(
                            OpsOverdue.before(OpsOverdue.promised(inventory), clock.instant()))));
        } catch (DataAccessException e) {
            log.warn("metrics.unread cause={}", e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
