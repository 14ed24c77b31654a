package vn.lgsp.gateway.ops;

import java.net.URI;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.ledger.AttemptView;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.Overtaking;
import vn.lgsp.gateway.ledger.SequelFault;
import vn.lgsp.gateway.ledger.TransactionView;

/** Finds transactions, tells one's story and sends one again. Payloads do not leave through this door. */
@RestController
@RequestMapping("/ops/transactions")
class OpsTransactions {
    private static final Duration USUAL_PERIOD = Duration.ofHours(24);

    /**
     * @param from the start of the period that was searched, absent when the search needed none
     * @param next what to give as {@code after} for the next page; absent on the last one
     */
    record Found(List<TransactionView> transactions, @Nullable Instant from, @Nullable UUID next) {}

    /**
     * @param plannedAttempts how often it is tried at the most; absent when the service is no longer known
     * @param notSetOff what its end should have set off and did not
     * @param overtaken newer ones of its key that came before it, were it sent once more; absent where there are none
     * @param closed while it waits: why its destination takes no calls now
     */
    record Story(TransactionView transaction, @Nullable Text title, @Nullable Integer plannedAttempts,
            List<AttemptView> attempts, List<SequelFault> notSetOff, @Nullable TransactionView parent,
            List<TransactionView> children,
            ReplayDesk.Rule replay, Overtaking.@Nullable Newer overtaken, OpsInterventions.May may,
            DestinationRow.@Nullable Shut closed) {}

    record Wish(@Nullable String reason, @Nullable Boolean confirm, @Nullable String body) {}

    record Replayed(UUID transactionId, UUID original) {}

    private final LedgerSearch ledger;
    private final Inventory inventory;
    private final ReplayDesk desk;
    private final Gates gates;
    private final Clock clock;

    OpsTransactions(LedgerSearch ledger, Inventory inventory, ReplayDesk desk, Gates gates, Clock clock) {
        this.ledger = ledger;
        this.inventory = inventory;
        this.gates = gates;
        this.desk = desk;
        this.clock = clock;
    }

    @GetMapping
    Found find(@ModelAttribute TransactionSearch search) {
        var asked = search.query();
        var query = asked.exact() || asked.from() != null ? asked : asked.since(start(asked.to()));
        var rows = ledger.transactions(query);
        var next = rows.size() < query.limit() ? null : rows.getLast().id();
        return new Found(rows.stream().map(Mask::transaction).toList(), query.from(), next);
    }

    private Instant start(@Nullable Instant end) {
        return Optional.ofNullable(end).orElseGet(clock::instant).minus(USUAL_PERIOD);
    }

    @GetMapping("/{id}")
    Story story(@PathVariable UUID id) {
        var transaction = ledger.transaction(id).orElseThrow(Refusals::noSuchTransaction);
        var service = inventory.catalogue().service(transaction.service());
        var parent = Optional.ofNullable(transaction.parent()).flatMap(ledger::transaction);
        var overtaken = desk.overtaken(transaction);
        return new Story(Mask.transaction(transaction), service.map(Service::title).orElse(null),
                service.map(known -> known.schedule().retry().size() + 1).orElse(null),
                ledger.attempts(id).stream().map(Mask::attempt).toList(), ledger.sequelFaults(id),
                parent.map(Mask::transaction).orElse(null),
                ledger.children(id).stream().map(Mask::transaction).toList(), desk.rule(transaction, overtaken),
                overtaken.orElse(null), OpsInterventions.May.of(transaction),
                transaction.waiting() == null || transaction.sandbox() != null
                        ? null
                        : service.flatMap(this::closed).orElse(null));
    }

    private Optional<DestinationRow.Shut> closed(Service service) {
        return gates.named(service.call().destination().name()).flatMap(Gates.Gate::closed).map(DestinationRow::shut);
    }

    @PostMapping(path = "/{id}/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Replayed> replay(@PathVariable UUID id, @RequestBody Wish wish,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key, Principal who) {
        var asked = new ReplayWish(id, null, wish.reason(), wish.confirm(), null, null, null, wish.body());
        var sent = desk.child(desk.start(asked, asked.query(), who.getName(), key));
        return ResponseEntity.created(URI.create("/ops/transactions/" + sent)).body(new Replayed(sent, id));
    }
}
