package vn.lgsp.gateway.sandbox.ngsp;

import java.time.Duration;

/**
 * How the platform knows the province.
 *
 * @param tokenTtl life of a token, told as {@code expires_in}
 * @param step time between two states of a dossier
 */
public record NgspSettings(String client, String secret, Duration tokenTtl, Duration step) {
    @Override
    public String toString() {
        return "NgspSettings[client=" + client + "]";
    }
}
