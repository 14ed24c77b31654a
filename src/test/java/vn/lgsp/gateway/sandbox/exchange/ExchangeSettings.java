package vn.lgsp.gateway.sandbox.exchange;

import java.time.Duration;

/**
 * How the exchange knows the province.
 *
 * @param tokenTtl life of a token, told as {@code expires_in}
 */
public record ExchangeSettings(String client, String secret, Duration tokenTtl) {
    @Override
    public String toString() {
        return "ExchangeSettings[client=" + client + "]";
    }
}
