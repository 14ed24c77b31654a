package vn.lgsp.gateway.delivery;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Verdict;

/**
 * What is judged: an answer, or what one says of one transaction among several.
 *
 * @param bindings what rules over it see
 * @param bytes as it is kept
 * @param stream the rest of a document that is passed through
 */
record Answered(ProviderAnswer answer, Map<String, @Nullable Object> bindings, byte[] bytes,
        @Nullable InputStream stream) {
    static final String FOLLOWED = "followed";

    static Answered of(Parcel parcel, ProviderAnswer answer, byte[] bytes, @Nullable InputStream stream) {
        var bindings = new HashMap<String, @Nullable Object>(Verdict.bindings(parcel.service(), answer, parcel
                .request()));
        bindings.put(FOLLOWED, parcel.followed());
        return new Answered(answer, bindings, bytes, stream);
    }

    /** What an answer for several says of one. */
    static Answered of(Parcel parcel, ProviderAnswer own) {
        return of(parcel, own, Json.write(own.body()), null);
    }
}
