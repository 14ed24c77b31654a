package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Operations;
import vn.lgsp.gateway.connector.Reply;
import vn.lgsp.gateway.connector.Schema.Fault;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.delivery.Matching;
import vn.lgsp.gateway.delivery.Parcel;
import vn.lgsp.gateway.intake.Admission.Admitted;
import vn.lgsp.gateway.intake.Admission.Refused;
import vn.lgsp.gateway.ledger.Entry;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.Transaction;
import vn.lgsp.gateway.problem.Problem;
import vn.lgsp.gateway.problem.Problems;

/** Decides whether a request may come in: who sends it, how much, whether it is readable, and whether it makes sense. */
@Component
class Gatekeeper {
    private static final int LONGEST_KEY = 200;

    private final Callers callers;
    private final Ledger ledger;
    private final Matching matching;
    private final Clock clock;

    Gatekeeper(Callers callers, Ledger ledger, Matching matching, Clock clock) {
        this.callers = callers;
        this.ledger = ledger;
        this.matching = matching;
        this.clock = clock;
    }

    Admission admit(Request request, Operations.Match match, UUID id) throws IOException {
        var service = match.service();
        var known = callers.byKey(request.header("X-API-Key"));
        var proving = service.entry().inbound().filter(inbound -> inbound.proof().isPresent()).flatMap(
                Service.Inbound::caller).flatMap(callers::byName);
        var caller = known.or(() -> proving);
        if (caller.isEmpty()) {
            return new Refused(Problems.unknownCaller());
        }
        if (!caller.get().may(service.id())) {
            return new Refused(Problems.notAllowed(service.id()));
        }
        if (!callers.admit(caller.get())) {
            return new Refused(Problems.quotaExceeded(caller.get().quota()));
        }
        return hasBody(request)
                ? withBody(request, service, caller.get(), id)
                : withParameters(request, match, caller.get(), id);
    }

    private static boolean hasBody(Request request) {
        return !request.method().equals("GET");
    }

    private Admission withBody(Request request, Service service, Caller caller, UUID id) throws IOException {
        var read = Bodies.read(request, service.entry().limit());
        if (read.problem().isPresent()) {
            return new Refused(read.problem().get());
        }
        try {
            return check(request, service, caller, id, read.bytes(), Json.read(read.bytes()));
        } catch (MalformedJson e) {
            return new Refused(Problems.malformed(e.detail()));
        }
    }

    private Admission withParameters(Request request, Operations.Match match, Caller caller, UUID id) {
        var document = match.document(Bodies.query(request.query()));
        return check(request, match.service(), caller, id, Json.write(document), document);
    }

    private Admission check(Request request, Service service, Caller caller, UUID id, byte[] body,
            @Nullable Object document) {
        var bindings = bindings(service, body);
        if (!proven(service, document, bindings)) {
            return new Refused(Problems.unknownCaller());
        }
        var matched = matching.find(service, document, bindings);
        bindings.put("matched", matched.orElse(null));
        var transaction = transaction(request, service, caller, id, document, bindings);
        var faults = service.entry().request().map(schema -> schema.check(document)).orElse(List.of());
        if (!faults.isEmpty()) {
            return refuse(transaction, body, Problems.invalid(faults));
        }
        if (service.links().matches().isPresent() && matched.isEmpty()) {
            return refuse(transaction, body, Problems.noMatch(""));
        }
        var broken = broken(service, document, bindings);
        if (!broken.isEmpty()) {
            return refuse(transaction, body, Problems.invalid(broken));
        }
        return keyed(request, service, transaction, body, document, bindings);
    }

    private Map<String, @Nullable Object> bindings(Service service, byte[] body) {
        var bindings = new HashMap<String, @Nullable Object>();
        bindings.put("settings", service.settings());
        bindings.put("atMillis", clock.millis());
        if (service.entry().inbound().isPresent()) {
            bindings.put("raw", Json.scalars(body));
        }
        return bindings;
    }

    /** Compared in constant time: how long it takes tells nothing about the right value. */
    private static boolean proven(Service service, @Nullable Object document, Map<String, @Nullable Object> bindings) {
        var proof = service.entry().inbound().flatMap(Service.Inbound::proof);
        if (proof.isEmpty()) {
            return true;
        }
        var given = text(proof.get().given(), document, bindings);
        var expected = text(proof.get().expected(), document, bindings);
        return given != null && expected != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8),
                expected.getBytes(StandardCharsets.UTF_8));
    }

    private Transaction transaction(Request request, Service service, Caller caller, UUID id,
            @Nullable Object document, Map<String, @Nullable Object> bindings) {
        var key = service.entry().key().map(rule -> text(rule, document, bindings)).map(Gatekeeper::cut).orElse(null);
        var later = service.reply() == Reply.LATER || request.prefersReceipt();
        var transaction = new Transaction(id, service.id(), caller.name(), later ? "LATER" : "NOW", key, null, null,
                clock.instant(), Trace.of(request.header("traceparent"), id), service.version(), null, Origin.CALLER);
        var facts = new HashMap<String, @Nullable Object>(bindings);
        facts.put("transaction", Parcel.facts(transaction, 1));
        return service.links().reference().map(rule -> text(rule, document, facts)).map(transaction::known).orElse(
                transaction);
    }

    private static String cut(String key) {
        return key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) : key;
    }

    private static List<Fault> broken(Service service, @Nullable Object document,
            Map<String, @Nullable Object> bindings) {
        var faults = new ArrayList<Fault>();
        for (var check : service.entry().checks()) {
            if (!holds(check.rule(), document, bindings)) {
                faults.add(new Fault(check.at(), check.message()));
            }
        }
        return faults;
    }

    /** A refused request of a known caller stays visible, so that staff can see and mend it the same day. */
    private Refused refuse(Transaction transaction, byte[] body, Problem problem) {
        ledger.note(new Entry.Recording(transaction, body, Refusals.result(problem, clock.instant())));
        return new Refused(problem);
    }

    private Admission keyed(Request request, Service service, Transaction transaction, byte[] body,
            @Nullable Object document, Map<String, @Nullable Object> bindings) {
        var inbound = service.entry().idempotency().map(rule -> text(rule, document, bindings));
        var key = inbound.isPresent() ? inbound.get() : request.header("Idempotency-Key");
        if (key == null && service.effect() == Effect.WRITE || key != null && (key.isBlank() || key
                .length() > LONGEST_KEY)) {
            return new Refused(Problems.keyMissing());
        }
        var once = service.links().once().filter(rule -> holds(rule.when(), document, bindings)).map(
                rule -> new Entry.Once(String.valueOf(text(rule.key(), document, bindings)), rule.mark()));
        return new Admitted(new Ticket(service, transaction, body, document, Optional.ofNullable(key).map(
                value -> new Entry.Key(value, Fingerprint.of(document), transaction.receivedAt().plus(service.entry()
                        .keep()))),
                once, Optional.empty()));
    }

    private static boolean holds(Expression rule, @Nullable Object document, Map<String, @Nullable Object> bindings) {
        try {
            return rule.holds(document, bindings);
        } catch (MappingFailed e) {
            return false;
        }
    }

    private static @Nullable String text(Expression rule, @Nullable Object document,
            Map<String, @Nullable Object> bindings) {
        try {
            return rule.text(document, bindings);
        } catch (MappingFailed e) {
            return null;
        }
    }
}
