package vn.lgsp.gateway.sandbox.portal;

import java.net.URI;
import java.time.Duration;

/**
 * How the portal knows the gateway.
 *
 * @param sessionTtl life of a session (the real one is not known)
 * @param gateway where hand-overs ({@code nhanhsdvcqg}) go: the gateway's inbound address
 * @param apiKey sent as {@code X-API-Key} with those
 */
public record PortalSettings(String username, String password, Duration sessionTtl, URI gateway, String apiKey) {
    @Override
    public String toString() {
        return "PortalSettings[username=" + username + "]";
    }
}
