package vn.lgsp.gateway.intake;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.delivery.DeliveryQueue;
import vn.lgsp.gateway.delivery.Uploads;
import vn.lgsp.gateway.ledger.Entry;
import vn.lgsp.gateway.ledger.Transaction;

/**
 * A checked request on its way in.
 *
 * @param body as it was received; for a body-less request, its parameters as JSON
 * @param document the body as plain values
 * @param lease under which a recorded request is delivered by this call itself
 */
record Ticket(Service service, Transaction transaction, byte[] body, @Nullable Object document,
        Optional<Entry.Key> key, Optional<Entry.Once> once, Optional<Entry.Lease> lease) {

    /** Its intent must be committed before the provider is called, or before it is answered. */
    boolean recordedFirst() {
        return service.effect() == Effect.WRITE || key.isPresent() || later() || service.call().streamed() || service
                .takesDocument();
    }

    /** How long its call may take: as long as the slowest caller that is waited for needs to send its document. */
    Duration patience() {
        var call = DeliveryQueue.lease(service.call().destination());
        return service.takesDocument() ? call.plus(Uploads.time(service.entry().limit())) : call;
    }

    boolean later() {
        return transaction.mode().equals("LATER");
    }

    Ticket recordedAs(Transaction recorded) {
        return new Ticket(service, recorded, body, document, key, once, lease);
    }

    Ticket under(Entry.Lease mine) {
        return new Ticket(service, transaction, body, document, key, once, Optional.of(mine));
    }
}
