package vn.lgsp.gateway.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.TransactionView;

/** Lists what takes longer than its service promises: the oldest first, for nobody should have to search for it. */
@RestController
class OpsOverdue {
    private static final int LONGEST_PAGE = 200;

    /** @param next what to give as {@code after} for the next page; absent on the last one */
    record Overdue(Instant asOf, Map<String, Long> services, List<Late> transactions, @Nullable UUID next) {}

    /** @param dueBy when it should have been settled */
    record Late(TransactionView transaction, Instant dueBy) {}

    private final Inventory inventory;
    private final LedgerSearch ledger;
    private final Clock clock;

    OpsOverdue(Inventory inventory, LedgerSearch ledger, Clock clock) {
        this.inventory = inventory;
        this.ledger = ledger;
        this.clock = clock;
    }

    @GetMapping("/ops/overdue")
    Overdue overdue(@RequestParam(required = false) @Nullable String service,
            @RequestParam(required = false) @Nullable UUID after, @RequestParam(defaultValue = "50") int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw Refusals.badParameter("limit", new Text("từ 1 đến 200.", "from 1 to 200."));
        }
        var now = clock.instant();
        var promised = promised(inventory);
        var before = before(promised, now);
        var asked = service == null || service.isBlank() ? before : only(before, service);
        var rows = ledger.overdue(asked, after, limit).stream().map(row -> late(row, promised)).toList();
        return new Overdue(now, ledger.overdue(before), rows, rows.size() < limit
                ? null
                : rows.getLast().transaction()
                        .id());
    }

    /** How long each service's transactions may take; without those that promise nothing. */
    static Map<String, Duration> promised(Inventory inventory) {
        var promised = new HashMap<String, Duration>();
        inventory.catalogue().services().values().forEach(service -> service.schedule().sla().ifPresent(sla -> promised
                .put(service.id(), sla)));
        return promised;
    }

    /** What was received before is late now. */
    static Map<String, Instant> before(Map<String, Duration> promised, Instant now) {
        return promised.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, service -> now.minus(service
                .getValue())));
    }

    private static Map<String, Instant> only(Map<String, Instant> before, String service) {
        var moment = before.get(service);
        return moment == null ? Map.of() : Map.of(service, moment);
    }

    private static Late late(TransactionView row, Map<String, Duration> promised) {
        return new Late(Mask.transaction(row), row.receivedAt().plus(Objects.requireNonNull(promised.get(row
                .service()))));
    }
}
