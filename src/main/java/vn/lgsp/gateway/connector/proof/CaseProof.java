package vn.lgsp.gateway.connector.proof;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Batch;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Signing;
import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.connector.xml.Dialect;

/** Plays one case against a service's declaration, as intake, courier and judge would, without a network. */
public final class CaseProof {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final CaseFile story;
    private final Service service;
    private final Map<String, Service> services;
    private final Optional<Schema> response;
    private final Refusal refusal;
    private final Map<String, @Nullable Object> bindings = new HashMap<>();

    /** How a refused request is told, as the members of a problem. */
    public interface Refusal {
        Map<String, Object> problem(List<Schema.Fault> faults);
    }

    CaseProof(CaseFile story, Service service, Map<String, Service> services, Optional<Schema> response,
            Refusal refusal) {
        this.story = story;
        this.service = service;
        this.services = services;
        this.response = response;
        this.refusal = refusal;
        var settings = new LinkedHashMap<>(service.settings());
        story.map("settings").forEach((name, value) -> settings.put(String.valueOf(name), value));
        bindings.put("settings", settings);
        bindings.put("request", story.given());
        bindings.put("raw", Json.scalars(story.body()));
        bindings.put("atMillis", story.atMillis());
        bindings.put("auth", Map.of("session", "S-TEST", "token", "T-TEST"));
        bindings.put("again", false);
        bindings.put("part", 0);
        bindings.put("followed", Boolean.TRUE.equals(story.values().get("followed")));
        bindings.put("matched", story.values().get("matched"));
        bindings.put("transaction", transaction());
    }

    /** For one mapping alone. */
    public static CaseProof of(CaseFile story, Service service) {
        return new CaseProof(story, service, Map.of(), Optional.empty(), _ -> Map.of());
    }

    /** The same with {@code $auth} of a real login. */
    public CaseProof with(Map<String, String> auth) {
        bindings.put("auth", auth);
        return this;
    }

    /** {@code $transaction} as mappings see it. */
    public Map<String, @Nullable Object> facts() {
        return transaction();
    }

    /** What rules over an answer see. */
    public Verdict verdict(ProviderAnswer answer) {
        var own = own(answer);
        return Verdict.first(service, own, answerBindings(own));
    }

    /** What an answer says of the given request, where it may speak of several. */
    private ProviderAnswer own(ProviderAnswer answer) {
        return service.call().batch().flatMap(batch -> own(batch, answer, 0)).orElse(answer);
    }

    private Optional<ProviderAnswer> own(Batch batch, ProviderAnswer answer, int index) {
        return batch.own(answer, batch.item(request(story.given())), index, businessKey(), answerBindings(answer));
    }

    private @Nullable String businessKey() {
        return service.entry().key().map(rule -> rule.text(story.given(), bindings)).orElse(null);
    }

    /** The mapped request as a case writes it under {@code sends}. */
    public @Nullable Object asSent(@Nullable Object mapped) {
        return sent(mapped);
    }

    /** What is wrong with the public request. */
    public List<Schema.Fault> refusals() {
        return faults();
    }

    /** What a public request, or a part of one, becomes for the provider. */
    public @Nullable Object request(@Nullable Object document) {
        var mapping = service.call().request();
        return mapping.isPresent() ? mapping.get().evaluate(document, bindings) : document;
    }

    /** What a provider's answer becomes for the caller. */
    public @Nullable Object response(ProviderAnswer answer) {
        return mappedBack(own(answer));
    }

    private @Nullable Object mappedBack(ProviderAnswer answer) {
        var mapping = service.call().response();
        return mapping.isPresent() ? mapping.get().evaluate(answer.body(), answerBindings(answer)) : answer.body();
    }

