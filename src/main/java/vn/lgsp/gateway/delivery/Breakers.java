package vn.lgsp.gateway.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.springframework.stereotype.Component;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import vn.lgsp.gateway.connector.Destination;

/** One breaker per destination: opens when most of its recent calls failed through the provider's fault. */
@Component
public class Breakers {
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    CircuitBreaker of(Destination destination) {
        return breakers.computeIfAbsent(destination.name(), name -> CircuitBreaker.of(name, config(destination
                .breaker())));
    }

    private static CircuitBreakerConfig config(Destination.Breaker breaker) {
        return CircuitBreakerConfig.custom().slidingWindowType(CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
                .slidingWindowSize((int) Math.max(1, breaker.over().toSeconds())).minimumNumberOfCalls(breaker
                        .atLeast())
                .failureRateThreshold(breaker.opensAtPercent()).waitDurationInOpenState(breaker
                        .staysOpen())
                .permittedNumberOfCallsInHalfOpenState(2)
                .automaticTransitionFromOpenToHalfOpenEnabled(true).build();
    }

    /** CLOSED, OPEN or HALF_OPEN. */
    public String state(Destination destination) {
        return of(destination).getState().name();
    }

    boolean isOpen(Destination destination) {
        return of(destination).getState() == CircuitBreaker.State.OPEN;
    }
}
