package vn.lgsp.gateway.intake;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.attachment.Parted;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Service;

/**
 * What a service's rules are asked about. A rule that fails here neither holds nor says anything.
 *
 * @param document of the request
 * @param known beside it, by the names the rules use
 */
record Facts(@Nullable Object document, Map<String, @Nullable Object> known) {

    /** @param millis when the request came, of the epoch */
    static Facts of(Service service, byte[] body, @Nullable Object document, long millis) {
        var known = new HashMap<String, @Nullable Object>();
        known.put("settings", service.settings());
        known.put("atMillis", millis);
        if (service.entry().inbound().isPresent()) {
            known.put("raw", Json.scalars(Parted.is(body) ? Parted.of(body).skeleton() : body));
        }
        return new Facts(document, known);
    }

    Facts with(String name, @Nullable Object value) {
        var more = new HashMap<String, @Nullable Object>(known);
        more.put(name, value);
        return new Facts(document, more);
    }

    boolean hold(Expression rule) {
        try {
            return rule.holds(document, known);
        } catch (MappingFailed e) {
            return false;
        }
    }

    Optional<String> text(Expression rule) {
        try {
            return Optional.ofNullable(rule.text(document, known));
        } catch (MappingFailed e) {
            return Optional.empty();
        }
    }
}
