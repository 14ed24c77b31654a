package vn.lgsp.gateway.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import vn.lgsp.gateway.connector.Text;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.ServiceFigures;

/** Answers the first question of every morning: is everything running, and if not, what? */
@RestController
class OpsServices {
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    /** However many people look, the ledger is asked once in this time. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    record Services(Instant asOf, String window, List<ServiceRow> services) {}

    private record Read(Instant asOf, Map<String, ServiceFigures> figures) {}

    private final Inventory inventory;
    private final ServiceHealth health;
    private final LedgerSearch ledger;
    private final Clock clock;
    private final LoadingCache<Duration, Read> figures = Caffeine.newBuilder().expireAfterWrite(FRESH).maximumSize(50)
            .build(this::read);

    OpsServices(Inventory inventory, ServiceHealth health, LedgerSearch ledger, Clock clock) {
        this.inventory = inventory;
        this.health = health;
        this.ledger = ledger;
        this.clock = clock;
    }

    @GetMapping("/ops/services")
    Services services(@RequestParam(defaultValue = "24h") String window) {
        var read = Objects.requireNonNull(figures.get(period(window)));
        var rows = inventory.catalogue().services().values().stream()
                .filter(service -> read.figures().containsKey(service.id()))
                .map(service -> ServiceRow.of(service, health.of(service.id()),
                        Objects.requireNonNull(read.figures().get(service.id()))))
                .sorted(Comparator.comparing(ServiceRow::id)).toList();
        return new Services(read.asOf(), window, rows);
    }

    private Read read(Duration period) {
        var now = clock.instant();
        var rows = ledger.services(inventory.catalogue().services().keySet(), now.minus(period));
        return new Read(now, rows.stream().collect(Collectors.toMap(ServiceFigures::service, Function.identity())));
    }

    private static Duration period(String window) {
        try {
            var period = DurationStyle.SIMPLE.parse(window);
            if (period.compareTo(SHORTEST) >= 0 && period.compareTo(LONGEST) <= 0) {
                return period;
            }
        } catch (IllegalArgumentException e) {
            // told below, like a period out of bounds
        }
        throw Refusals.badParameter("window",
                new Text("từ 1m đến 31d, ví dụ 24h.", "from 1m to 31d, for example 24h."));
    }
}
