package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Entry;
import vn.lgsp.gateway.ledger.Entry.Lease.Use;
import vn.lgsp.gateway.ledger.Entry.Progress;
import vn.lgsp.gateway.ledger.Entry.Work;
import vn.lgsp.gateway.ledger.Entry.Written;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Overtaking;
import vn.lgsp.gateway.ledger.Standing;
import vn.lgsp.gateway.ledger.State;

/**
 * An operator's word about one transaction: stop it before it is delivered, or say what became of it when its answer was
 * lost. Nothing is done to what a worker has in hand.
 */
@Component
public class Interventions {
    private static final Logger log = LoggerFactory.getLogger(Interventions.class);
    private static final Duration LEASE = Duration.ofSeconds(30);

    public enum Done {
        YES,
        /** It is being called, or may have been and nobody knows yet. */
        IN_HAND,
        /** Newer ones of its key came before what would be sent, and nobody has confirmed that. */
        OVERTAKEN,
        /** It is not in the state this is for. */
        NOT_SO,
        /** Its service or its request is gone. */
        NOT_POSSIBLE
    }

    /**
     * What an operator says of a lost answer.
     *
     * @param reason how that was found out
     * @param confirmed what follows is sent even if newer ones of its key came before it
     */
    public record Word(String reason, boolean confirmed) {}

    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Overtaking overtaking;
    private final Handover handover;
    private final Settlement settlement;
    private final DeliveryQueue queue;
    private final Portions portions;
    private final Clock clock;

    Interventions(Catalogue catalogue, Ledger ledger, Overtaking overtaking, Handover handover, Settlement settlement,
            DeliveryQueue queue, Portions portions, Clock clock) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.overtaking = overtaking;
        this.handover = handover;
        this.settlement = settlement;
        this.queue = queue;
        this.portions = portions;
        this.clock = clock;
    }

    /** Stops what still waits; its caller is told. */
    public Done cancel(UUID id, String reason) {
        if (ledger.standing(id).filter(found -> !found.state().settled()).isEmpty()) {
            return Done.NOT_SO;
        }
        var claim = ledger.take(id, clock.instant(), LEASE);
        if (claim.isEmpty()) {
            return Done.IN_HAND;
        }
        if (claim.get().state().settled() || claim.get().interrupted()) {
            ledger.giveBack(claim.stream().toList());
            return claim.get().interrupted() ? Done.IN_HAND : Done.NOT_SO;
        }
        return done(settlement.cancelled(claim.get(), reason));
    }

    /** The provider did it: DELIVERED, or on with the next part of a request that is sent in parts. */
    public Done delivered(UUID id, Word word) {
        return decide(id, word, (claim, service) -> portions.lost(service, claim).last()
                ? settlement.foundDelivered(claim, word.reason())
                : settlement.goOnWith(claim, claim.part() + 1, word.reason()));
    }

    /** The provider did not do it: it is sent again, as another attempt of the same transaction. */
    public Done notDelivered(UUID id, Word word) {
        return decide(id, word, (claim, service) -> settlement.goOnWith(claim, claim.part(), word.reason()));
    }

    private interface Decision {
        Progress of(Claim claim, Service service);
    }

    private Done decide(UUID id, Word word, Decision decision) {
        var standing = ledger.standing(id).filter(found -> found.state() == State.UNKNOWN);
        if (standing.isEmpty()) {
            return Done.NOT_SO;
        }
        var service = catalogue.service(standing.get().transaction().service());
        if (service.isEmpty()) {
            return Done.NOT_POSSIBLE;
        }
        var claim = ledger.take(id, clock.instant(), LEASE);
        if (claim.isPresent() && claim.get().state() == State.UNKNOWN) {
            return decided(claim.get(), service.get(), word, decision);
        }
        if (claim.isPresent() || standing.get().dueAt() != null) {
            claim.ifPresent(one -> ledger.giveBack(claim.stream().toList()));
            return Done.IN_HAND;
        }
        return ledger.payload(id, "request").map(request -> reopened(standing.get(), service.get(), request, decision))
                .map(reopened -> tooLate(reopened.step(), service.get(), word) ? Done.OVERTAKEN : done(reopened))
                .orElse(Done.NOT_POSSIBLE);
    }

    private Done decided(Claim claim, Service service, Word word, Decision decision) {
        var taken = false;
        try {
            var step = decision.of(claim, service);
            taken = !tooLate(step, service, word);
            return taken ? done(step) : Done.OVERTAKEN;
        } finally {
            if (!taken) {
                ledger.giveBack(List.of(claim));
            }
        }
    }

    /** Something would be sent after newer ones of its key, and nobody has said that it may. */
    private boolean tooLate(Progress step, Service service, Word word) {
        return !step.result().state().settled() && !word.confirmed() && overtaking.newer(step.transaction().id(),
                catalogue.inOrderWith(service)).isPresent();
    }

    /** Its work has left the queue: it is put back, with a whole new time to be delivered in, and decided on, at once. */
    private Entry.Reopened reopened(Standing standing, Service service, byte[] request, Decision decision) {
        var now = clock.instant();
        var lease = ledger.lease(now.plus(LEASE), Use.AHEAD);
        var usual = Settlement.work(service, standing.transaction(), now);
        var work = new Work(usual.destination(), usual.orderKey(), now, now.plus(service.schedule().expires()), Optional
                .of(lease));
        var claim = new Claim(standing.transaction(), State.UNKNOWN, () -> request, lease.owner(), lease.until(), work
                .expiresAt(), 0, portions.lost(standing.transaction()), false, false, standing.attempts(), null);
        return new Entry.Reopened(work, decision.of(claim, service));
    }

    private Done done(Progress step) {
        return told(step, handover.write(step));
    }

    private Done done(Entry.Reopened reopened) {
        return told(reopened.step(), ledger.write(reopened));
    }

    private Done told(Progress step, Written written) {
        if (!(written instanceof Written.Yes yes)) {
            return Done.IN_HAND;
        }
        yes.due().forEach(queue::ring);
        catalogue.service(step.transaction().service()).ifPresent(service -> queue.ring(Settlement.lane(service, step
                .transaction())));
        step.children().forEach(child -> child.work().ifPresent(work -> queue.ring(work.destination())));
        log.info("transaction.decided transaction={} service={} state={} code={}", step.transaction().id(), step
                .transaction().service(), step.result().state(), step.result().code());
        return Done.YES;
    }
}
