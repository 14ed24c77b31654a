package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.delivery.Outcome.Delivered;
import vn.lgsp.gateway.delivery.Outcome.Unknown;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Entry;
import vn.lgsp.gateway.ledger.Entry.Progress;
import vn.lgsp.gateway.ledger.Entry.Result;
import vn.lgsp.gateway.ledger.Entry.Written;
import vn.lgsp.gateway.ledger.Heartbeat;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.LedgerUnavailable;
import vn.lgsp.gateway.ledger.PayloadClosed;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.Transaction;

/** Does one piece of claimed work: decides whether it may be called now, calls, and writes down what came of it. */
@Component
class Worker {
    private static final Logger log = LoggerFactory.getLogger(Worker.class);
    private static final Duration ASIDE = Duration.ofMinutes(1);

    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Handover handover;
    private final Courier courier;
    private final Settlement settlement;
    private final Inquiries inquiries;
    private final Matching matching;
    private final Portions portions;
    private final Heartbeat heartbeat;
    private final Clock clock;

    Worker(Catalogue catalogue, Ledger ledger, Handover handover, Courier courier, Settlement settlement,
            Inquiries inquiries,
            Matching matching, Portions portions, Heartbeat heartbeat, Clock clock) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.handover = handover;
        this.courier = courier;
        this.settlement = settlement;
        this.inquiries = inquiries;
        this.matching = matching;
        this.portions = portions;
        this.heartbeat = heartbeat;
        this.clock = clock;
    }

    void work(Claim claim) {
        done(claim, () -> attempt(claim));
    }

    /** Takes a step and writes down what came of it. */
    void done(Claim claim, Supplier<Optional<Progress>> step) {
        try {
            step.get().ifPresent(this::write);
        } catch (LedgerUnavailable | DataAccessException e) {
            log.warn("delivery.not-recorded transaction={} cause={}: its lease hands it over", claim.transaction().id(),
                    e.getMessage());
        } catch (RuntimeException e) {
            log.error("delivery.failed transaction={} service={}: its lease hands it over", claim.transaction().id(),
                    claim.transaction().service(), e);
        }
    }

    /** What cannot be done here stays in sight with its reason, is looked at again, and keeps nobody else waiting. */
    private Optional<Progress> attempt(Claim claim) {
        var service = catalogue.service(claim.transaction().service());
        if (service.isEmpty()) {
            return Optional.of(late(claim)
                    ? settlement.expired(claim, expired(claim))
                    : aside(claim,
                            "no-such-service"));
        }
        try {
            return step(service.get(), claim);
        } catch (PayloadClosed e) {
            return Optional.of(aside(claim, "payload-closed"));
        } catch (LedgerUnavailable | DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            return failed(service.get(), claim, e);
        }
    }

    /** What a fault of ours in the middle of a call means for the work. */
    Optional<Progress> failed(Service service, Claim claim, RuntimeException e) {
        if (service.writesOnce()) {
            // it may have been called: its lease ends, and then it is of unknown outcome
            throw e;
        }
        if (!heartbeat.isRunning()) {
            // this node is ending under it, and has left its work to the others
            throw e;
        }
        log.error("delivery.failed transaction={} service={}", claim.transaction().id(), service.id(), e);
        return Optional.of(settlement.after(service, claim, courier.faulty(claim, e)));
    }

    private boolean late(Claim claim) {
        return !claim.expiresAt().isAfter(clock.instant());
    }

    private Progress aside(Claim claim, String why) {
        log.warn("delivery.set-aside transaction={} service={} cause={}", claim.transaction().id(), claim.transaction()
                .service(), why);
        return settlement.parked(claim, why, ASIDE);
    }

    private Optional<Progress> step(Service service, Claim claim) {
        if (!claim.inquire() && claim.interrupted() && !service.call().repeatable()) {
            return Optional.of(settlement.unknown(service, claim, interrupted(service)));
        }
        if (late(claim)) {
            return Optional.of(settlement.expired(claim, expired(claim)));
        }
        if (claim.inquire()) {
            return Optional.of(inquiries.ask(service, claim));
        }
        var missing = missing(service, claim);
        return missing.isPresent()
                ? Optional.of(settlement.parked(claim, missing.get(), ASIDE))
                : deliver(service, claim);
    }

    /** Work that asks in vain stays UNKNOWN; work that was never delivered is EXPIRED. */
    private Result expired(Claim claim) {
        return new Result(claim.state() == State.UNKNOWN ? State.UNKNOWN : State.EXPIRED, List.of(), clock.instant(),
                null, "expired", "not delivered before " + claim.expiresAt(), null, null, null);
    }

    private Result interrupted(Service service) {
        return settlement.once(service, new Trip(List.of(),
                new Unknown("interrupted", "the gateway stopped while it was calling"), new byte[0]));
    }

    /**
     * Why this work may not be called yet: what must be delivered before it has not been, or it has just been and work
     * that waited for it longer comes first.
     */
    private Optional<String> missing(Service service, Claim claim) {
        var key = claim.transaction().businessKey();
        return service.schedule().after().filter(before -> key != null && !(ledger.delivered(before, key, claim
                .transaction().inSandbox()) && ledger
                        .first(claim.transaction().id())))
                .map(before -> "after:" + Transaction.register(before, claim
                        .transaction().inSandbox()) + "/" + key);
    }

    private Optional<Progress> deliver(Service served, Claim claim) {
        // nothing of it is delivered before its first part: that goes as its service says now
        var service = claim.part() == 0 ? served : portions.begun(served, claim);
        if ((service.writesOnce() || service.call().chunk().isPresent()) && !noted(service, claim)) {
            return Optional.empty();
        }
        var whole = parcel(service, claim);
        var part = claim.part();
        while (true) {
            var parcel = whole.part(part, whole.matched());
            var trip = courier.send(parcel, claim).discarded();
            var now = at(claim, part);
            if (!(trip.outcome() instanceof Delivered) || parcel.last()) {
                return Optional.of(settlement.after(service, now, trip));
            }
            if (!goOn(service, now, trip)) {
                return Optional.empty();
            }
            part++;
        }
    }

    /** Notes that the provider is about to be called; false when the work is no longer ours. */
    boolean noted(Service service, Claim claim) {
        if (ledger.write(new Entry.Calling(claim.transaction().id(), claim.lease(),
                Portions.of(service, claim))) instanceof Written.NotOurs) {
            log.warn("transaction.lease-lost transaction={} service={}", claim.transaction().id(), service.id());
            return false;
        }
        return true;
    }

    /** What work carries that may be called for now; none for what goes another way. */
    Optional<Parcel> ready(Service service, Claim claim) {
        try {
            return late(claim) || missing(service, claim).isPresent()
                    ? Optional.empty()
                    : Optional.of(parcel(service, claim));
        } catch (PayloadClosed | LedgerUnavailable | DataAccessException e) {
            return Optional.empty();
        }
    }

    private Parcel parcel(Service service, Claim claim) {
        var document = Json.kept(claim.request());
        var matched = matching.find(service, document, Map.of("settings", service.settings()), claim
                .transaction().inSandbox());
        return Parcel.of(service, claim.transaction(), document, claim.request(), claim.ended() + 1).part(claim.part(),
                matched);
    }

    /** Notes that a part was delivered before the next one is called; false when the work is no longer ours. */
    private boolean goOn(Service service, Claim claim, Trip trip) {
        return write(settlement.nextPart(service, claim, trip)) && ledger.extend(claim.transaction().id(), claim
                .lease(), clock.instant().plus(DeliveryQueue.lease(service.call().destination())));
    }

    private static Claim at(Claim claim, int part) {
        return new Claim(claim.transaction(), claim.state(), claim.body(), claim.lease(), claim.heldUntil(), claim
                .expiresAt(),
                part == claim.part() ? claim.attempts() : 0, part, claim.inquire(), claim.interrupted(), claim.ended(),
                claim.unknownSince());
    }

    private boolean write(Progress progress) {
        var written = handover.write(progress);
        var transaction = progress.transaction();
        if (written instanceof Written.NotOurs) {
            log.warn("transaction.lease-lost transaction={} service={}", transaction.id(), transaction.service());
            return false;
        }
        log.info("transaction.{} transaction={} service={} caller={} state={} attempts={} code={}", progress.result()
                .state().settled() ? "settled" : "waits", transaction.id(), transaction.service(), transaction.caller(),
                progress.result().state(), progress.result().attempts().size(), progress.result().code());
        return true;
    }
}
