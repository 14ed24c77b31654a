package vn.lgsp.gateway.intake;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.delivery.Courier;
import vn.lgsp.gateway.delivery.Handover;
import vn.lgsp.gateway.delivery.Outcome;
import vn.lgsp.gateway.delivery.Outcome.Delivered;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Outcome.Unknown;
import vn.lgsp.gateway.delivery.Parcel;
import vn.lgsp.gateway.delivery.Settlement;
import vn.lgsp.gateway.delivery.Trip;
import vn.lgsp.gateway.delivery.Uploads;
import vn.lgsp.gateway.ledger.Attempt;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Entry;
import vn.lgsp.gateway.ledger.Entry.Written;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.LedgerUnavailable;
import vn.lgsp.gateway.ledger.Standing;
import vn.lgsp.gateway.ledger.State;

/** {@code reply: now}: the caller waits for what is kept or for the provider, and what came of it is recorded before it hears. */
@Component
class ReplyNow {
    private static final Logger log = LoggerFactory.getLogger(ReplyNow.class);

    private final Ledger ledger;
    private final Courier courier;
    private final Handover handover;
    private final Settlement settlement;
    private final Answers answers;
    private final ReplyCache cache;
    private final Uploads uploads;
    private final Clock clock;

    ReplyNow(Ledger ledger, Courier courier, Handover handover, Settlement settlement, Answers answers,
            ReplyCache cache,
            Uploads uploads, Clock clock) {
        this.ledger = ledger;
        this.courier = courier;
        this.handover = handover;
        this.settlement = settlement;
        this.answers = answers;
        this.cache = cache;
        this.uploads = uploads;
        this.clock = clock;
    }

    /**
     * The answer of what is kept, or of the provider.
     *
     * @throws LedgerUnavailable when an answer that must be recorded first was not
     */
    Answer answer(Request request, Ticket ticket) {
        var kept = cache.fresh(ticket);
        if (kept.isPresent()) {
            return fromCache(request, ticket, kept.get(), List.of(), "cached");
        }
        var parcel = Parcel.first(ticket.service(), ticket.transaction(), ticket.document(), ticket.body());
        var trip = sent(request, ticket, parcel);
        if (trip.outcome() instanceof Unavailable) {
            var old = cache.stale(ticket);
            if (old.isPresent()) {
                return fromCache(request, ticket, old.get(), trip.attempts(), "stale");
            }
        }
        if (trip.outcome() instanceof Delivered(var reply)) {
            if (reply.stream() != null) {
                return new Answer(200, reply.mediaType(), new byte[0], Map.of(),
                        new Passing(trip, reply.stream(), end -> settle(
                                request, ticket, end)));
            }
            cache.keep(ticket, reply);
        }
        if (!ticket.recordedFirst()) {
            return recorded(ticket, settlement.once(ticket.service(), trip), outcome(request, ticket, trip));
        }
        return settle(request, ticket, trip).orElseGet(() -> outcome(request, ticket, trip));
    }

    private Answer outcome(Request request, Ticket ticket, Trip trip) {
        var answer = answers.outcome(trip.outcome(), request, ticket);
        return ticket.service().call().cache().isPresent() && answer.status() == 200 ? answer.with("Age", "0") : answer;
    }

    private Trip sent(Request request, Ticket ticket, Parcel parcel) {
        if (!ticket.service().takesDocument()) {
            return ticket.lease().isPresent() ? courier.send(parcel, claim(ticket)) : courier.send(parcel);
        }
        try (var _ = uploads.hold(ticket.transaction().id(), request.upload())) {
            return courier.send(parcel, claim(ticket));
        }
    }

    private Answer fromCache(Request request, Ticket ticket, ReplyCache.Kept kept,
            List<Attempt> attempts, String code) {
        var result = new Entry.Result(State.DELIVERED, attempts, clock.instant(), null, code, null, 200, null, null);
        return recorded(ticket, result, answers.outcome(new Delivered(kept.reply()), request, ticket).with("Age",
                String.valueOf(kept.age(clock))));
    }

    /**
     * What is to be said instead of the outcome: when it could not be recorded, so that its lease hands the work over, or
     * when another gateway has gone on with it meanwhile, so that the ledger knows better.
     */
    private Optional<Answer> settle(Request request, Ticket ticket, Trip trip) {
        try {
            var step = settlement.after(ticket.service(), claim(ticket), trip);
            var written = handover.write(step);
            log(ticket, trip.outcome());
            return written instanceof Written.NotOurs ? meanwhile(request, ticket, step.result()) : Optional.empty();
        } catch (LedgerUnavailable | DataAccessException e) {
            // the call was made: whatever cannot be written or read now, it is not "not accepted"
            log.warn("outcome.not-recorded transaction={} cause={}", ticket.transaction().id(), e.getMessage());
            return Optional.of(answers.outcome(new Unknown("not-recorded", "the ledger could not be written"), request,
                    ticket));
        }
    }

    /** What came of it by others; nothing where the ledger has this very outcome, whose commit was told too late. */
    private Optional<Answer> meanwhile(Request request, Ticket ticket, Entry.Result mine) {
        var standing = ledger.standing(ticket.transaction().id()).orElseThrow();
        return is(mine, standing) ? Optional.empty() : Optional.of(answers.repeated(ticket, standing, request));
    }

    /** The database keeps microseconds. */
    private static boolean is(Entry.Result mine, Standing standing) {
        return standing.state() == mine.state() && standing.settledAt() != null
                && Duration.between(standing.settledAt(),
                        mine.at()).abs().toMillis() == 0;
    }

    /** What a recorded request's own call works on. */
    private static Claim claim(Ticket ticket) {
        var lease = ticket.lease().orElseThrow();
        return new Claim(ticket.transaction(), State.RECEIVED, ticket::body, lease.owner(), lease.until(), ticket
                .transaction().receivedAt().plus(ticket.service().schedule().expires()), 0, 0, false, false, 0, null);
    }

    /** What is answered at once is recorded before, or as soon as the ledger can be written where its service allows that. */
    private Answer recorded(Ticket ticket, Entry.Result result, Answer answer) {
        var recording = new Entry.Recording(ticket.transaction(), ticket.body(), result);
        if (ticket.service().entry().unrecorded()) {
            var written = ledger.writeNowOrLater(recording);
            log(ticket, result);
            return written ? answer : answer.with("Recorded", "later");
        }
        if (result.state() == State.DELIVERED) {
            return answer.once(ledger.begin(recording).thenRun(() -> log(ticket, result)));
        }
        ledger.write(recording);
        log(ticket, result);
        return answer;
    }

    /** What went well stands in the ledger; to write a line for each read would cost as much as all its rules. */
    private static void log(Ticket ticket, Entry.Result result) {
        log.atLevel(result.state() == State.DELIVERED ? Level.DEBUG : Level.INFO).log(
                "transaction.settled transaction={} service={} caller={} state={} attempts={} code={}", ticket
                        .transaction().id(),
                ticket.service().id(), ticket.transaction().caller(), result.state(),
                result.attempts().size(), result.code());
    }

    private static void log(Ticket ticket, Outcome outcome) {
        log.info("transaction.settled transaction={} service={} caller={} outcome={}", ticket.transaction().id(), ticket
                .service().id(), ticket.transaction().caller(), outcome.getClass().getSimpleName());
    }
}
