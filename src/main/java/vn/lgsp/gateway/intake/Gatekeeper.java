package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.attachment.Parted;
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
import vn.lgsp.gateway.delivery.Recorded;
import vn.lgsp.gateway.intake.Admission.Admitted;
import vn.lgsp.gateway.intake.Admission.Refused;
import vn.lgsp.gateway.intake.Arrival.Identity;
import vn.lgsp.gateway.intake.Contents.Content;
import vn.lgsp.gateway.ledger.Entry;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.Transaction;
import vn.lgsp.gateway.problem.Problem;
import vn.lgsp.gateway.problem.Problems;

/** Decides whether a request may come in: who sends it, how much, and whether it makes sense. */
@Component
class Gatekeeper {
    private static final int LONGEST_KEY = 200;
    /** By which a caller that tries things out asks for one recorded answer. */
    private static final String CASE = "Sandbox-Case";

    private final Callers callers;
    private final Ledger ledger;
    private final Matching matching;
    private final Recorded recorded;
    private final Contents contents;
    private final Clock clock;

    Gatekeeper(Callers callers, Ledger ledger, Matching matching, Recorded recorded, Contents contents, Clock clock) {
        this.contents = contents;
        this.callers = callers;
        this.ledger = ledger;
        this.matching = matching;
        this.recorded = recorded;
        this.clock = clock;
    }

    Admission admit(Request request, Operations.Match match, UUID id) throws IOException {
        var service = match.service();
        var known = callers.byKey(request.header("X-API-Key"));
        var caller = known.or(() -> proving(service));
        if (caller.isEmpty()) {
            return new Refused(Problems.unknownCaller());
        }
        if (!caller.get().may(service.id())) {
            return new Refused(Problems.notAllowed(service.id()));
        }
        if (known.isPresent() && !callers.admit(known.get())) {
            return new Refused(Problems.quotaExceeded(known.get().quota()));
        }
        var arrival = new Arrival(request, match, caller.get(), known.isPresent()
                ? Identity.BY_KEY
                : Identity.TO_BE_PROVED, id);
        return admit(arrival, contents::read);
    }

    /** How the content of a request is read. */
    private interface Way {
        Content read(Arrival arrival) throws IOException;
    }

    private Admission admit(Arrival arrival, Way way) throws IOException {
        return arrival.caller().sandbox() ? tried(arrival, way) : read(arrival, way);
    }

    private Admission read(Arrival arrival, Way way) throws IOException {
        return switch (way.read(arrival)) {
            case Content.Legible(var body, var document) -> check(arrival, body, document);
            case Content.Illegible(var problem) -> new Refused(problem);
        };
    }

    /** Recorded answers are to answer it: there must be some, and the one it asks for. */
    private Admission tried(Arrival arrival, Way way) throws IOException {
        var service = arrival.service();
        var cases = recorded.cases(service);
        var asked = arrival.request().header(CASE);
        var admission = cases.isEmpty()
                ? new Refused(Problems.nothingRecorded(service.id()))
                : asked != null && !cases.contains(asked)
                        ? new Refused(Problems.noSuchCase(asked.substring(0, Math.min(asked.length(), LONGEST_KEY)),
                                service.id(), cases))
                        : read(arrival, way);
        return admission instanceof Refused refused ? refused.inSandbox() : admission;
    }

    /** An item of a batch whose sender is known and has paid for it. */
    Admission admitItem(Request request, Operations.Match match, Caller caller, UUID id) throws IOException {
        if (!caller.may(match.service().id())) {
            return new Refused(Problems.notAllowed(match.service().id()));
        }
        var arrival = new Arrival(request, match, caller, Identity.BY_KEY, id);
        return admit(arrival, contents::body);
    }

    /** A request that was read already, of a sender who is known and has paid for it. */
    Admission admitRead(Request request, Operations.Match match, Caller caller, UUID id, @Nullable Object document)
            throws IOException {
        return caller.may(match.service().id())
                ? admit(new Arrival(request, match, caller, Identity.BY_KEY, id), _ -> new Content.Legible(document))
                : new Refused(Problems.notAllowed(match.service().id()));
    }

