package vn.lgsp.gateway.connector.proof;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Service;

/** What is asked of other services because of this one must fit them. */
record LinksProof(Rehearsal played, Map<String, Service> services) {

    /** @param reply the public reply of a delivered case, else null */
    void prove(@Nullable Object reply) {
        played.service().links().inquiry().ifPresent(
                inquiry -> fits(inquiry.service(),
                        inquiry.request().evaluate(played.story().given(), played.bindings()), "inquiry"));
        if (reply != null) {
            played.service().links().follow().ifPresent(follow -> fits(follow.service(),
                    follow.request()
                            .evaluate(new TreeMap<>(Map.of("request",
                                    played.story().given() == null ? Map.of() : played.story().given(),
                                    "reply", reply)), played.bindings()),
                    "follow"));
        }
        if (reply == null) {
            played.service().links().undo().ifPresent(this::undone);
        }
        played.service().links().feed().ifPresent(feed -> {
            var first = feed.request().evaluate(Map.of(), played.bindings());
            Mismatch.holds("first poll", first instanceof Map, first);
            var next = feed.request().evaluate(Map.of("cursor", "c"), played.bindings());
            Mismatch.holds("next poll", next instanceof Map, next);
            Mismatch.holds("id of the item", feed.id().text(played.story().given(), played.bindings()) != null, null);
            Mismatch.holds("cursor after the item",
                    feed.cursor().text(played.story().given(), played.bindings()) != null, null);
        });
    }

    private void undone(Service.Undo undo) {
        var facts = new TreeMap<String, Object>(
                Map.of("request", played.story().given() == null ? Map.of() : played.story().given(),
                        "state", "REJECTED", "code", "CODE", "reason", "reason"));
        var request = undo.request().evaluate(facts, played.bindings());
        if (request != null) {
            fits(undo.service(), request, "undo");
        }
    }

    private void fits(String other, @Nullable Object request, String what) {
        var asked = services.get(other);
        if (asked != null) {
            asked.entry().request()
                    .ifPresent(schema -> Mismatch.none(what + " asks " + other,
                            schema.check(request).stream().map(Mismatch::told).toList()));
        }
    }
}