    private Map<String, @Nullable Object> transaction() {
        var facts = new HashMap<String, @Nullable Object>();
        facts.put("id", "T-TEST");
        facts.put("short", "a1b2c3d4");
        facts.put("service", service.id());
        facts.put("caller", "a-caller");
        facts.put("receivedAt", story.at());
        facts.put("attempt", 1);
        facts.put("businessKey", businessKey());
        var known = new HashMap<String, @Nullable Object>(bindings);
        known.put("transaction", facts);
        facts.put("reference", service.links().reference().map(rule -> rule.text(story.given(), known)).orElse(null));
        story.map("transaction").forEach((name, value) -> facts.put(String.valueOf(name), value));
        return facts;
    }

    /** @throws Mismatch where the declaration does something else than the case says */
    public void prove() {
        if (story.isRefused()) {
            refused();
            return;
        }
        Mismatch.none("the given request is refused", faults().stream().map(CaseProof::told).toList());
        proven();
        var reply = story.together().isEmpty() ? calls() : together();
        links(reply);
        receipt();
    }

    private List<Schema.Fault> faults() {
        var faults = service.entry().request().map(schema -> schema.check(story.given())).orElse(List.of());
        return !faults.isEmpty()
                ? faults
                : service.entry().checks().stream().filter(check -> !check.rule().holds(story.given(), bindings))
                        .map(check -> new Schema.Fault(check.at(), check.message())).toList();
    }

    private void refused() {
        var faults = new ArrayList<>(faults());
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
        Mismatch.none("refusals the case does not name", faults.stream().map(CaseProof::told).toList());
        refusal();
    }

    private static Map<String, String> shown(Schema.Fault fault) {
        return Map.of("pointer", fault.pointer(), "detail", fault.detail().vi());
    }

    private static String told(Schema.Fault fault) {
        return fault.pointer() + ": " + fault.detail().en() + " · " + fault.detail().vi();
    }

    private void refusal() {
        service.entry().inbound().flatMap(Service.Inbound::refusal).ifPresent(told -> {
            expect("refusal", told.evaluate(refusal.problem(faults()), bindings));
        });
    }

    /** An inbound caller's checksum must hold. */
    private void proven() {
        service.entry().inbound().flatMap(Service.Inbound::proof).ifPresent(
                proof -> Mismatch.same("the caller's checksum", proof.given().text(story.given(), bindings),
                        proof.expected().text(story.given(), bindings)));
    }

