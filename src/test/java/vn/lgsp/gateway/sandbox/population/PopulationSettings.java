package vn.lgsp.gateway.sandbox.population;

import java.time.Duration;

/**
 * How the population database knows the province.
 *
 * @param client value of X-Road-Client
 * @param skew how far the clocks may be apart
 */
public record PopulationSettings(String user, String secret, String apiKey, String client, Duration skew) {
    @Override
    public String toString() {
        return "PopulationSettings[user=" + user + "]";
    }
}
