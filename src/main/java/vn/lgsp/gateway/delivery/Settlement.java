package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.delivery.Outcome.Delivered;
import vn.lgsp.gateway.delivery.Outcome.Fault;
import vn.lgsp.gateway.delivery.Outcome.Rejected;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Outcome.Unknown;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Entry.Next;
import vn.lgsp.gateway.ledger.Entry.Opening;
import vn.lgsp.gateway.ledger.Entry.Progress;
import vn.lgsp.gateway.ledger.Entry.Result;
import vn.lgsp.gateway.ledger.Entry.Work;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.Transaction;

/** Decides what an outcome means for its transaction: settled, tried again, asked about, and what it sets off. */
@Component
public class Settlement {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration FIRST_INQUIRY = Duration.ofSeconds(5);

    private final Catalogue catalogue;
    private final Sequels sequels;
    private final Duration settles;
    private final Clock clock;

    Settlement(Catalogue catalogue, Sequels sequels, QueueSettings settings, Clock clock) {
        this.catalogue = catalogue;
        this.sequels = sequels;
        this.settles = settings.settles();
        this.clock = clock;
    }

    /** The result of a call that is never tried again. */
    public Result once(Service service, Trip trip) {
        return switch (trip.outcome()) {
            case Delivered delivered -> delivered(service, trip, delivered);
            case Rejected(var code, var reason) -> ended(State.REJECTED, trip, code, reason, 422);
            case Unavailable(var code, var reason, var sent, _, _) -> ended(State.EXHAUSTED, trip, code, reason, sent
                    ? 502
                    : 503);
            case Unknown(var code, var reason) -> ended(State.UNKNOWN, trip, code, reason, 504);
        };
    }

    /** The step after a trip of held work. */
    public Progress after(Service service, Claim claim, Trip trip) {
        // in which parts it is called is noted with the version, before it is known that it cannot be
        var called = Courier.notCalled(trip) && service.call().chunk().isEmpty()
                ? claim
                : claim.servedBy(service.version());
        var result = once(service, trip);
        return switch (trip.outcome()) {
            case Delivered _,Rejected _ -> settled(service, called, result);
            case Unavailable unavailable -> retry(service, called, trip, unavailable, result);
            case Unknown _ -> unknown(service, called, result);
        };
    }

    /** A write whose answer was lost: it is asked about where the connector says how, and left to an operator else. */
    Progress unknown(Service service, Claim claim, Result result) {
        if (service.links().inquiry().isEmpty()) {
            return settled(service, claim, result);
        }
        return step(claim, result, new Next.Later(clock.instant().plus(FIRST_INQUIRY), 0, claim.part(), null,
                true), List.of(), false);
    }

    /** The work ends here, with everything the end sets off. */
    Progress settled(Service service, Claim claim, Result result) {
        var children = new ArrayList<Opening>();
        sequels.follow(service, claim, result).ifPresent(children::add);
        return ended(claim, result, children);
    }

    /** The work was never done, whatever its service was. */
    Progress expired(Claim claim, Result result) {
        return ended(claim, result, new ArrayList<>());
    }

    private Progress ended(Claim claim, Result result, List<Opening> children) {
        sequels.callback(claim, result).ifPresent(children::add);
        var nothingDone = claim.transaction().mode().equals("NOW") && result.state() == State.EXHAUSTED;
        if (!nothingDone) {
            sequels.undo(claim, result).ifPresent(children::add);
        }
        return step(claim, result, new Next.Done(), children, nothingDone);
    }

    /** The next part of a chunked request, under the same lease. */
    Progress nextPart(Service service, Claim claim, Trip trip) {
        var result = once(service, trip);
        return step(claim.servedBy(service.version()), waiting(trip, result), new Next.Go(0, claim.part() + 1),
                List.of(), false);
    }

    /** The call it went in with others was refused, or told nothing of it: it is sent by itself at once. */
    Progress alone(Service service, Claim claim, Trip trip) {
        var result = waiting(trip, once(service, trip));
        return step(claim.servedBy(service.version()), result, new Next.Later(clock.instant(), claim.attempts(), claim
                .part(), null, false), List.of(), false);
    }

