package vn.lgsp.gateway.connector;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** What a provider's answer means for the attempt, by the service's own rules and the house's defaults. */
public enum Verdict {
    /** It took effect. */
    DELIVERED,
    /** It will never work as it was sent. */
    REJECTED,
    /** It may work later. */
    UNAVAILABLE,
    /** The provider knows it already: map once more with {@code $again = true} and send at once. */
    AGAIN,
    /** The session or token is no longer known: obtain a new one and send at once. */
    EXPIRED_SESSION;

    /**
     * The verdict on a first answer.
     *
     * @param request the public request, bound as {@code $request}
     * @throws MappingFailed when a rule cannot be evaluated over this answer
     */
    public static Verdict of(Service service, ProviderAnswer answer, @Nullable Object request) {
        return first(service, answer, bindings(service, answer, request));
    }

    /** The same with {@link #bindings} that hold more (e.g. {@code $followed}). */
    public static Verdict first(Service service, ProviderAnswer answer,
            Map<String, ? extends @Nullable Object> bindings) {
        if (sessionIsOver(service.call().destination().auth(), answer, bindings)) {
            return EXPIRED_SESSION;
        }
        return holds(service.call().verdicts().again(), answer, bindings)
                ? AGAIN
                : judge(service.call(), answer, bindings);
    }

    /** The verdict on the answer to a repeated call: neither {@link #AGAIN} nor {@link #EXPIRED_SESSION}. */
    public static Verdict last(Service service, ProviderAnswer answer, @Nullable Object request) {
        return repeated(service, answer, bindings(service, answer, request));
    }

    /** The same with {@link #bindings} that hold more. */
    public static Verdict repeated(Service service, ProviderAnswer answer,
            Map<String, ? extends @Nullable Object> bindings) {
        return judge(service.call(), answer, bindings);
    }

    /** What rules over an answer see beside its body: {@code $settings}, {@code $status}, {@code $headers}, {@code $request}. */
    public static Map<String, @Nullable Object> bindings(Service service, ProviderAnswer answer,
            @Nullable Object request) {
        var bindings = new HashMap<String, @Nullable Object>();
        bindings.put("settings", service.settings());
        bindings.put("status", answer.status());
        bindings.put("headers", answer.headers());
        bindings.put("request", request);
        return bindings;
    }

    private static Verdict judge(Service.Call call, ProviderAnswer answer,
            Map<String, ? extends @Nullable Object> bindings) {
        var words = call.verdicts();
        if (holds(words.unavailable(), answer, bindings)) {
            return UNAVAILABLE;
        }
        if (holds(words.rejected(), answer, bindings)) {
            return REJECTED;
        }
        if (call.format().soap() && answer.body() instanceof Map<?, ?> body
                && body.get("Fault") instanceof Map<?, ?> fault) {
            return isSenders(fault) ? REJECTED : UNAVAILABLE;
        }
        if (isTransient(answer.status()) || (!answer.readable() && !call.streamed())) {
            return UNAVAILABLE;
        }
        if (answer.status() >= 400) {
            return REJECTED;
        }
        if (answer.status() < 200 || answer.status() >= 300) {
            return UNAVAILABLE;
        }
        if (words.success().isEmpty() || holds(words.success(), answer, bindings)) {
            return DELIVERED;
        }
        // a declared list of rejections is complete: what is on neither list may work later, as may a page of HTML
        return words.rejected().isPresent() || !answer.readable() ? UNAVAILABLE : REJECTED;
    }

    /**
     * True where an answer that came to {@link #UNAVAILABLE} leaves open whether a write was done that must not be done twice:
     * somebody in between gave up waiting, or what came with a 2xx cannot be read.
     *
     * @throws MappingFailed when a rule cannot be evaluated over this answer
     */
    public static boolean leavesOpen(Service service, ProviderAnswer answer,
            Map<String, ? extends @Nullable Object> bindings) {
        if (!service.writesOnce()) {
            return false;
        }
        return answer.status() == 502 || answer.status() == 504 || !answer.readable() && answer.status() / 100 == 2
                && !holds(service.call().verdicts().unavailable(), answer, bindings);
    }

    private static boolean sessionIsOver(Auth auth, ProviderAnswer answer,
            Map<String, ? extends @Nullable Object> bindings) {
        return switch (auth) {
            case Auth.Session session -> answer.status() == 401 || answer.status() == 403
                    || holds(session.expired(), answer, bindings);
            case Auth.ClientCredentials _ -> answer.status() == 401;
            case Auth.None _,Auth.ApiKey _,Auth.Basic _,Auth.Webhook _ -> false;
        };
    }

    /** SOAP 1.1 says Client, 1.2 Sender; what comes after a dot is finer. */
    private static boolean isSenders(Map<?, ?> fault) {
        return fault.get("code") instanceof String code && Set.of("Client", "Sender").contains(code.split("\\.")[0]);
    }

    private static boolean isTransient(int status) {
        return status == 408 || status == 425 || status == 429 || status >= 500;
    }

    private static boolean holds(Optional<Expression> rule, ProviderAnswer answer,
            Map<String, ? extends @Nullable Object> bindings) {
        return rule.isPresent() && rule.get().holds(answer.body(), bindings);
    }
}
