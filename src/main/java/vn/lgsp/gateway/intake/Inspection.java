package vn.lgsp.gateway.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.Reply;
import vn.lgsp.gateway.connector.Schema.Fault;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.delivery.Matching;
import vn.lgsp.gateway.delivery.Parcel;
import vn.lgsp.gateway.delivery.Recorded;
import vn.lgsp.gateway.intake.Admission.Admitted;
import vn.lgsp.gateway.intake.Admission.Refused;
import vn.lgsp.gateway.intake.Arrival.Identity;
import vn.lgsp.gateway.ledger.Cut;
import vn.lgsp.gateway.ledger.Entry;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.Transaction;
import vn.lgsp.gateway.problem.Problem;
import vn.lgsp.gateway.problem.Problems;

/**
 * Decides whether what a request says makes sense: proven, an answer to something we know, valid by schema and rules, and with
 * a key where it must have one.
 */
@Component
class Inspection {
    private static final int LONGEST_KEY = 200;

    private final Callers callers;
    private final Ledger ledger;
    private final Matching matching;
    private final Recorded recorded;
    private final Clock clock;

    Inspection(Callers callers, Ledger ledger, Matching matching, Recorded recorded, Clock clock) {
        this.callers = callers;
        this.ledger = ledger;
        this.matching = matching;
        this.recorded = recorded;
        this.clock = clock;
    }

    /**
     * @param body as it is recorded
     * @param document what it says
     */
    Admission admit(Arrival arrival, byte[] body, @Nullable Object document) {
        var service = arrival.service();
        var given = Facts.of(service, body, document, clock.millis());
        if (!proven(service, given)) {
            return new Refused(Problems.unproven(), document);
        }
        // only now: whoever merely names a caller must not use up its quota
        if (arrival.identity() == Identity.TO_BE_PROVED && !callers.admit(arrival.caller())) {
            return new Refused(Problems.quotaExceeded(arrival.caller().quota()), document);
        }
        var matched = matching.find(service, document, given.known(), arrival.caller().sandbox());
        var facts = given.with("matched", matched.orElse(null));
        var transaction = transaction(arrival, facts);
        var problem = problem(service, facts, matched.isPresent());
        return problem.isPresent()
                ? refuse(transaction, body, document, problem.get())
                : keyed(arrival, transaction, body, facts);
    }

    /** What this request's deliveries are ordered by, where its body can be read. */
    Optional<String> orderKey(Service service, byte[] body) {
        try {
            return businessKey(service, Facts.of(service, body, Json.read(body), clock.millis()));
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    /** Compared in constant time: how long it takes tells nothing about the right value. */
    private static boolean proven(Service service, Facts facts) {
        var proof = service.entry().inbound().flatMap(Service.Inbound::proof);
        if (proof.isEmpty()) {
            return true;
        }
        var given = facts.text(proof.get().given());
        var expected = facts.text(proof.get().expected());
        return given.isPresent() && expected.isPresent() && MessageDigest.isEqual(given.get().getBytes(
                StandardCharsets.UTF_8), expected.get().getBytes(StandardCharsets.UTF_8));
    }

    private Transaction transaction(Arrival arrival, Facts facts) {
        var service = arrival.service();
        var request = arrival.request();
        // a document that is passed through is not kept, so there would be nothing to fetch later
        var later = service.reply() == Reply.LATER || request.prefersReceipt() && !service.call().streamed() && !service
                .takesDocument();
        var transaction = new Transaction(arrival.id(), service.id(), arrival.caller().name(), later ? "LATER" : "NOW",
                businessKey(service, facts).orElse(null), null, null, clock.instant(), Trace.of(request.header(
                        "traceparent"), arrival.id()),
                service.version(), null, Origin.CALLER, arrival.caller()
                        .sandbox() ? "" : null);
        return service.links().reference()
                .flatMap(rule -> facts.with("transaction", Parcel.facts(transaction, 1)).text(rule))
                .map(transaction::known).orElse(transaction);
    }

    private static Optional<String> businessKey(Service service, Facts facts) {
        return service.entry().key().flatMap(facts::text).map(Cut::businessKey);
    }

    private static Optional<Problem> problem(Service service, Facts facts, boolean matched) {
        var faults = service.entry().request().map(schema -> schema.check(facts.document())).orElse(List.of());
        if (!faults.isEmpty()) {
            return Optional.of(Problems.invalid(faults));
        }
        if (service.links().matches().isPresent() && !matched) {
            return Optional.of(Problems.noMatch(""));
        }
        var broken = broken(service, facts);
        return broken.isEmpty() ? Optional.empty() : Optional.of(Problems.invalid(broken));
    }

    private static List<Fault> broken(Service service, Facts facts) {
        return service.entry().checks().stream().filter(check -> !facts.hold(check.rule())).map(check -> new Fault(check
                .at(), check.message())).toList();
    }

    /** A refused request of a known caller stays visible, so that staff can see and mend it the same day. */
    private Refused refuse(Transaction transaction, byte[] body, @Nullable Object document, Problem problem) {
        ledger.note(new Entry.Recording(transaction, body, Refusals.result(problem, clock.instant())));
        return new Refused(problem, document);
    }

    private Admission keyed(Arrival arrival, Transaction transaction, byte[] body, Facts facts) {
        var service = arrival.service();
        var key = key(arrival, facts);
        if (service.effect() == Effect.WRITE && key.filter(given -> !given.isBlank() && written(given) && given
                .length() <= LONGEST_KEY).isEmpty()) {
            return refuse(transaction, body, facts.document(), Problems.keyMissing());
        }
        var once = service.links().once().filter(rule -> facts.hold(rule.when()))
                .flatMap(rule -> facts.text(rule.key()).map(value -> new Entry.Once(value, rule.mark())));
        var admitted = transaction.inSandbox()
                ? recorded.answering(Parcel.first(service, transaction, facts.document(), body), Optional.ofNullable(
                        arrival.request().header(Gatekeeper.CASE)))
                : transaction;
        return new Admitted(new Ticket(service, admitted, body, facts.document(), key.map(value -> new Entry.Key(value,
                Fingerprint.of(facts.document()), transaction.receivedAt().plus(service.entry().keep()))), once,
                Optional.empty()));
    }

    /** A read has nothing to repeat, so a key it brings means nothing. */
    private static Optional<String> key(Arrival arrival, Facts facts) {
        if (arrival.service().effect() == Effect.READ) {
            return Optional.empty();
        }
        return arrival.service().entry().idempotency().flatMap(facts::text).map(Inspection::bounded).or(
                () -> Optional.ofNullable(arrival.request().header("Idempotency-Key")));
    }

    /** True for a text that is kept as it is: no NUL, and no half of a character. */
    static boolean written(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || point >= Character.MIN_SURROGATE
                && point <= Character.MAX_SURROGATE);
    }

    /** What a provider put together may be longer than what we ask of callers, or hold what cannot be kept. */
    private static String bounded(String key) {
        return key.length() <= LONGEST_KEY && written(key) ? key : HexFormat.of().formatHex(Fingerprint.of(key));
    }
}