    /** What this request's deliveries are ordered by, where its body can be read. */
    Optional<String> orderKey(Service service, byte[] body) {
        try {
            var document = Json.read(body);
            return service.entry().key().map(rule -> text(rule, document, bindings(service, body))).map(
                    Gatekeeper::cut);
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    private Optional<Caller> proving(Service service) {
        return service.entry().inbound().filter(inbound -> inbound.proof().isPresent()).flatMap(
                Service.Inbound::caller).flatMap(callers::byName);
    }

    private Admission check(Arrival arrival, byte[] body, @Nullable Object document) {
        var service = arrival.service();
        var bindings = bindings(service, body);
        if (!proven(service, document, bindings)) {
            return new Refused(Problems.unproven(), document);
        }
        // only now: whoever merely names a caller must not use up its quota
        if (arrival.identity() == Identity.TO_BE_PROVED && !callers.admit(arrival.caller())) {
            return new Refused(Problems.quotaExceeded(arrival.caller().quota()), document);
        }
        var matched = matching.find(service, document, bindings, arrival.caller().sandbox());
        bindings.put("matched", matched.orElse(null));
        var transaction = transaction(arrival, document, bindings);
        var faults = service.entry().request().map(schema -> schema.check(document)).orElse(List.of());
        if (!faults.isEmpty()) {
            return refuse(transaction, body, document, Problems.invalid(faults));
        }
        if (service.links().matches().isPresent() && matched.isEmpty()) {
            return refuse(transaction, body, document, Problems.noMatch(""));
        }
        var broken = broken(service, document, bindings);
        if (!broken.isEmpty()) {
            return refuse(transaction, body, document, Problems.invalid(broken));
        }
        return keyed(arrival, transaction, body, document, bindings);
    }

    private Map<String, @Nullable Object> bindings(Service service, byte[] body) {
        var bindings = new HashMap<String, @Nullable Object>();
        bindings.put("settings", service.settings());
        bindings.put("atMillis", clock.millis());
        if (service.entry().inbound().isPresent()) {
            bindings.put("raw", Json.scalars(Parted.is(body) ? Parted.of(body).skeleton() : body));
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

    private Transaction transaction(Arrival arrival, @Nullable Object document,
            Map<String, @Nullable Object> bindings) {
        var service = arrival.service();
        var request = arrival.request();
        var id = arrival.id();
        var key = service.entry().key().map(rule -> text(rule, document, bindings)).map(Gatekeeper::cut).orElse(null);
        // a document that is passed through is not kept, so there would be nothing to fetch later
        var later = service.reply() == Reply.LATER || request.prefersReceipt() && !service.call().streamed() && !service
                .takesDocument();
        var transaction = new Transaction(id, service.id(), arrival.caller().name(), later ? "LATER" : "NOW", key, null,
                null,
                clock.instant(), Trace.of(request.header("traceparent"), id), service.version(), null, Origin.CALLER,
                arrival.caller().sandbox() ? "" : null);
        var facts = new HashMap<String, @Nullable Object>(bindings);
        facts.put("transaction", Parcel.facts(transaction, 1));
        return service.links().reference().map(rule -> text(rule, document, facts)).map(transaction::known).orElse(
                transaction);
    }

    private static String cut(String key) {
        if (key.length() <= LONGEST_KEY) {
            return key;
        }
        var end = Character.isHighSurrogate(key.charAt(LONGEST_KEY - 1)) ? LONGEST_KEY - 1 : LONGEST_KEY;
        return key.substring(0, end);
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
    private Refused refuse(Transaction transaction, byte[] body, @Nullable Object document, Problem problem) {
        ledger.note(new Entry.Recording(transaction, body, Refusals.result(problem, clock.instant())));
        return new Refused(problem, document);
    }

    private Admission keyed(Arrival arrival, Transaction transaction, byte[] body, @Nullable Object document,
            Map<String, @Nullable Object> bindings) {
        var service = arrival.service();
        var key = key(arrival, document, bindings);
        if (service.effect() == Effect.WRITE && (key == null || key.isBlank() || key.length() > LONGEST_KEY)) {
            return refuse(transaction, body, document, Problems.keyMissing());
        }
        var once = service.links().once().filter(rule -> holds(rule.when(), document, bindings)).map(
                rule -> new Entry.Once(String.valueOf(text(rule.key(), document, bindings)), rule.mark()));
        var admitted = transaction.inSandbox()
                ? recorded.answering(Parcel.first(service, transaction, document, body), Optional.ofNullable(arrival
                        .request().header(CASE)))
                : transaction;
        return new Admitted(new Ticket(service, admitted, body, document, Optional.ofNullable(key).map(
                value -> new Entry.Key(value, Fingerprint.of(document), transaction.receivedAt().plus(service.entry()
                        .keep()))),
                once, Optional.empty()));
    }

    /** A read has nothing to repeat, so a key it brings means nothing. */
    private static @Nullable String key(Arrival arrival, @Nullable Object document,
            Map<String, @Nullable Object> bindings) {
        if (arrival.service().effect() == Effect.READ) {
            return null;
        }
        return arrival.service().entry().idempotency().map(rule -> text(rule, document, bindings)).map(
                Gatekeeper::bounded).orElseGet(() -> arrival.request().header("Idempotency-Key"));
    }

    /** What a provider put together may be longer than what we ask of callers. */
    private static String bounded(String key) {
        return key.length() <= LONGEST_KEY ? key : HexFormat.of().formatHex(Fingerprint.of(key));
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
