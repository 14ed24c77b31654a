package vn.lgsp.gateway.connector;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What every caller may ask of the gateway itself.
 *
 * @param document an OpenAPI contract as plain values; empty where there is none
 */
public record OwnContract(Map<String, @Nullable Object> document) {}
