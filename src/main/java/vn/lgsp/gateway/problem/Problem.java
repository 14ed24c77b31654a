package vn.lgsp.gateway.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Schema.Fault;
import vn.lgsp.gateway.connector.faults.Text;

/**
 * An answer that says no, as RFC 9457 wants it: a stable code for programs, a sentence in the caller's language for
 * people.
 *
 * @param code stable, also the last part of {@code type}
 * @param errors what is wrong where in the request; empty for problems that are not about its body
 * @param retryAfter when asking again makes sense
 * @param extra further members, e.g. {@code sent}
 * @param challenge how a caller shows here who it is (RFC 9110 §11.6.1), in every 401
 */
public record Problem(int status, String code, Text title, Text detail, List<Fault> errors,
        @Nullable Duration retryAfter, Map<String, Object> extra, @Nullable String challenge) {

    /** The media type of every problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public static Problem of(int status, String code, Text title, Text detail) {
        return new Problem(status, code, title, detail, List.of(), null, Map.of(), null);
    }

    public Problem with(List<Fault> faults) {
        return new Problem(status, code, title, detail, List.copyOf(faults), retryAfter, extra, challenge);
    }

    public Problem retryAfter(Duration wait) {
        return new Problem(status, code, title, detail, errors, wait, extra, challenge);
    }

    public Problem challenge(String way) {
        return new Problem(status, code, title, detail, errors, retryAfter, extra, way);
    }

    public Problem and(String member, Object value) {
        var more = new LinkedHashMap<>(extra);
        more.put(member, value);
        return new Problem(status, code, title, detail, errors, retryAfter, Map.copyOf(more), challenge);
    }

    /**
     * The members of the JSON answer.
     *
     * @param instance the path that was asked for
     * @param transactionId the request's id, which support can search for
     */
    public Map<String, Object> members(Language language, String instance, String transactionId) {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", "urn:lgsp:problem:" + code);
        members.put("title", language.of(title));
        members.put("status", status);
        members.put("detail", language.of(detail));
        members.put("instance", instance);
        members.put("code", code);
        members.put("transactionId", transactionId);
        members.putAll(extra);
        if (!errors.isEmpty()) {
            members.put("errors", errors.stream().map(fault -> error(fault, language)).toList());
        }
        return members;
    }

    private static Map<String, Object> error(Fault fault, Language language) {
        var members = new LinkedHashMap<String, Object>();
        members.put("pointer", fault.pointer());
        members.put("detail", language.of(fault.detail()));
        return members;
    }
}
