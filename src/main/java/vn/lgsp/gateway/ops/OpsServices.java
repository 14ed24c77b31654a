package vn.lgsp.gateway.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.ops.DestinationRow.Shut;

/** Answers the first question of every morning: is everything running, and if not, what? */
@RestController
class OpsServices {
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    record Services(Instant asOf, String window, List<ServiceRow> services) {}

    private final Inventory inventory;
    private final ServiceHealth health;
    private final Figures figures;
    private final Gates gates;

    OpsServices(Inventory inventory, ServiceHealth health, Figures figures, Gates gates) {
        this.inventory = inventory;
        this.health = health;
        this.figures = figures;
        this.gates = gates;
    }

    @GetMapping("/ops/services")
    Services services(@RequestParam(defaultValue = "24h") String window) {
        var read = figures.over(period(window));
        var closed = new HashMap<String, Shut>();
        gates.all().forEach(gate -> gate.closed().ifPresent(why -> closed.put(gate.destination().name(), DestinationRow
                .shut(why))));
        var rows = inventory.catalogue().services().values().stream()
                .filter(service -> read.services().containsKey(service.id()))
                .map(service -> ServiceRow.of(service, health.of(service.id()),
                        Objects.requireNonNull(read.services().get(service.id())), closed.get(service.call()
                                .destination().name())))
                .sorted(Comparator.comparing(ServiceRow::id)).toList();
        return new Services(read.asOf(), window, rows);
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
