package vn.lgsp.gateway.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.ServiceFigures;

/** What the ledger says of the services, read once however many people and scrapers look. */
@Component
class Figures {
    private static final Duration FRESH = Duration.ofSeconds(2);

    /** @param services by id */
    record Read(Instant asOf, Map<String, ServiceFigures> services) {}

    private final LoadingCache<Duration, Read> recent;

    Figures(Inventory inventory, LedgerSearch ledger, Clock clock) {
        recent = Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(50).build(period -> {
            var now = clock.instant();
            var rows = ledger.services(inventory.catalogue().services().keySet(), now.minus(period));
            return new Read(now, rows.stream().collect(Collectors.toMap(ServiceFigures::service, Function.identity())));
        });
    }

    Read over(Duration period) {
        return Objects.requireNonNull(recent.get(period));
    }
}
