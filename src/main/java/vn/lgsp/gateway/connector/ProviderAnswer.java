package vn.lgsp.gateway.connector;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a provider answered, as the rules of a service see it.
 *
 * @param headers by lower-case name
 * @param body plain value (see {@link Expression}), null when there is none
 * @param readable false when there is a body and it is not JSON (an HTML page); an empty body is readable
 */
public record ProviderAnswer(int status, Map<String, String> headers, @Nullable Object body, boolean readable) {

    /** An answer with a JSON body. */
    public static ProviderAnswer of(int status, @Nullable Object body) {
        return new ProviderAnswer(status, Map.of(), body, true);
    }
}
