package vn.lgsp.gateway.connector.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Batch;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Verdict;

/** One request as its service's mappings and rules see it, and what they make of it; without a gateway around them. */
public final class Rehearsal {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    private final CaseFile story;
    private final Service service;
    private final Map<String, @Nullable Object> bindings = new HashMap<>();

    public Rehearsal(CaseFile story, Service service) {
        this.story = story;
        this.service = service;
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
        bindings.put("transaction", facts());
    }

    /** The same with {@code $auth} of a real login. */
    public Rehearsal with(Map<String, String> auth) {
        bindings.put("auth", auth);
        return this;
    }

    /** The same for the call that follows a first one. */
    void next(boolean again, int part) {
        bindings.put("again", again);
        bindings.put("part", part);
    }

    CaseFile story() {
        return story;
    }

    Service service() {
        return service;
    }

    /** What rules over the request see. */
    Map<String, @Nullable Object> bindings() {
        return bindings;
    }

    /** {@code $transaction} as mappings see it. */
    public Map<String, @Nullable Object> facts() {
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

    @Nullable
    String businessKey() {
        return service.entry().key().map(rule -> rule.text(story.given(), bindings)).orElse(null);
    }

    /** What is wrong with the public request. */
    public List<Schema.Fault> faults() {
        var faults = service.entry().request().map(schema -> schema.check(story.given())).orElse(List.of());
        return !faults.isEmpty()
                ? faults
                : service.entry().checks().stream().filter(check -> !check.rule().holds(story.given(), bindings))
                        .map(check -> new Schema.Fault(check.at(), check.message())).toList();
    }

    /** What a public request, or a part of one, becomes for the provider. */
    public @Nullable Object request(@Nullable Object document) {
        var mapping = service.call().request();
        return mapping.isPresent() ? mapping.get().evaluate(document, bindings) : document;
    }

    /** The public request, or what each part of it is. */
    List<@Nullable Object> parts() {
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

    /** The mapped request as the case writes it: the body, or for a GET its query. */
    public @Nullable Object sent(@Nullable Object mapped) {
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

    /** What an answer means, by the service's rules. */
    public Verdict verdict(ProviderAnswer answer) {
        return first(own(answer));
    }

    /** The same of an answer that speaks of this request alone. */
    Verdict first(ProviderAnswer own) {
        return Verdict.first(service, own, answerBindings(own));
    }

    /** What a provider's answer becomes for the caller. */
    public @Nullable Object response(ProviderAnswer answer) {
        return mappedBack(own(answer));
    }

    @Nullable
    Object mappedBack(ProviderAnswer answer) {
        var mapping = service.call().response();
        return mapping.isPresent() ? mapping.get().evaluate(answer.body(), answerBindings(answer)) : answer.body();
    }

    /** What an answer says of the given request, where it may speak of several. */
    ProviderAnswer own(ProviderAnswer answer) {
        return service.call().batch().flatMap(batch -> own(batch, answer, 0)).orElse(answer);
    }

    Optional<ProviderAnswer> own(Batch batch, ProviderAnswer answer, int index) {
        return batch.own(answer, batch.item(request(story.given())), index, businessKey(), answerBindings(answer));
    }

    /** What rules over an answer see. */
    Map<String, @Nullable Object> answerBindings(ProviderAnswer answer) {
        var known = new HashMap<String, @Nullable Object>(bindings);
        known.put("status", answer.status());
        known.put("headers", answer.headers());
        return known;
    }
}
