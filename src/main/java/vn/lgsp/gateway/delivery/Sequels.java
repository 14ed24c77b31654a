package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import io.micrometer.core.instrument.Metrics;

import vn.lgsp.gateway.attachment.Attachment;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Entry.Opening;
import vn.lgsp.gateway.ledger.Entry.Result;
import vn.lgsp.gateway.ledger.Ids;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.PayloadClosed;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.Transaction;

/** What the end of a transaction sets off: its next step, what takes earlier steps back, and the news to its caller. */
@Component
class Sequels {
    private static final Logger log = LoggerFactory.getLogger(Sequels.class);
    private static final Set<State> WITHOUT_EFFECT = EnumSet.of(State.REJECTED, State.EXHAUSTED, State.EXPIRED,
            State.CANCELLED);
    private static final String NOT_SERVED = "its service is not served";

    private final Catalogue catalogue;
    private final Callbacks callbacks;
    private final Recorded recorded;
    private final Ledger ledger;
    private final Ids ids;
    private final Clock clock;

    Sequels(Catalogue catalogue, Callbacks callbacks, Recorded recorded, Ledger ledger, Ids ids, Clock clock) {
        this.catalogue = catalogue;
        this.callbacks = callbacks;
        this.recorded = recorded;
        this.ledger = ledger;
        this.ids = ids;
        this.clock = clock;
    }

    /** The step that comes after a delivered one; what comes of a callback would be told by a callback, for ever. */
    Optional<Opening> follow(Service service, Claim claim, Result result) {
        if (claim.transaction().origin() == Origin.CALLBACK || service.links().follow().isEmpty()
                || result.state() != State.DELIVERED || result.reply() == null) {
            return Optional.empty();
        }
        var follow = service.links().follow().get();
        var facts = new HashMap<String, @Nullable Object>();
        var parent = claim.transaction();
        try {
            facts.put("request", Json.kept(claim.request()));
            if (result.reply().length > 0) {
                facts.put("reply", Json.kept(result.reply()));
            }
            var request = follow.request().evaluate(facts, Map.of("transaction", Parcel.facts(parent, 1), "settings",
                    service.settings()));
            return served("follow", follow.service(), parent).map(followed -> open(followed, parent, Origin.FOLLOW,
                    parent.caller(), parent.businessKey(), Json.keep(request), firstWait(followed)));
        } catch (MappingFailed | MalformedJson | PayloadClosed e) {
            return notSetOff("follow", follow.service(), parent, String.valueOf(e.getMessage()));
        }
    }

    /** What takes the steps before this one back, now that it will never have its effect; before a callback are none. */
    Optional<Opening> undo(Claim claim, Result result) {
        var transaction = claim.transaction();
        if (!WITHOUT_EFFECT.contains(result.state()) || transaction.origin() == Origin.UNDO
                || transaction.origin() == Origin.CALLBACK) {
            return Optional.empty();
        }
        var service = catalogue.service(transaction.service());
        if (service.isEmpty()) {
            // what takes them back was declared by what is gone
            return notSetOff("undo", transaction.service(), transaction, NOT_SERVED
                    + ": whether steps before it are to be taken back is not known");
        }
        return service.get().links().undo().flatMap(undo -> undoing(service.get(), undo, claim, result));
    }

    private Optional<Opening> undoing(Service service, Service.Undo undo, Claim claim, Result result) {
        var transaction = claim.transaction();
        var facts = new HashMap<String, @Nullable Object>();
        try {
            facts.put("request", Json.kept(claim.request()));
            facts.put("state", result.state().name());
            facts.put("code", result.code());
            facts.put("reason", result.reason());
            var request = undo.request().evaluate(facts, Map.of("transaction", Parcel.facts(transaction, 1), "settings",
                    service.settings()));
            return request == null
                    ? Optional.empty()
                    : served("undo", undo.service(), transaction).map(undoing -> open(undoing, transaction, Origin.UNDO,
                            transaction.caller(), transaction.businessKey(), Json.keep(request), Duration.ZERO));
        } catch (MappingFailed | MalformedJson | PayloadClosed e) {
            return notSetOff("undo", undo.service(), transaction, String.valueOf(e.getMessage()));
        }
    }

