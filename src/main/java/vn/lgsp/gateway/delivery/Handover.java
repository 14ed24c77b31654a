package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Entry.Lease.Use;
import vn.lgsp.gateway.ledger.Entry.Opening;
import vn.lgsp.gateway.ledger.Entry.Progress;
import vn.lgsp.gateway.ledger.Entry.Work;
import vn.lgsp.gateway.ledger.Entry.Written;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.State;

/**
 * Writes what makes work, and has it done at once where there is room for it: this node takes it as it is committed,
 * instead of looking for it in the queue.
 */
@Component
public class Handover {
    private static final Logger log = LoggerFactory.getLogger(Handover.class);
    private static final int LARGE = 64 * 1024;

    private final Ledger ledger;
    private final Lanes lanes;
    private final Catalogue catalogue;
    private final Clock clock;

    Handover(Ledger ledger, Lanes lanes, Catalogue catalogue, Clock clock) {
        this.ledger = ledger;
        this.lanes = lanes;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** Writes a request that was accepted. */
    public Written write(Opening opening) {
        var taken = taken(opening);
        var leases = Set.<String>of();
        try {
            var written = ledger.write(taken);
            leases = leases(written);
            taken = written instanceof Written.Yes yes ? taken.recordedAs(yes.transaction()) : taken;
            return written;
        } finally {
            follow(taken, leases);
        }
    }

    /** Writes how work went on, with what that sets off. */
    public Written write(Progress progress) {
        var children = new ArrayList<Opening>();
        progress.children().forEach(child -> children.add(taken(child)));
        var leases = Set.<String>of();
        try {
            var written = ledger.write(new Progress(progress.transaction(), progress.lease(), progress.result(),
                    progress.next(), List.copyOf(children), progress.forgetKey(), progress.awaited()));
            leases = leases(written);
            return written;
        } finally {
            for (var child : children) {
                follow(child, leases);
            }
        }
    }

    private Set<String> leases(Written written) {
        if (written instanceof Written.Yes yes) {
            yes.due().forEach(lanes::ring);
            return yes.leases();
        }
        return Set.of();
    }

    /** With a lease of this node, where there is room to do it soon. */
    private Opening taken(Opening opening) {
        var work = opening.work();
        if (work.isEmpty() || work.get().lease().isPresent() || opening.request().length > LARGE || work.get().dueAt()
                .isAfter(clock.instant()) || !lanes.reserve(work.get().destination())) {
            return opening;
        }
        var until = catalogue.service(opening.transaction().service()).map(service -> clock.instant().plus(DeliveryQueue
                .lease(service.call().destination()))).orElse(clock.instant());
        return opening.heldBy(ledger.lease(until, Use.AHEAD));
    }

    /** Work without a lease is looked for; what a caller waits for is under way already. */
    private void follow(Opening opening, Set<String> leases) {
        opening.work().ifPresent(work -> work.lease().ifPresentOrElse(lease -> {
            if (lease.use() == Use.AHEAD) {
                goOn(opening, work, leases.contains(lease.owner()));
            }
        }, () -> lanes.ring(work.destination())));
    }

    private void goOn(Opening opening, Work work, boolean granted) {
        if (granted) {
            handOver(work.destination(), claim(opening, work));
        } else {
            lanes.forgo(work.destination());
        }
    }

    /** Where the lane was closed while this was written, another gateway does it. */
    private void handOver(String destination, Claim claim) {
        if (!lanes.handOver(destination, claim)) {
            try {
                ledger.giveBack(List.of(claim));
            } catch (DataAccessException e) {
                log.warn("queue.not-given-back transaction={} cause={}", claim.transaction().id(), e.getMessage());
            }
        }
    }

    private static Claim claim(Opening opening, Work work) {
        var lease = work.lease().orElseThrow();
        return new Claim(opening.transaction(), State.RECEIVED, opening::request, lease.owner(), lease.until(), work
                .expiresAt(), 0, 0, false, false, 0, null);
    }
}
