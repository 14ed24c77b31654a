package vn.lgsp.gateway.ops;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import vn.lgsp.gateway.ledger.NightlyRecount;
import vn.lgsp.gateway.ledger.NightlyRecount.Found;

/** Whether the books were exact when they were last counted again: a detail of health, and a metric that every node tells alike. */
@Configuration(proxyBeanMethods = false)
class LedgerHealth {
    private final LoadingCache<String, Optional<Found>> last;

    LedgerHealth(NightlyRecount recount) {
        last = Caffeine.newBuilder().expireAfterWrite(10, TimeUnit.SECONDS).build(now -> read(recount));
    }

    private static Optional<Found> read(NightlyRecount recount) {
        try {
            return recount.last();
        } catch (DataAccessException e) {
            return Optional.empty();
        }
    }

    private Optional<Found> last() {
        return Objects.requireNonNull(last.get("now"));
    }

    /** A difference is for people to look into; it never takes the node out. */
    @Bean
    HealthIndicator ledgerHealthIndicator() {
        return () -> last().map(found -> {
            var health = found.differences() == 0 ? Health.up() : Health.status(ConnectorHealth.DEGRADED);
            return health.withDetail("recountedAt", found.at().toString()).withDetail("accepted", found.accepted())
                    .withDetail("pending", found.pending()).withDetail("differences", found.differences()).withDetail(
                            "detail", found.detail())
                    .build();
        }).orElseGet(() -> Health.up().withDetail("recountedAt", "never").build());
    }

    @Bean
    MeterBinder recountMeters() {
        return registry -> {
            Gauge.builder("gateway.ledger.differences", () -> last().map(found -> (double) found.differences()).orElse(
                    Double.NaN)).description("Differences the last recount of the ledger found; 0 is exact").register(
                            registry);
            Gauge.builder("gateway.ledger.recounted", () -> last().map(found -> found.at().toEpochMilli() / 1000.0)
                    .orElse(Double.NaN)).baseUnit("seconds").description("When the ledger was last counted again")
                    .register(registry);
        };
    }
}