    /** The service that is to be called; where it is not there, that is told. */
    private Optional<Service> served(String kind, String service, Transaction transaction) {
        var found = catalogue.service(service);
        if (found.isEmpty()) {
            notSetOff(kind, service, transaction, NOT_SERVED);
        }
        return found;
    }

    /** Told where people see it: beside the transaction, in the log and as a figure. */
    private Optional<Opening> notSetOff(String kind, String service, Transaction transaction, String reason) {
        log.error("transaction.sequel-failed transaction={} kind={} service={} cause={}", transaction.id(), kind,
                service, reason);
        if (!transaction.inSandbox()) {
            Metrics.counter("gateway.sequels.failed", "kind", kind, "service", service).increment();
        }
        try {
            ledger.sequelFailed(transaction.id(), kind, service, reason);
        } catch (DataAccessException away) {
            log.error("transaction.sequel-not-told transaction={} cause={}", transaction.id(), away.getMessage());
        }
        return Optional.empty();
    }

    private static Duration firstWait(Service followed) {
        return followed.schedule().retry().isEmpty() ? Duration.ZERO : followed.schedule().retry().getFirst();
    }

    /** A caller that waits learns the outcome by its own call, unless it was given up on before. */
    Optional<Opening> callback(Claim claim, Result result) {
        var transaction = claim.transaction();
        var told = transaction.mode().equals("NOW") && claim.state() == State.RECEIVED;
        if (told || transaction.origin() == Origin.CALLBACK) {
            return Optional.empty();
        }
        // nor is anybody told about a callback that an operator sent once more
        return callbacks.of(transaction.caller()).filter(id -> !id.equals(transaction.service())).flatMap(
                id -> telling(id, transaction, result));
    }

    private Optional<Opening> telling(String id, Transaction transaction, Result result) {
        try {
            return served("callback", id, transaction).map(service -> open(service, transaction, Origin.CALLBACK,
                    transaction.caller(), transaction.businessKey(), Json.write(event(transaction, result)),
                    Duration.ZERO));
        } catch (MalformedJson e) {
            return notSetOff("callback", id, transaction, String.valueOf(e.getMessage()));
        }
    }

    /** The event a caller is told, as Standard Webhooks shape it. */
    private Map<String, @Nullable Object> event(Transaction transaction, Result result) {
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("transactionId", transaction.id().toString());
        data.put("service", transaction.service());
        data.put("businessKey", transaction.businessKey());
        data.put("state", result.state().name());
        data.put("code", result.code());
        data.put("reason", result.reason());
        data.put("parent", transaction.parent() == null ? null : transaction.parent().toString());
        data.put("receivedAt", transaction.receivedAt().toString());
        data.put("settledAt", result.at().toString());
        if (result.reply() != null && result.reply().length > 0) {
            // who wants the files asks for the transaction
            data.put("reply", Attachment.labelled(Json.kept(result.reply())));
        }
        return Map.of("type", "transaction.settled", "timestamp", clock.instant().toString(), "data", data);
    }

    /** A transaction the gateway opens by itself. */
    Opening open(Service service, @Nullable Transaction parent, Origin origin, String caller, @Nullable String key,
            byte[] request, Duration wait) {
        var now = clock.instant();
        var mark = parent != null && origin == Origin.REPLAY ? parent.mark() : null;
        var opened = known(service, request, new Transaction(ids.next(), service.id(), caller, "LATER", key, null,
                mark, now, parent == null ? null : parent.traceparent(), service.version(), parent == null
                        ? null
                        : parent.id(),
                origin));
        var transaction = parent != null && parent.inSandbox() ? tried(service, opened, request) : opened;
        return new Opening(transaction, request, Optional.empty(), Optional.empty(),
                Optional.of(Settlement.work(service,
                        transaction, now.plus(wait))));
    }

    /** What comes of one that recorded answers answer is answered so too. */
    private Transaction tried(Service service, Transaction opened, byte[] request) {
        return recorded.answering(Parcel.first(service, opened, Json.kept(request), request), Optional.empty());
    }

    /** With the name the provider is to know it by, where the service has one. */
    private static Transaction known(Service service, byte[] request, Transaction transaction) {
        try {
            return service.links().reference().map(rule -> rule.text(Json.kept(request), Map.of("settings", service
                    .settings(), "transaction", Parcel.facts(transaction, 1)))).map(transaction::known).orElse(
                            transaction);
        } catch (MappingFailed e) {
            return transaction;
        }
    }
}
