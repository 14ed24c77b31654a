package vn.lgsp.gateway.sandbox.post;

import java.time.Duration;

/**
 * How the post knows the province.
 *
 * @param tokenTtl life of a token, told as {@code expires_in}
 * @param step time between two events of an order
 */
public record PostSettings(String client, String secret, Duration tokenTtl, Duration step) {
    @Override
    public String toString() {
        return "PostSettings[client=" + client + "]";
    }
}
