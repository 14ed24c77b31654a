package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.attachment.Attachment;
import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.connector.Operations;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.delivery.Handover;
import vn.lgsp.gateway.delivery.Routes;
import vn.lgsp.gateway.delivery.Settlement;
import vn.lgsp.gateway.intake.Admission.Admitted;
import vn.lgsp.gateway.intake.Admission.Refused;
import vn.lgsp.gateway.intake.Admission.Repeated;
import vn.lgsp.gateway.ledger.Attachments;
import vn.lgsp.gateway.ledger.Entry;
import vn.lgsp.gateway.ledger.Entry.Lease.Use;
import vn.lgsp.gateway.ledger.Entry.Written;
import vn.lgsp.gateway.ledger.Ids;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.LedgerUnavailable;
import vn.lgsp.gateway.ledger.Transaction;
import vn.lgsp.gateway.problem.Problems;

/**
 * The way in, step by step: find the service, admit the request, make sure it is the first time, record it, and have it
 * delivered now or later. Nothing is answered that is not committed.
 */
@Component
public class Intake {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);
    private static final String TRACE = "traceparent";

    private final Operations operations;
    private final Gatekeeper gatekeeper;
    private final Ledger ledger;
    private final Attachments attachments;
    private final Handover handover;
    private final ReplyNow replyNow;
    private final Answers answers;
    private final Routes routes;
    private final Ids ids;
    private final Clock clock;
    private final InFlight inFlight;

    Intake(Operations operations, Gatekeeper gatekeeper, Ledger ledger, Attachments attachments, Handover handover,
            ReplyNow replyNow, Answers answers, Routes routes, Ids ids, Clock clock, InFlight inFlight) {
        this.operations = operations;
        this.gatekeeper = gatekeeper;
        this.ledger = ledger;
        this.attachments = attachments;
        this.handover = handover;
        this.replyNow = replyNow;
        this.answers = answers;
        this.routes = routes;
        this.ids = ids;
        this.clock = clock;
        this.inFlight = inFlight;
    }

    /** True while requests are taken: routes run and there is room. */
    public boolean open() {
        return routes.started() && !inFlight.full();
    }

    Answer handle(Request request) throws IOException {
        var id = ids.next();
        if (!routes.started() || !inFlight.enter()) {
            return named(refuse(request, id, new Refused(Problems.busy()), Optional.empty()), request, id);
        }
        Pending pending = null;
        try {
            var answer = answer(request, id);
            pending = answer.pending();
            return named(answer, request, id);
        } finally {
            if (pending == null) {
                inFlight.leave();
            } else {
                pending.decided(committed -> inFlight.leave());
            }
        }
    }

    private static Answer named(Answer answer, Request request, UUID id) {
        var named = answer.withDefault("Transaction-Id", id.toString());
        return named.headers().containsKey(TRACE) ? named : named.with(TRACE, Trace.of(request.header(TRACE), id));
    }

    private Answer answer(Request request, UUID id) throws IOException {
        var path = request.path().split("/", 5);
        var below = path.length == 5 && path[3].equals("v1") ? "/" + path[4] : "";
        var connector = path.length > 2 ? path[2] : "";
        var match = operations.match(connector, request.method(), below);
        if (match.isEmpty()) {
            var allowed = operations.allowedMethods(connector, below);
            return refuse(request, id, new Refused(allowed.isEmpty()
                    ? Problems.noSuchService(request.method(), request
                            .path())
                    : Problems.methodNotAllowed(request.method(), List.copyOf(allowed))), match);
        }
        return answer(request, id, match.get(), () -> gatekeeper.admit(request, match.get(), id));
    }

    /** An item of a batch whose sender was let in: checked, recorded and answered like a request of its own. */
    Answer item(Request request, Operations.Match match, Caller caller) throws IOException {
        var id = ids.next();
        return answer(request, id, match, () -> gatekeeper.admitItem(request, match, caller, id)).sure().withDefault(
                "Transaction-Id", id.toString());
    }

    /** A request whose sender was let in and whose document was read: recorded and answered like any other. */
    Answer read(Request request, Service service, Caller caller, @Nullable Object document) throws IOException {
        var id = ids.next();
        var match = new Operations.Match(service, Map.of());
        return answer(request, id, match, () -> gatekeeper.admitRead(request, match, caller, id, document)).sure()
                .withDefault("Transaction-Id", id.toString());
    }

    private interface Gate {
        Admission admission() throws IOException;
    }

    private Answer answer(Request request, UUID id, Operations.Match match, Gate gate) throws IOException {
        try {
            return switch (recorded(gate.admission())) {
                case Refused refused -> refuse(request, id, refused, Optional.of(match));
                case Repeated(var ticket, var first) -> marked(first.transaction(), answers.repeated(ticket, first,
                        request));
                case Admitted(var ticket) -> marked(ticket.transaction(), traced(ticket, ticket.later()
                        ? later(ticket)
                        : replyNow.answer(request, ticket).otherwise(failure -> unrecorded(request, id, match,
                                failure))));
            };
        } catch (LedgerUnavailable | DataAccessException e) {
            return unrecorded(request, id, match, e);
        }
    }

    private Answer unrecorded(Request request, UUID id, Operations.Match match, RuntimeException failure) {
        if (!(failure instanceof LedgerUnavailable || failure instanceof DataAccessException)) {
            throw failure;
        }
        log.warn("request.not-recorded transaction={} cause={}", id, failure.getMessage());
        return refuse(request, id, new Refused(Problems.notRecorded()), Optional.of(match));
    }

    private Answer refuse(Request request, UUID id, Refused refused, Optional<Operations.Match> match) {
        log.info("request.refused transaction={} service={} code={}", id, match.map(found -> found.service().id())
                .orElse("-"), refused.problem().code());
        var answer = answers.problem(refused.problem(), request, id.toString(), match.map(Operations.Match::service)
                .orElse(null), refused.document());
        return refused.sandbox() ? answer.inSandbox() : answer;
    }

    /** Nobody takes a recorded answer for a provider's. */
    private static Answer marked(Transaction transaction, Answer answer) {
        return transaction.sandbox() == null
                ? answer
                : answer.inSandbox().with("Sandbox-Case", transaction.sandbox());
    }

    private static Answer traced(Ticket ticket, Answer answer) {
        var trace = ticket.transaction().traceparent();
        return trace == null ? answer : answer.with(TRACE, trace);
    }

    /** Commits what must be committed first, and finds out whether it was there already. */
    private Admission recorded(Admission admission) {
        if (!(admission instanceof Admitted(var ticket)) || !ticket.recordedFirst()) {
            return admission;
        }
        var held = ticket.later()
                ? ticket
                : ticket.under(ledger.lease(clock.instant().plus(ticket.patience()), Use.CALLING));
        return switch (handover.write(opening(held))) {
            case Written.Yes(var transaction, _, _) -> new Admitted(held.recordedAs(transaction));
            case Written.Taken(var earlier, var fingerprint) -> unneeded(ticket,
                    Arrays.equals(fingerprint, ticket.key().orElseThrow()
                            .fingerprint())
                                    ? new Repeated(ticket, ledger.standing(earlier).orElseThrow())
                                    : new Refused(Problems.keyReused(), ticket.document(), ticket.transaction()
                                            .inSandbox()));
            case Written.NotOurs(),Written.Noted() ->
                throw new IllegalStateException("an opening has no lease to lose");
        };
    }

    /** What came with the repetition is not what is kept. */
    private Admission unneeded(Ticket ticket, Admission admission) {
        attachments.discard(Parted.in(ticket.body()).stream().map(Attachment::id).toList());
        return admission;
    }

    private Entry.Opening opening(Ticket ticket) {
        var work = Settlement.work(ticket.service(), ticket.transaction(), clock.instant());
        return new Entry.Opening(ticket.transaction(), ticket.body(), ticket.once(), ticket.key(), Optional.of(ticket
                .lease().map(work::heldBy).orElse(work)));
    }

    private Answer later(Ticket ticket) {
        log.info("request.admitted transaction={} service={} caller={}", ticket.transaction().id(), ticket.service()
                .id(), ticket.transaction().caller());
        return answers.receipt(ticket);
    }
}
