package vn.lgsp.gateway.connector.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.problem.Language;
import vn.lgsp.gateway.problem.Problems;

import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Signing;
import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.connector.xml.Dialect;

/** Plays one case against a service's declaration, as intake, courier and judge would, without a network. */
final class CaseProof {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final CaseFile story;
    private final Service service;
    private final Map<String, Service> services;
    private final Optional<Schema> response;
    private final Map<String, @Nullable Object> bindings = new HashMap<>();

    CaseProof(CaseFile story, Service service, Map<String, Service> services, Optional<Schema> response) {
        this.story = story;
        this.service = service;
        this.services = services;
        this.response = response;
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

    private Map<String, @Nullable Object> transaction() {
        var facts = new HashMap<String, @Nullable Object>();
        facts.put("id", "T-TEST");
        facts.put("short", "a1b2c3d4");
        facts.put("service", service.id());
        facts.put("caller", "one-stop");
        facts.put("receivedAt", story.at());
        facts.put("attempt", 1);
        facts.put("businessKey", service.entry().key().map(rule -> rule.text(story.given(), bindings)).orElse(null));
        var known = new HashMap<String, @Nullable Object>(bindings);
        known.put("transaction", facts);
        facts.put("reference", service.links().reference().map(rule -> rule.text(story.given(), known)).orElse(null));
        story.map("transaction").forEach((name, value) -> facts.put(String.valueOf(name), value));
        return facts;
    }

    /** @throws AssertionError where the declaration does something else than the case says */
    void prove() {
        if (story.isRefused()) {
            refused();
            return;
        }
        assertThat(faults()).as("the given request is refused").isEmpty();
        proven();
        var reply = calls();
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
            assertThat(faults).as("refusals").anySatisfy(fault -> {
                assertThat(fault.pointer()).isEqualTo(pointer);
                assertThat(fault.detail().vi()).contains(detail);
            });
            faults.removeIf(fault -> fault.pointer().equals(pointer) && fault.detail().vi().contains(detail));
        }
        assertThat(faults).as("refusals the case does not name").isEmpty();
        refusal();
    }

    private void refusal() {
        service.entry().inbound().flatMap(Service.Inbound::refusal).ifPresent(refusal -> {
            var problem = Problems.invalid(faults()).members(Language.VI, "/api", "T-TEST");
            expect("refusal", refusal.evaluate(problem, bindings));
        });
    }

    /** An inbound caller's checksum must hold. */
    private void proven() {
        service.entry().inbound().flatMap(Service.Inbound::proof).ifPresent(
                proof -> assertThat(proof.given().text(story.given(), bindings)).as("the caller's checksum")
                        .isEqualTo(proof.expected().text(story.given(), bindings)));
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
            assertThat(CaseFile.normal(value)).as(key).isEqualTo(CaseFile.normal(story.values().get(key)));
        }
    }

    /** The public reply of a delivered case, else null. */
    private @Nullable Object calls() {
        var calls = story.calls(service.call().format());
        var parts = parts();
        var verdict = call(calls.getFirst(), parts.getFirst(), false);
        var second = verdict == Verdict.AGAIN || verdict == Verdict.EXPIRED_SESSION
                || (verdict == Verdict.DELIVERED && parts.size() > 1);
        assertThat(calls).as("the first call came to " + verdict).hasSize(second ? 2 : 1);
        if (second) {
            bindings.put("again", verdict == Verdict.AGAIN);
            bindings.put("part", verdict == Verdict.DELIVERED ? 1 : 0);
            verdict = call(calls.get(1), parts.get(verdict == Verdict.DELIVERED ? 1 : 0), true);
        }
        status(verdict, calls.getLast().answer());
        words(calls.getLast().answer());
        return verdict == Verdict.DELIVERED ? reply(calls.getLast().answer()) : null;
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
        var mapping = service.call().request();
        var mapped = mapping.isPresent() ? mapping.get().evaluate(document, bindings) : document;
        assertThat(sent(mapped)).as("sends").isEqualTo(CaseFile.normal(call.sends()));
        signed(mapped);
        var known = answerBindings(call.answer());
        return repeated
                ? Verdict.repeated(service, call.answer(), known)
                : Verdict.first(service, call.answer(), known);
    }

    /** It can be written as the provider's format, and the headers computed over that are what the case says. */
    private void signed(@Nullable Object mapped) {
        var target = service.call();
        var body = target.method().equals("GET") ? null : Dialect.written(target.format(), mapped);
        if (story.values().containsKey("headers")) {
            var signing = target.destination().signing().orElseThrow(() -> new AssertionError("no signed headers"));
            var sending = new Signing.Sending(target.method(), URI.create(target.destination().url() + target.path()),
                    Instant.ofEpochMilli(story.atMillis()), body);
            assertThat(signing.headers(sending, transaction())).as("headers").isEqualTo(story.map("headers"));
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
            assertThat(rest.remove(variables.group(1))).as("path variable " + variables.group(1)).isNotNull();
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
        var lost = verdict == Verdict.UNAVAILABLE && !answer.readable() && service.effect() == Effect.WRITE
                && !service.call().repeatable();
        assertThat(List.of(verdict.name(), lost ? "UNKNOWN" : verdict.name())).as("status").contains(expected);
    }

    private void words(ProviderAnswer answer) {
        var verdicts = service.call().verdicts();
        var code = verdicts.code().map(rule -> rule.text(answer.body(), answerBindings(answer))).orElse(null);
        verdicts.reason().ifPresent(rule -> rule.text(answer.body(), answerBindings(answer)));
        if (story.replies().get("code") != null) {
            assertThat(code).as("code").isEqualTo(story.replies().get("code"));
        }
    }

    private @Nullable Object reply(ProviderAnswer answer) {
        if (service.call().streamed()) {
            return null;
        }
        var mapping = service.call().response();
        var reply = mapping.isPresent() ? mapping.get().evaluate(answer.body(), answerBindings(answer)) : answer.body();
        if (story.replies().containsKey("body")) {
            assertThat(CaseFile.normal(reply)).as("reply").isEqualTo(CaseFile.normal(story.replies().get("body")));
        }
        if (service.entry().inbound().isEmpty() && service.entry().operation().isPresent()) {
            response.ifPresent(schema -> assertThat(schema.check(reply)).as("faults of the reply").isEmpty());
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
        service.links().feed().ifPresent(feed -> {
            assertThat(feed.request().evaluate(Map.of(), bindings)).as("first poll").isInstanceOf(Map.class);
            assertThat(feed.request().evaluate(Map.of("cursor", "c"), bindings)).as("next poll")
                    .isInstanceOf(Map.class);
            assertThat(feed.id().text(story.given(), bindings)).as("id of the item").isNotNull();
            assertThat(feed.cursor().text(story.given(), bindings)).as("cursor after the item").isNotNull();
        });
    }

    private void fits(String other, @Nullable Object request, String what) {
        var asked = services.get(other);
        if (asked != null) {
            asked.entry().request()
                    .ifPresent(schema -> assertThat(schema.check(request)).as(what + " asks " + other).isEmpty());
        }
    }
}