    private void receipt() {
        service.entry().inbound().flatMap(Service.Inbound::receipt).ifPresent(receipt -> {
            var facts = new LinkedHashMap<String, @Nullable Object>();
            facts.put("transactionId", "T-TEST");
            facts.put("state", "RECEIVED");
            facts.put("receivedAt", story.at());
            facts.put("mark", story.map("transaction").get("mark"));
            expect("receipt", receipt.evaluate(facts, bindings));
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
        var parts = parts();
        var verdict = call(calls.getFirst(), parts.getFirst(), false);
        var second = verdict == Verdict.AGAIN || verdict == Verdict.EXPIRED_SESSION
                || (verdict == Verdict.DELIVERED && parts.size() > 1);
        Mismatch.same("calls: the first one came to " + verdict, second ? 2 : 1, calls.size());
        if (second) {
            bindings.put("again", verdict == Verdict.AGAIN);
            bindings.put("part", verdict == Verdict.DELIVERED ? 1 : 0);
            verdict = call(calls.get(1), parts.get(verdict == Verdict.DELIVERED ? 1 : 0), true);
        }
        status(verdict, calls.getLast().answer());
        var answer = own(calls.getLast().answer());
        words(answer);
        return verdict == Verdict.DELIVERED ? reply(answer) : null;
    }

    /** One call for several requests, each with its own outcome; the public reply to the given one, or null. */
    private @Nullable Object together() {
        var batch = service.call().batch().orElseThrow(() -> new Mismatch("together: the service has no batch", null,
                story.values().get("together")));
        var all = new ArrayList<>(List.of(this));
        story.together().forEach(one -> all.add(new CaseProof(one, service, services, response, refusal)));
        var call = story.calls(service.call().format()).getFirst();
        var mapped = all.stream().map(one -> one.request(one.story.given())).toList();
        var whole = batch.holding(mapped.getFirst(), mapped.stream().map(batch::item).toList());
        mapped.forEach(one -> Mismatch.same("together: what surrounds the item", batch.holding(one, List.of()), batch
                .holding(whole, List.of())));
        Mismatch.same("sends", sent(whole), CaseFile.normal(call.sends()));
        signed(whole);
        var told = new ArrayList<Optional<ProviderAnswer>>();
        all.forEach(one -> told.add(one.own(batch, call.answer(), told.size())));
        var some = told.stream().anyMatch(Optional::isPresent);
        var untold = batch.untold(Verdict.first(service, call.answer(), answerBindings(call.answer())), some, service
                .call().repeatable());
        var replies = new ArrayList<@Nullable Object>();
        all.forEach(one -> replies.add(one.share(told.get(replies.size()), untold, call.answer())));
        return replies.getFirst();
    }

    private @Nullable Object share(Optional<ProviderAnswer> told, Optional<Verdict> untold, ProviderAnswer whole) {
        var answer = told.orElse(whole);
        var verdict = told.map(own -> Verdict.first(service, own, answerBindings(own))).or(() -> untold);
        Mismatch.same("status", verdict.map(one -> one == Verdict.AGAIN ? "ALONE" : one.name()).orElse("UNKNOWN"), story
                .replies().get("status"));
        words(answer);
        return verdict.filter(one -> one == Verdict.DELIVERED).isPresent() ? reply(answer) : null;
    }

    /** The public request, or what each part of it is. */
    private List<@Nullable Object> parts() {
        var parts = new ArrayList<@Nullable Object>();
        var chunk = service.call().chunk();
        if (chunk.isEmpty() || !(story.given() instanceof Map<?, ?> given)
                || !(given.get(chunk.get().of()) instanceof List<?> items) || items.isEmpty()) {
            parts.add(story.given());
            return parts;
        }
        for (int from = 0; from < items.size(); from += chunk.get().size()) {
            var part = new LinkedHashMap<Object, @Nullable Object>(given);
            part.put(chunk.get().of(), items.subList(from, Math.min(items.size(), from + chunk.get().size())));
            parts.add(part);
        }
        return parts;
    }

    private Verdict call(CaseFile.Call call, @Nullable Object document, boolean repeated) {
        var mapped = request(document);
        Mismatch.same("sends", sent(mapped), CaseFile.normal(call.sends()));
        signed(mapped);
        var answer = own(call.answer());
        var known = answerBindings(answer);
        return repeated ? Verdict.repeated(service, answer, known) : Verdict.first(service, answer, known);
    }

    /** It can be written as the provider's format, and the headers computed over that are what the case says. */
    private void signed(@Nullable Object mapped) {
        var target = service.call();
        var body = target.method().equals("GET") ? null : Dialect.written(target.format(), mapped);
        if (story.values().containsKey("headers")) {
            var signing = target.destination().signing().orElseThrow(() -> new Mismatch("headers", story.map("headers"),
                    null));
            var sending = new Signing.Sending(target.method(), URI.create(target.destination().url() + target.path()),
                    Instant.ofEpochMilli(story.atMillis()), body);
            Mismatch.same("headers", signing.headers(sending, transaction()), story.map("headers"));
        }
    }

    /** The mapped request as the case writes it: the body, or for a GET its query. */
    private @Nullable Object sent(@Nullable Object mapped) {
        var plain = CaseFile.normal(mapped);
        if (!(plain instanceof Map<?, ?> map)) {
            return plain;
        }
        var rest = new LinkedHashMap<Object, @Nullable Object>(map);
        var variables = VARIABLE.matcher(service.call().path());
        while (variables.find()) {
            Mismatch.holds(
                    "the mapped request has no `" + variables.group(1) + "` for the target " + service.call().path(),
                    rest.remove(variables.group(1)) != null, map);
        }
        return service.call().method().equals("GET") ? Map.of("query", rest) : rest;
    }

    private Map<String, @Nullable Object> answerBindings(ProviderAnswer answer) {
        var known = new HashMap<String, @Nullable Object>(bindings);
        known.put("status", answer.status());
        known.put("headers", answer.headers());
        return known;
    }

    /** UNKNOWN is for a write whose answer tells nothing and that must not be repeated. */
    private void status(Verdict verdict, ProviderAnswer answer) {
        var expected = String.valueOf(story.replies().get("status"));
        var lost = verdict == Verdict.UNAVAILABLE && !answer.readable() && service.writesOnce();
        if (!List.of(verdict.name(), lost ? "UNKNOWN" : verdict.name()).contains(expected)) {
            throw new Mismatch("status of " + judged(answer), expected, lost ? "UNKNOWN" : verdict.name());
        }
    }

    /** What the rules ({@code success}, {@code rejected} …) had before them. */
    private String judged(ProviderAnswer answer) {
        var code = code(answer);
        return "HTTP " + answer.status() + (answer.readable() ? "" : ", not readable")
                + (code == null ? "" : ", code " + code);
    }

    private @Nullable String code(ProviderAnswer answer) {
        return service.call().verdicts().code().map(rule -> rule.text(answer.body(), answerBindings(answer)))
                .orElse(null);
    }

    private void words(ProviderAnswer answer) {
        var verdicts = service.call().verdicts();
        var code = code(answer);
        verdicts.reason().ifPresent(rule -> rule.text(answer.body(), answerBindings(answer)));
        if (story.replies().get("code") != null) {
            Mismatch.same("code", code, story.replies().get("code"));
        }
    }

    private @Nullable Object reply(ProviderAnswer answer) {
        if (service.call().streamed()) {
            return null;
        }
        var reply = mappedBack(answer);
        if (story.replies().containsKey("body")) {
            Mismatch.same("reply", CaseFile.normal(reply), CaseFile.normal(story.replies().get("body")));
        }
        if (service.entry().inbound().isEmpty() && service.entry().operation().isPresent()) {
            response.ifPresent(schema -> Mismatch.none("faults of the reply",
                    schema.check(reply).stream().map(CaseProof::told).toList()));
        }
        return reply;
    }

    /** What is asked of other services because of this one must fit them. */
    private void links(@Nullable Object reply) {
        service.links().inquiry().ifPresent(
                inquiry -> fits(inquiry.service(), inquiry.request().evaluate(story.given(), bindings), "inquiry"));
        if (reply != null) {
            service.links().follow().ifPresent(follow -> fits(follow.service(),
                    follow.request()
                            .evaluate(new TreeMap<>(Map.of("request", story.given() == null ? Map.of() : story.given(),
                                    "reply", reply)), bindings),
                    "follow"));
        }
        if (reply == null) {
            service.links().undo().ifPresent(undo -> undone(undo));
        }
        service.links().feed().ifPresent(feed -> {
            var first = feed.request().evaluate(Map.of(), bindings);
            Mismatch.holds("first poll", first instanceof Map, first);
            var next = feed.request().evaluate(Map.of("cursor", "c"), bindings);
            Mismatch.holds("next poll", next instanceof Map, next);
            Mismatch.holds("id of the item", feed.id().text(story.given(), bindings) != null, null);
            Mismatch.holds("cursor after the item", feed.cursor().text(story.given(), bindings) != null, null);
        });
    }

    private void undone(Service.Undo undo) {
        var facts = new TreeMap<String, Object>(Map.of("request", story.given() == null ? Map.of() : story.given(),
                "state", "REJECTED", "code", "CODE", "reason", "reason"));
        var request = undo.request().evaluate(facts, bindings);
        if (request != null) {
            fits(undo.service(), request, "undo");
        }
    }

    private void fits(String other, @Nullable Object request, String what) {
        var asked = services.get(other);
        if (asked != null) {
            asked.entry().request()
                    .ifPresent(schema -> Mismatch.none(what + " asks " + other,
                            schema.check(request).stream().map(CaseProof::told).toList()));
        }
    }
}
