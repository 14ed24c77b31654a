package vn.lgsp.gateway.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.Standing;

/** Sends a settled transaction's request once more, as a new transaction that is linked to the first. */
@Component
public class Replays {
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Settlement settlement;
    private final DeliveryQueue queue;

    Replays(Catalogue catalogue, Ledger ledger, Settlement settlement, DeliveryQueue queue) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.settlement = settlement;
        this.queue = queue;
    }

    /** The new transaction's id, or none when there is nothing that could be replayed. */
    public Optional<UUID> replay(UUID id) {
        var standing = ledger.standing(id).filter(found -> found.state().settled());
        var service = standing.flatMap(found -> catalogue.service(found.transaction().service()));
        var request = standing.flatMap(found -> ledger.payload(id, "request"));
        if (standing.isEmpty() || service.isEmpty() || request.isEmpty()) {
            return Optional.empty();
        }
        var original = original(standing.get());
        var opening = settlement.open(service.get(), original, Origin.REPLAY, original.caller(), original
                .businessKey(), request.get(), Duration.ZERO);
        ledger.write(opening);
        queue.ring(service.get().call().destination().name());
        return Optional.of(opening.transaction().id());
    }

    private static vn.lgsp.gateway.ledger.Transaction original(Standing standing) {
        return standing.transaction();
    }
}