    /** It waits without having used up an attempt. */
    Progress parked(Claim claim, String why, Duration wait) {
        var result = new Result(claim.state(), List.of(), clock.instant(), null, null, null, null, null, null);
        return step(claim, result, new Next.Later(due(claim, wait), claim.attempts(), claim.part(),
                why, claim.inquire()), List.of(), false);
    }

    Progress inquireLater(Service service, Claim claim, Trip trip) {
        if (trip.outcome() instanceof Unavailable unavailable && Courier.notCalled(trip)) {
            return parked(claim, unavailable.code(), unavailable.retryAfter().orElse(SOON));
        }
        var schedule = service.schedule().retry();
        var wait = schedule.isEmpty()
                ? Duration.ofMinutes(1)
                : schedule.get(Math.min(claim.attempts(), schedule.size() - 1));
        return askAgain(claim, trip, "inquiry-open", wait);
    }

    private Progress askAgain(Claim claim, Trip trip, String code, Duration wait) {
        var result = new Result(State.UNKNOWN, trip.attempts(), clock.instant(), null, code, reason(trip), null, null,
                null);
        return step(claim, result, new Next.Later(due(claim, wait), claim.attempts() + 1, claim.part(), null, true),
                List.of(),
                false);
    }

    /** The inquiry found nothing: the call may be made again, once it can take effect no more. */
    Progress notKnown(Claim claim, Trip trip) {
        var since = claim.unknownSince();
        var rest = since == null ? Duration.ZERO : Duration.between(clock.instant(), since.plus(settles));
        return rest.isPositive()
                ? askAgain(claim, trip, "not-known-yet", rest)
                : goOn(claim, trip, "not-known", claim.part());
    }

    /** The inquiry found this part, and there are more. */
    Progress partKnown(Claim claim, Trip trip) {
        return goOn(claim, trip, "part-known", claim.part() + 1);
    }

    private Progress goOn(Claim claim, Trip trip, String code, int part) {
        var result = new Result(State.DELIVERING, trip.attempts(), clock.instant(), null, code, null, null, null, null);
        return step(claim, result, new Next.Later(clock.instant(), 0, part, null, false), List.of(), false);
    }

    /** An operator stopped it before it was delivered; its service may be gone. */
    Progress cancelled(Claim claim, String reason) {
        return byHand(claim, State.CANCELLED, "cancelled", reason, new Next.Done());
    }

    /** An operator found out that the provider did it. */
    Progress foundDelivered(Claim claim, String reason) {
        return byHand(claim, State.DELIVERED, "found-delivered", reason, new Next.Done());
    }

    /** An operator found out where it stands: it goes on with this part. */
    Progress goOnWith(Claim claim, int part, String reason) {
        return byHand(claim, State.DELIVERING, "found-not-delivered", reason, new Next.Later(clock.instant(), 0, part,
                null, false));
    }

    private Progress byHand(Claim claim, State state, String code, String reason, Next next) {
        var result = new Result(state, List.of(), clock.instant(), null, code, reason, state == State.DELIVERED
                ? 200
                : null, null, null);
        return new Progress(claim.transaction(), claim.lease(), result, next, state.settled()
                ? Stream.concat(sequels.callback(claim, result).stream(), sequels.undo(claim, result).stream()).toList()
                : List.of(), false, catalogue.awaited().contains(claim.transaction().service()));
    }

    private Progress retry(Service service, Claim claim, Trip trip, Unavailable unavailable, Result result) {
        if (Courier.notCalled(trip) && claim.transaction().mode().equals("LATER")) {
            return parked(claim, unavailable.code(), unavailable.retryAfter().orElse(SOON));
        }
        if (unavailable.fault() == Fault.PROVIDER_TRIED && claim.transaction().mode().equals("LATER")) {
            return triedInVain(service, claim, trip, unavailable, result);
        }
        var schedule = service.schedule().retry();
        if (claim.attempts() >= schedule.size() || claim.state() == State.RECEIVED && claim.transaction().mode().equals(
                "NOW")) {
            return settled(service, claim, result);
        }
        var wait = longer(jittered(schedule.get(claim.attempts())), unavailable.retryAfter().orElse(Duration.ZERO));
        return step(claim, waiting(trip, result), new Next.Later(due(claim, inOrder(service, claim, trip, wait)), claim
                .attempts() + 1, claim.part(), null, false), List.of(), false);
    }

