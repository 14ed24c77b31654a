package vn.lgsp.gateway.delivery;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.Transaction;

/**
 * What a route carries to a provider: one request, and all a mapping may ask about it.
 *
 * @param request the public request as plain values
 * @param bytes the public request as it was received
 * @param attempt number of this attempt, 1 for the first
 * @param part index of the part of a chunked request
 * @param again the provider said it knows this already: it is mapped as an update
 * @param matched the earlier transaction this one answers, as {@link Matching} found it
 * @param address base address of the provider this call goes to
 * @param access what {@link Credentials} gave for this call
 * @param others those that travel with it, where the service has a batch
 */
public record Parcel(Service service, Transaction transaction, @Nullable Object request, byte[] bytes, int attempt,
        int part, boolean again, Optional<Map<String, @Nullable Object>> matched, Access access, URI address,
        List<Parcel> others) {

    /** A first attempt of a whole request. */
    public static Parcel first(Service service, Transaction transaction, @Nullable Object request, byte[] bytes) {
        return of(service, transaction, request, bytes, 1);
    }

    /** A whole request, to the provider's first address. */
    static Parcel of(Service service, Transaction transaction, @Nullable Object request, byte[] bytes, int attempt) {
        return new Parcel(service, transaction, request, bytes, attempt, 0, false, Optional.empty(), Access.NONE,
                service
                        .call().destination().url(),
                List.of());
    }

    /** Of the same service as it was set for a case. */
    Parcel as(Service set) {
        return new Parcel(set, transaction, request, bytes, attempt, part, again, matched, access, address, others);
    }

    Parcel withAccess(Access fresh) {
        return new Parcel(service, transaction, request, bytes, attempt, part, again, matched, fresh, address,
                others);
    }

    Parcel asUpdate() {
        return new Parcel(service, transaction, request, bytes, attempt, part, true, matched, access, address,
                others);
    }

    Parcel to(URI other) {
        return new Parcel(service, transaction, request, bytes, attempt, part, again, matched, access, other, others);
    }

    /** One part of it, with the earlier transaction it answers. */
    Parcel part(int number, Optional<Map<String, @Nullable Object>> found) {
        return new Parcel(service, transaction, request, bytes, attempt, number, again, found, access, address,
                others);
    }

    /** The same with these in one call. */
    Parcel with(List<Parcel> company) {
        return new Parcel(service, transaction, request, bytes, attempt, part, again, matched, access, address,
                company);
    }

    /** How many parts the request is sent in. */
    int parts() {
        return service.call().chunk().map(chunk -> {
            var items = items(chunk.of());
            return Math.max(1, (items.size() + chunk.size() - 1) / chunk.size());
        }).orElse(1);
    }

    /** No other part of the request comes after it. */
    boolean last() {
        return part + 1 >= parts();
    }

    /** The request with only this part's items in the chunked array. */
    @Nullable
    Object portion() {
        var chunk = service.call().chunk();
        if (chunk.isEmpty() || !(request instanceof Map<?, ?> whole)
                || !(whole.get(chunk.get().of()) instanceof List<?> items)) {
            return request;
        }
        var from = Math.min(part * chunk.get().size(), items.size());
        var portion = new LinkedHashMap<Object, @Nullable Object>(whole);
        portion.put(chunk.get().of(), new ArrayList<>(items.subList(from, Math.min(from + chunk.get().size(), items
                .size()))));
        return portion;
    }

    /** The provider's request, in its dialect. */
    @Nullable
    Object mapped() {
        var mapping = service.call().request();
        return mapping.isPresent() ? mapping.get().evaluate(portion(), bindings()) : portion();
    }

    private List<?> items(String field) {
        return request instanceof Map<?, ?> map && map.get(field) instanceof List<?> list ? list : List.of();
    }

    /** A recorded case answers it, and no provider. */
    boolean inSandbox() {
        return transaction.inSandbox();
    }

    /** It follows a call of the same case: as an update, with a new session, or with the next part. */
    boolean repeated() {
        return again || part > 0 || access.equals(Access.RECORDED_ANEW);
    }

    /** It is asked until its answer is final. */
    boolean followed() {
        return transaction.origin() == Origin.FOLLOW;
    }

    /** The variables of a request mapping. */
    Map<String, @Nullable Object> bindings() {
        var bindings = new HashMap<String, @Nullable Object>();
        bindings.put("settings", service.settings());
        bindings.put("transaction", facts(transaction, attempt));
        bindings.put("auth", access.bindings());
        bindings.put("again", again);
        bindings.put("part", part);
        bindings.put("request", request);
        matched.ifPresent(found -> bindings.put("matched", found));
        bindings.put("followed", followed());
        return bindings;
    }

    /** {@code $transaction} as expressions see it. */
    public static Map<String, @Nullable Object> facts(Transaction transaction, int attempt) {
        return new TransactionFacts(transaction, attempt);
    }

    /**
     * What proves us to the provider in one call.
     *
     * @param headers HTTP headers to add
     * @param bindings {@code $auth} for mappings that carry it in the body
     */
    record Access(Map<String, String> headers, Map<String, String> bindings) {
        static final Access NONE = new Access(Map.of(), Map.of());
        /** What recorded cases were sent with; no session of anybody's. */
        static final Access RECORDED = new Access(Map.of(), Map.of("session", "S-TEST", "token", "T-TEST"));
        /** The same, after it was refused once. */
        static final Access RECORDED_ANEW = new Access(Map.of(), Map.of("session", "S-TEST", "token", "T-TEST", "anew",
                "true"));

        static Access recorded(boolean renewed) {
            return renewed ? RECORDED_ANEW : RECORDED;
        }
    }
}
