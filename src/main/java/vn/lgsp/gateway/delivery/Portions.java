package vn.lgsp.gateway.delivery;

import java.util.Optional;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Service.Chunk;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Entry.Parts;
import vn.lgsp.gateway.ledger.PartsBegun;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.Transaction;

/** Has a request go on in the parts it began with: others would leave items out, or send them twice. */
@Component
class Portions {
    private final PartsBegun begun;

    Portions(PartsBegun begun) {
        this.begun = begun;
    }

    /** The service as it is served now, with the parts in which this was called, or whole as it was. */
    Service begun(Service service, Claim claim) {
        return service.inParts(begun.of(claim.transaction().id()).map(parts -> new Chunk(parts.of(), parts.size())).or(
                () -> claim.part() > 0 ? service.call().chunk() : Optional.empty()));
    }

    /** The part of what was called that its answer was lost of. */
    Parcel lost(Service service, Claim claim) {
        return Parcel.first(begun(service, claim), claim.transaction(), Json.kept(claim.request()), claim.request())
                .part(claim.part(), Optional.empty());
    }

    /** The part of work that has left the queue. */
    int lost(Transaction transaction) {
        return begun.lost(transaction.id());
    }

    /**
     * What is noted before a call: what goes whole now may have been called in parts before, or noted so and not called.
     * Neither can be where it was never taken by another version.
     */
    static Optional<Parts> of(Service service, Claim claim) {
        var first = claim.state() == State.RECEIVED && !claim.interrupted() && service.version().equals(claim
                .transaction().version());
        return service.call().chunk().map(chunk -> new Parts(chunk.of(), chunk.size())).or(() -> first
                ? Optional.empty()
                : Optional.of(Parts.WHOLE));
    }
}
