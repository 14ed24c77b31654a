package vn.lgsp.gateway.delivery;

import java.time.Clock;
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
    private final Clock clock;

    Breakers(Clock clock) {
        this.clock = clock;
    }

    CircuitBreaker of(Destination destination) {
        return breakers.computeIfAbsent(destination.name(), name -> CircuitBreaker.of(name, config(destination
                .breaker())));
    }

    private CircuitBreakerConfig config(Destination.Breaker breaker) {
        return CircuitBreakerConfig.custom().slidingWindowType(CircuitBreakerConfig.SlidingWindowType.TIME_BASED)
                .slidingWindowSize((int) Math.max(1, breaker.over().toSeconds())).minimumNumberOfCalls(breaker
                        .atLeast())
                .failureRateThreshold(breaker.opensAtPercent()).waitDurationInOpenState(breaker
                        .staysOpen())
                .permittedNumberOfCallsInHalfOpenState(2)
                .clock(clock).build();
    }

    /** CLOSED, OPEN or HALF_OPEN. */
    public String state(Destination destination) {
        return of(destination).getState().name();
    }

    /** True while no call may be made; a breaker whose time is over half-opens when it is asked. */
    boolean isOpen(Destination destination) {
        var breaker = of(destination);
        if (breaker.getState() != CircuitBreaker.State.OPEN) {
            return false;
        }
        if (breaker.tryAcquirePermission()) {
            breaker.releasePermission();
            return false;
        }
        return true;
    }
}
