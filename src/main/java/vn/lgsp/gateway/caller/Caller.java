package vn.lgsp.gateway.caller;

import java.util.List;
import java.util.Optional;

import vn.lgsp.gateway.connector.faults.Text;

/**
 * A system that may call the gateway.
 *
 * @param keys SHA-256 of its API keys, lower-case hex; two of them while a key is being replaced
 * @param services ids it may call; {@code dvcqg.*} stands for all of a connector
 * @param callback internal service that takes the final states of its transactions
 * @param quota requests a second, 0 for no limit
 * @param sandbox it tries things out: recorded answers answer it, and nothing it does leaves the gateway
 */
public record Caller(String name, Text title, List<String> keys, List<String> services, Optional<String> callback,
        int quota, boolean sandbox) {

    public boolean may(String service) {
        return services.stream().anyMatch(allowed -> allowed.equals(service) || allowed.endsWith(".*") && service
                .startsWith(allowed.substring(0, allowed.length() - 1)));
    }
}