    /**
     * A call whose answer was lost may still take effect: where later work follows it in an order, it is made again, and the
     * others after it, when it cannot any more.
     */
    private Duration inOrder(Service service, Claim claim, Trip trip, Duration wait) {
        var ordered = service.schedule().ordered() && claim.transaction().businessKey() != null;
        return ordered && NoAnswer.lost(trip.outcome()) ? longer(wait, settles) : wait;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** It was the one that was called to see whether the provider works again: it goes on waiting with the others. */
    private Progress triedInVain(Service service, Claim claim, Trip trip, Unavailable unavailable, Result result) {
        var open = service.call().destination().breaker().staysOpen();
        var wait = longer(open, unavailable.retryAfter().orElse(Duration.ZERO));
        return step(claim, waiting(trip, result), new Next.Later(due(claim, inOrder(service, claim, trip, wait)), claim
                .attempts(), claim.part(),
                Closed.Why.BREAKER_OPEN.code(), false), List.of(), false);
    }

    /** Never after the work's own end, whatever a provider asks for: then it is looked at, and given up in time. */
    private Instant due(Claim claim, Duration wait) {
        var now = clock.instant();
        return wait.compareTo(Duration.between(now, claim.expiresAt())) < 0 ? now.plus(wait) : claim.expiresAt();
    }

    /** Ten per cent either way, so that what failed together does not come back together. */
    private static Duration jittered(Duration wait) {
        return wait.multipliedBy(ThreadLocalRandom.current().nextInt(90, 111)).dividedBy(100);
    }

    private Result waiting(Trip trip, Result result) {
        return new Result(State.DELIVERING, trip.attempts(), clock.instant(), result.providerStatus(), result.code(),
                result.reason(), null, null, null);
    }

    private Progress step(Claim claim, Result result, Next next, List<Opening> children,
            boolean forgetKey) {
        return new Progress(claim.transaction(), claim.lease(), result, next, children, forgetKey, catalogue.awaited()
                .contains(claim.transaction().service()));
    }

    private Result delivered(Service service, Trip trip, Delivered delivered) {
        var keep = service.effect() == Effect.WRITE;
        var last = trip.attempts().isEmpty() ? null : trip.attempts().getLast();
        return new Result(State.DELIVERED, trip.attempts(), clock.instant(), last == null ? null : last.httpStatus(),
                last == null ? null : last.code(), last == null ? null : last.reason(), 200, keep && trip
                        .answer().length > 0 ? trip.answer() : null,
                keep || !service.call().streamed()
                        ? delivered
                                .reply().bytes()
                        : null);
    }

    private Result ended(State state, Trip trip, String code, String reason, int status) {
        var last = trip.attempts().isEmpty() ? null : trip.attempts().getLast();
        return new Result(state, trip.attempts(), clock.instant(), last == null ? null : last.httpStatus(), code,
                reason, status, trip.answer().length > 0 ? trip.answer() : null, null);
    }

    private static @Nullable String reason(Trip trip) {
        return trip.attempts().isEmpty() ? null : trip.attempts().getLast().reason();
    }

    /** A transaction the gateway opens by itself. */
    Opening open(Service service, @Nullable Transaction parent, Origin origin, String caller, @Nullable String key,
            byte[] request, Duration wait) {
        return sequels.open(service, parent, origin, caller, key, request, wait);
    }

    /** The destination in whose lane the work of a transaction is done. */
    static String lane(Service service, Transaction transaction) {
        return transaction.inSandbox() ? Transaction.SANDBOX : service.call().destination().name();
    }

    /** The durable work a transaction makes. */
    public static Work work(Service service, Transaction transaction, Instant dueAt) {
        var ordered = service.schedule().ordered() && transaction.businessKey() != null;
        var order = service.call().destination().name() + "/" + transaction.businessKey();
        return new Work(lane(service, transaction), !ordered
                ? null
                : transaction.inSandbox() ? Transaction.SANDBOX + "/" + transaction.caller() + "/" + order : order,
                dueAt, transaction.receivedAt().plus(service.schedule().expires()),
                Optional.empty());
    }
}
