package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.delivery.Closed;
import vn.lgsp.gateway.delivery.Destinations;
import vn.lgsp.gateway.ledger.Attachments;
import vn.lgsp.gateway.ledger.Attempt;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Standing;
import vn.lgsp.gateway.problem.Problem;
import vn.lgsp.gateway.problem.Problems;

/** Tells a caller how its own transactions stand; of others' it knows nothing. */
@Component
class TransactionsDoor {
    private static final int MOST = 100;

    private final Enquiry enquiry;
    private final Ledger ledger;
    private final Attachments attachments;
    private final Catalogue catalogue;
    private final Destinations destinations;

    TransactionsDoor(Enquiry enquiry, Ledger ledger, Attachments attachments, Catalogue catalogue,
            Destinations destinations) {
        this.enquiry = enquiry;
        this.ledger = ledger;
        this.attachments = attachments;
        this.catalogue = catalogue;
        this.destinations = destinations;
    }

    Answer handle(Request request) throws IOException {
        return enquiry.answer(request, "GET", caller -> asked(request, caller));
    }

    private Answer asked(Request request, Caller caller) {
        try {
            return request.path().equals("/api/transactions") ? search(request, caller) : one(request, caller);
        } catch (MalformedJson e) {
            return problem(request, Problems.badParameter(e.detail()));
        } catch (DataAccessException e) {
            return problem(request, Problems.notReadable());
        }
    }

    private Answer problem(Request request, Problem problem) {
        return enquiry.problem(request, problem);
    }

    private Answer one(Request request, Caller caller) {
        return id(request.path().substring("/api/transactions/".length())).flatMap(ledger::standing).filter(
                standing -> standing.transaction().caller().equals(caller.name())).map(
                        standing -> Answer.kept(200,
                                "application/json", Json.keep(whole(standing)), attachments))
                .orElseGet(() -> problem(request, Problems.noSuchTransaction()));
    }

    private static Optional<UUID> id(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Answer search(Request request, Caller caller) {
        var keys = Bodies.query(request.query()).get("businessKey");
        if (keys == null || keys.size() != 1 || keys.getFirst().isBlank()) {
            return problem(request, Problems.badParameter(new Text("Cần đúng một tham số businessKey.",
                    "Exactly one parameter businessKey is needed.")));
        }
        return Answer.json(200, Map.of("transactions", ledger.byBusinessKey(caller.name(), keys.getFirst(), MOST)
                .stream().map(this::facts).toList()));
    }

    private Map<String, @Nullable Object> whole(Standing standing) {
        var members = facts(standing);
        var id = standing.transaction().id();
        members.put("attemptList", ledger.attempts(id).stream().map(TransactionsDoor::attempt).toList());
        ledger.payload(id, "reply").filter(bytes -> bytes.length > 0).ifPresent(bytes -> members.put("reply", Json.kept(
                bytes)));
        return members;
    }

    private Map<String, @Nullable Object> facts(Standing standing) {
        var transaction = standing.transaction();
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("transactionId", transaction.id().toString());
        members.put("service", transaction.service());
        members.put("businessKey", transaction.businessKey());
        members.put("reference", transaction.reference());
        members.put("state", standing.state().name());
        members.put("mark", transaction.mark());
        members.put("receivedAt", transaction.receivedAt().toString());
        members.put("settledAt", standing.settledAt() == null ? null : standing.settledAt().toString());
        members.put("attempts", standing.attempts());
        var next = next(standing);
        members.put("nextAttemptAt", next == null ? null : next.toString());
        members.put("code", standing.code());
        members.put("reason", standing.reason());
        members.put("traceparent", transaction.traceparent());
        members.put("sandboxCase", transaction.sandbox());
        members.put("parent", transaction.parent() == null ? null : transaction.parent().toString());
        return members;
    }

    /** Not before its destination is called again, which nobody knows while an operator holds that. */
    private @Nullable Instant next(Standing standing) {
        var due = standing.dueAt();
        if (due == null || standing.settledAt() != null) {
            return null;
        }
        var transaction = standing.transaction();
        var closed = transaction.sandbox() != null
                ? Optional.<Closed>empty()
                : catalogue.service(transaction.service()).flatMap(service -> destinations.closed(service.call()
                        .destination()));
        return closed.isEmpty()
                ? due
                : closed.get().until().map(until -> until.isAfter(due) ? until : due).orElse(null);
    }

    private static Map<String, @Nullable Object> attempt(Attempt attempt) {
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("number", attempt.number());
        members.put("startedAt", attempt.startedAt().toString());
        members.put("tookMillis", attempt.took().toMillis());
        members.put("outcome", attempt.outcome());
        members.put("httpStatus", attempt.httpStatus());
        members.put("code", attempt.code());
        members.put("reason", attempt.reason());
        return members;
    }
}
