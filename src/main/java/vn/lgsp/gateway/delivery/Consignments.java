package vn.lgsp.gateway.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Entry.Progress;

/**
 * Does several pieces of claimed work of one service in one call, as its {@code batch} declares; each is settled by
 * itself. What may not go with the others goes its own way.
 */
@Component
class Consignments {
    private final Catalogue catalogue;
    private final Worker worker;
    private final Courier courier;
    private final Settlement settlement;

    Consignments(Catalogue catalogue, Worker worker, Courier courier, Settlement settlement) {
        this.catalogue = catalogue;
        this.worker = worker;
        this.courier = courier;
        this.settlement = settlement;
    }

    private record Going(Claim claim, Parcel parcel) {}

    void work(List<Claim> claims) {
        var service = catalogue.service(claims.getFirst().transaction().service()).filter(one -> one.call().batch()
                .isPresent());
        var going = service.map(one -> ready(one, claims)).orElse(List.of());
        if (going.size() < 2) {
            each(claims, worker::work);
            return;
        }
        together(service.orElseThrow(), going);
        var gone = going.stream().map(Going::claim).collect(Collectors.toSet());
        each(claims.stream().filter(claim -> !gone.contains(claim)).toList(), worker::work);
    }

    /** What may be called for now. */
    private List<Going> ready(Service service, List<Claim> claims) {
        return claims.stream().flatMap(claim -> worker.ready(service, claim).map(parcel -> new Going(claim, parcel))
                .stream()).toList();
    }

    private void together(Service service, List<Going> ready) {
        var going = noted(service, ready);
        if (going.isEmpty()) {
            return;
        }
        var parcels = going.stream().map(Going::parcel).toList();
        try {
            var trip = courier.send(parcels.getFirst().with(parcels.subList(1, parcels.size())), going.stream().map(
                    Going::claim).toList()).discarded();
            each(going, one -> settle(service, one.claim(), trip, going.size()));
        } catch (RuntimeException e) {
            each(going, one -> worker.done(one.claim(), () -> worker.failed(service, one.claim(), e)));
        }
    }

    /** Those of which it stands in the ledger that they are about to be called for, where that must be. */
    private List<Going> noted(Service service, List<Going> ready) {
        if (!service.writesOnce()) {
            return ready;
        }
        var noted = ConcurrentHashMap.<Going>newKeySet();
        each(ready, one -> worker.done(one.claim(), () -> {
            if (worker.noted(service, one.claim())) {
                noted.add(one);
            }
            return Optional.empty();
        }));
        return ready.stream().filter(noted::contains).toList();
    }

    private void settle(Service service, Claim claim, Trip trip, int together) {
        var share = trip.share(claim.transaction().id());
        if (share.isEmpty() && !trip.shares().isEmpty()) {
            worker.work(claim);
            return;
        }
        worker.done(claim, () -> Optional.of(share.map(own -> after(service, claim, trip.of(own), own)).orElseGet(
                () -> settlement.after(service, claim, trip.amongst(together)))));
    }

    private Progress after(Service service, Claim claim, Trip own, Share share) {
        return share.passage().verdict() == Verdict.AGAIN
                ? settlement.alone(service, claim, own)
                : settlement.after(service, claim, own);
    }

    /** Side by side: the leases of those behind would end while they wait. */
    private static <T> void each(Collection<T> all, Consumer<T> step) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            all.forEach(one -> threads.execute(() -> step.accept(one)));
        }
    }
}
