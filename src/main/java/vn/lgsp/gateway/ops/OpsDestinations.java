package vn.lgsp.gateway.ops;

import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import vn.lgsp.gateway.ledger.DestinationFigures;
import vn.lgsp.gateway.ledger.LedgerSearch;

/** Shows which systems are called, which are not and until when, and lets an operator stop calls and let them go on. */
@RestController
@RequestMapping("/ops/destinations")
class OpsDestinations {

    record Destinations(Instant asOf, List<DestinationRow> destinations) {}

    record Wish(@Nullable String reason) {}

    private final Gates gates;
    private final Inventory inventory;
    private final LedgerSearch ledger;
    private final Deeds deeds;
    private final Clock clock;

    OpsDestinations(Gates gates, Inventory inventory, LedgerSearch ledger, Deeds deeds, Clock clock) {
        this.gates = gates;
        this.inventory = inventory;
        this.ledger = ledger;
        this.deeds = deeds;
        this.clock = clock;
    }

    @GetMapping
    Destinations destinations() {
        var figures = ledger.destinations().stream().collect(Collectors.toMap(DestinationFigures::destination, Function
                .identity()));
        return new Destinations(clock.instant(), gates.all().stream().map(gate -> row(gate, figures)).sorted(Comparator
                .comparing(DestinationRow::name)).toList());
    }

    private DestinationRow row(Gates.Gate gate, Map<String, DestinationFigures> figures) {
        var name = gate.destination().name();
        return DestinationRow.of(gate, inventory.catalogue(), figures.getOrDefault(name, new DestinationFigures(name, 0,
                0, null)), clock.instant());
    }

    private DestinationRow row(String name) {
        var figures = ledger.destinations().stream().collect(Collectors.toMap(DestinationFigures::destination, Function
                .identity()));
        return row(gate(name), figures);
    }

    private Gates.Gate gate(String name) {
        return gates.named(name).orElseThrow(Refusals::noSuchDestination);
    }

    @PostMapping(path = "/{name}/hold", consumes = MediaType.APPLICATION_JSON_VALUE)
    DestinationRow hold(@PathVariable String name, @RequestBody Wish wish, Principal who) {
        var gate = gate(name);
        var reason = Deeds.reason(wish.reason());
        if (!deeds.done(who.getName(), "destination.hold", name, reason, () -> gates.hold(gate, who.getName(),
                reason))) {
            throw Refusals.heldAlready();
        }
        return row(name);
    }

    @PostMapping(path = "/{name}/resume", consumes = MediaType.APPLICATION_JSON_VALUE)
    DestinationRow resume(@PathVariable String name, @RequestBody Wish wish, Principal who) {
        var gate = gate(name);
        if (!deeds.done(who.getName(), "destination.resume", name, Deeds.reason(wish.reason()), () -> gates.resume(gate,
                who.getName()))) {
            throw Refusals.notHeld();
        }
        return row(name);
    }

    @PostMapping(path = "/{name}/breaker/reset", consumes = MediaType.APPLICATION_JSON_VALUE)
    DestinationRow resetBreaker(@PathVariable String name, @RequestBody Wish wish, Principal who) {
        var gate = gate(name);
        if (!deeds.done(who.getName(), "breaker.reset", name, Deeds.reason(wish.reason()), () -> gates.resetBreaker(
                gate, who.getName()))) {
            throw Refusals.breakerClosed();
        }
        return row(name);
    }
}
