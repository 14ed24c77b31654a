package vn.lgsp.gateway.sandbox.wire;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import tools.jackson.databind.JsonNode;

/**
 * A fault and its limits.
 *
 * @param delay how long {@code slow} waits; at the most for each wait of {@code mix}; {@code hang}: until the reset
 * @param retryAfter seconds, for {@code unavailable}
 * @param times calls it hits, then it is over; 0 = no limit
 * @param probability share of the calls it hits, drawn from {@code seed}
 * @param lasts how long it lasts; zero = until it is changed
 * @param service the only service it hits; {@code "*"} = also the login; absent = all but the login
 * @param factor multiplies the shares of {@code mix}
 */
public record Fault(FaultMode mode, Optional<Duration> delay, int retryAfter, int times, double probability, long seed,
        Duration lasts, Optional<String> service, double factor) {

    public static final Fault NONE = of(FaultMode.NONE);

    public static Fault of(FaultMode mode) {
        return new Fault(mode, Optional.empty(), 1, 0, 1, 42, Duration.ZERO, Optional.empty(), 1);
    }

    public static Fault slow(Duration delay) {
        return of(FaultMode.SLOW).delayed(delay);
    }

    /** Reads what {@code PUT /faults/{system}} was sent. */
    public static Fault of(JsonNode order) {
        var delay = Optional.of(order.path("delayMs")).filter(JsonNode::isNumber)
                .map(node -> Duration.ofMillis(node.asLong()));
        return new Fault(FaultMode.of(Json.text(order, "mode")), delay, order.path("retryAfter").asInt(1),
                order.path("times").asInt(0), order.path("probability").asDouble(1), order.path("seed").asLong(42),
                Duration.ofMillis(order.path("forMs").asLong(0)),
                order.path("service").asStringOpt().filter(name -> !name.isEmpty()), order.path("factor").asDouble(1));
    }

    public Fault delayed(Duration wait) {
        return new Fault(mode, Optional.of(wait), retryAfter, times, probability, seed, lasts, service, factor);
    }

    public Fault retryAfter(int seconds) {
        return new Fault(mode, delay, seconds, times, probability, seed, lasts, service, factor);
    }

    public Fault times(int calls) {
        return new Fault(mode, delay, retryAfter, calls, probability, seed, lasts, service, factor);
    }

    public Fault probability(double share, long from) {
        return new Fault(mode, delay, retryAfter, times, share, from, lasts, service, factor);
    }

    public Fault lasting(Duration time) {
        return new Fault(mode, delay, retryAfter, times, probability, seed, time, service, factor);
    }

    public Fault onlyFor(String name) {
        return new Fault(mode, delay, retryAfter, times, probability, seed, lasts, Optional.of(name), factor);
    }

    public Fault timesTheUsual(double multiple) {
        return new Fault(mode, delay, retryAfter, times, probability, seed, lasts, service, multiple);
    }

    Map<String, Object> shown() {
        var shown = Json.object("mode", mode.label());
        delay.ifPresent(wait -> shown.put("delayMs", wait.toMillis()));
        if (times > 0) {
            shown.put("times", times);
        }
        if (probability < 1) {
            shown.put("probability", probability);
        }
        service.ifPresent(name -> shown.put("service", name));
        return shown;
    }
}
