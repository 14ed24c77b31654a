package vn.lgsp.gateway.delivery;

import java.util.Optional;
import java.util.UUID;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Service.Chunk;
import vn.lgsp.gateway.ledger.Entry.Parts;
import vn.lgsp.gateway.ledger.PartsBegun;

/** Has a request go on in the parts it began with: others would leave items out, or send them twice. */
@Component
class Portions {
    private final PartsBegun begun;

    Portions(PartsBegun begun) {
        this.begun = begun;
    }

    /** The service as it is served now, with the parts in which this transaction was called. */
    Service begun(Service service, UUID transaction) {
        return begun.of(transaction).map(parts -> service.inParts(new Chunk(parts.of(), parts.size()))).orElse(service);
    }

    /** What is noted before a call. */
    static Optional<Parts> of(Service service) {
        return service.call().chunk().map(chunk -> new Parts(chunk.of(), chunk.size()));
    }
}
