package vn.lgsp.gateway.connector.folder;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which variables an expression sees besides those it binds itself, by where it stands.
 *
 * @param received rules over a public request as it comes in
 * @param before the same before it is known which earlier transaction it answers
 * @param sent mappings of a request to a provider's
 */
record Variables(Set<String> received, Set<String> before, Set<String> sent) {
    static final Set<String> NONE = Set.of();
    static final Set<String> SETTINGS = Set.of("settings");
    /** Rules over a provider's answer. */
    static final Set<String> ANSWER = Set.of("settings", "status", "headers", "request", "followed");
    /** What an answer for several says of one. */
    static final Set<String> EACH = and(ANSWER, "item", "index", "key");
    /** What is asked of another service because of a transaction. */
    static final Set<String> SEQUEL = Set.of("settings", "transaction");
    /** What an inbound service's caller is answered in its own dialect. */
    static final Set<String> DIALECT = Set.of("settings", "request");

    static Variables of(Section service, ServiceFiles files) {
        var inbound = service.has("proof") || files.maps(service.name(), "receipt") || files.maps(service.name(),
                "refusal");
        var before = inbound ? and(SETTINGS, "atMillis", "raw") : and(SETTINGS, "atMillis");
        var sent = Set.of("settings", "transaction", "auth", "again", "part", "request", "followed");
        return service.has("matches")
                ? new Variables(and(before, "matched"), before, and(sent, "matched"))
                : new Variables(before, before, sent);
    }

    /** The name the provider knows a transaction by. */
    Set<String> reference() {
        return and(received, "transaction");
    }

    /** A mapping of a provider's answer. */
    Set<String> answered() {
        return and(sent, "status", "headers");
    }

    private static Set<String> and(Set<String> variables, String... more) {
        var all = new HashSet<>(variables);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }
}
