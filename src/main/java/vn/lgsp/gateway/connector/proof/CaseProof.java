package vn.lgsp.gateway.connector.proof;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Signatures;
import vn.lgsp.gateway.connector.Signing;
import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.connector.xml.Dialect;
import vn.lgsp.gateway.connector.xml.XmlPlaces;

/** Plays one case against a service's declaration, as intake, courier and judge would, without a network. */
final class CaseProof {
    private final CaseFile story;
    private final Service service;
    private final Map<String, Service> services;
    private final Optional<Schema> response;
    private final Refusal refusal;
    private final Rehearsal played;
    private final AnswerProof answers;

    /** @param response the schema of the public reply */
    CaseProof(CaseFile story, Service service, Map<String, Service> services, Optional<Schema> response,
            Refusal refusal) {
        this.story = story;
        this.service = service;
        this.services = services;
        this.response = response;
        this.refusal = refusal;
        this.played = new Rehearsal(story, service);
        this.answers = new AnswerProof(played, response);
    }

    Rehearsal played() {
        return played;
    }

    AnswerProof answers() {
        return answers;
    }

    /** @throws Mismatch where the declaration does something else than the case says */
    void prove() {
        if (story.isRefused()) {
            refused();
            return;
        }
        Mismatch.none("the given request is refused", played.faults().stream().map(Mismatch::told).toList());
        proven();
        var reply = story.together().isEmpty() ? calls() : together();
        new LinksProof(played, services).prove(reply);
        receipt();
    }

    private void refused() {
        var faults = new ArrayList<>(played.faults());
        for (var item : story.refused()) {
            var expected = (Map<?, ?>) item;
            var pointer = String.valueOf(expected.get("pointer"));
            var detail = expected.get("detail") == null ? "" : String.valueOf(expected.get("detail"));
            Predicate<Schema.Fault> meant = fault -> fault.pointer().equals(pointer)
                    && fault.detail().vi().contains(detail);
            if (faults.stream().noneMatch(meant)) {
                throw new Mismatch("refusals", expected, faults.stream().map(CaseProof::shown).toList());
            }
            faults.removeIf(meant);
        }
        Mismatch.none("refusals the case does not name", faults.stream().map(Mismatch::told).toList());
        refusal();
    }

    private static Map<String, String> shown(Schema.Fault fault) {
        return Map.of("pointer", fault.pointer(), "detail", fault.detail().vi());
    }

    private void refusal() {
        service.entry().inbound().flatMap(Service.Inbound::refusal).ifPresent(told -> {
            expect("refusal", told.evaluate(refusal.problem(played.faults()), played.bindings()));
        });
    }

    /** An inbound caller's checksum must hold. */
    private void proven() {
        service.entry().inbound().flatMap(Service.Inbound::proof).ifPresent(
                proof -> Mismatch.same("the caller's checksum", proof.given().text(story.given(), played.bindings()),
                        proof.expected().text(story.given(), played.bindings())));
    }

    private void receipt() {
        service.entry().inbound().flatMap(Service.Inbound::receipt).ifPresent(receipt -> {
            var facts = new LinkedHashMap<String, @Nullable Object>();
            facts.put("transactionId", "T-TEST");
            facts.put("state", "RECEIVED");
            facts.put("receivedAt", story.at());
            facts.put("mark", story.map("transaction").get("mark"));
            expect("receipt", receipt.evaluate(facts, played.bindings()));
        });
    }

    private void expect(String key, @Nullable Object value) {
        if (story.values().containsKey(key)) {
            Mismatch.same(key, CaseFile.normal(value), CaseFile.normal(story.values().get(key)));
        }
    }

    /** The public reply of a delivered case, else null. */
    private @Nullable Object calls() {
        var calls = story.calls(service.call().format());
        var parts = played.parts();
        var verdict = call(calls.getFirst(), parts.getFirst(), false);
        var second = verdict == Verdict.AGAIN || verdict == Verdict.EXPIRED_SESSION
                || (verdict == Verdict.DELIVERED && parts.size() > 1);
        Mismatch.same("calls: the first one came to " + verdict, second ? 2 : 1, calls.size());
        if (second) {
            played.next(verdict == Verdict.AGAIN, verdict == Verdict.DELIVERED ? 1 : 0);
            verdict = call(calls.get(1), parts.get(verdict == Verdict.DELIVERED ? 1 : 0), true);
        }
        answers.status(verdict, calls.getLast().answer());
        var answer = played.own(calls.getLast().answer());
        answers.words(answer);
        return verdict == Verdict.DELIVERED ? answers.reply(answer) : null;
    }

    private @Nullable Object together() {
        return new TogetherProof(this, story.together().stream().map(one -> new CaseProof(one, service, services,
                response, refusal)).toList()).prove();
    }

    private Verdict call(CaseFile.Call call, @Nullable Object document, boolean repeated) {
        sends(call, played.request(document));
        var answer = played.own(call.answer());
        return repeated ? Verdict.repeated(service, answer, played.answerBindings(answer)) : played.first(answer);
    }

    /** The mapped request is what the case says, and can be sent. */
    void sends(CaseFile.Call call, @Nullable Object mapped) {
        Mismatch.same("sends", played.sent(mapped), CaseFile.normal(call.sends()));
        signed(mapped);
    }

    /** It can be written as the provider's format, and the headers computed over that are what the case says. */
    private void signed(@Nullable Object mapped) {
        var target = service.call();
        var body = target.method().equals("GET") ? null : Dialect.written(target.format(), mapped);
        if (body != null) {
            target.signatures().flatMap(Signatures::xml).ifPresent(declared -> XmlPlaces.check(declared, body));
        }
        if (story.values().containsKey("headers")) {
            var signing = target.destination().signing().orElseThrow(() -> new Mismatch("headers", story.map("headers"),
                    null));
            var sending = new Signing.Sending(target.method(), URI.create(target.destination().url() + target.path()),
                    Instant.ofEpochMilli(story.atMillis()), body);
            Mismatch.same("headers", signing.headers(sending, played.facts()), story.map("headers"));
        }
    }
}
