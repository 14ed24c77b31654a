package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.delivery.Credentials.LoginFailed;
import vn.lgsp.gateway.delivery.Outcome.Fault;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Outcome.Unknown;
import vn.lgsp.gateway.ledger.Attempt;

/**
 * Takes one parcel to its provider, once: within the provider's limits, through the service's Camel route. A call is
 * repeated at once only where the provider said it did nothing: its session was over, or it wants an update instead.
 */
@Component
public class Courier {
    private final Routes routes;
    private final Credentials credentials;
    private final Breakers breakers;
    private final Clock clock;
    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();
    private final Map<String, RateLimiter> rates = new ConcurrentHashMap<>();

    Courier(Routes routes, Credentials credentials, Breakers breakers, Clock clock) {
        this.routes = routes;
        this.credentials = credentials;
        this.breakers = breakers;
        this.clock = clock;
    }

    /** Sends the parcel and says what came of it; never throws for what a provider or a mapping does. */
    public Trip send(Parcel parcel) {
        var destination = parcel.service().call().destination();
        var breaker = breakers.of(destination);
        if (!breaker.tryAcquirePermission()) {
            return refused("breaker-open", "calls are stopped for a while after too many failures");
        }
        if (!enter(destination)) {
            breaker.releasePermission();
            return refused("at-once-limit", "all " + destination.atOnce() + " places are taken");
        }
        var began = System.nanoTime();
        var trip = refused("not-called", "");
        try {
            trip = calls(parcel);
            return trip;
        } finally {
            place(destination).release();
            tell(breaker, trip, System.nanoTime() - began);
        }
    }

    private static void tell(io.github.resilience4j.circuitbreaker.CircuitBreaker breaker, Trip trip, long nanos) {
        var failed = trip.outcome() instanceof Unknown || trip.outcome() instanceof Unavailable unavailable
                && unavailable.fault() == Fault.PROVIDER;
        if (trip.attempts().isEmpty()) {
            breaker.releasePermission();
        } else if (failed) {
            breaker.onError(nanos, TimeUnit.NANOSECONDS, new IllegalStateException(trip.attempts().getLast()
                    .outcome()));
        } else {
            breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /** True when a call made for this outcome was refused by us, so that nothing was spent. */
    static boolean notCalled(Trip trip) {
        return trip.attempts().isEmpty();
    }

    private static Trip refused(String code, String reason) {
        return new Trip(List.of(), new Unavailable(code, reason, false, Optional.of(Duration.ofSeconds(1)), Fault.OURS),
                new byte[0]);
    }

    private boolean enter(Destination destination) {
        try {
            if (!place(destination).tryAcquire(destination.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (rate(destination).map(RateLimiter::acquirePermission).orElse(true)) {
                return true;
            }
            place(destination).release();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Calls that may be made to this destination right now without waiting. */
    int free(Destination destination) {
        return place(destination).availablePermits();
    }

    private Semaphore place(Destination destination) {
        return places.computeIfAbsent(destination.name(), name -> new Semaphore(destination.atOnce()));
    }

    private Optional<RateLimiter> rate(Destination destination) {
        return destination.ratePerSecond() == 0
                ? Optional.empty()
                : Optional.of(rates.computeIfAbsent(destination.name(), name -> RateLimiter.of(name, RateLimiterConfig
                        .custom().limitForPeriod(destination.ratePerSecond()).limitRefreshPeriod(Duration.ofSeconds(1))
                        .timeoutDuration(destination.timeout()).build())));
    }

    private Trip calls(Parcel parcel) {
        var attempts = new ArrayList<Attempt>();
        var destination = parcel.service().call().destination();
        var started = clock.instant();
        try {
            var now = parcel;
            for (boolean renewed = false;;) {
                var access = credentials.of(destination);
                var passage = call(now.withAccess(access), attempts);
                if (passage.verdict() == Verdict.EXPIRED_SESSION && !renewed) {
                    credentials.refused(destination, access);
                    renewed = true;
                } else if (passage.verdict() == Verdict.AGAIN) {
                    now = now.asUpdate();
                } else {
                    return new Trip(attempts, passage.outcome(), passage.answer());
                }
            }
        } catch (LoginFailed e) {
            return failed(attempts, started, parcel, "login-failed", e.getMessage(), Fault.PROVIDER);
        } catch (MappingFailed e) {
            return failed(attempts, started, parcel, "mapping-failed", e.getMessage(), Fault.OURS);
        }
    }

    private Passage call(Parcel parcel, List<Attempt> attempts) {
        var passage = routes.call(parcel);
        attempts.add(passage.attempt());
        return passage;
    }

    private Trip failed(List<Attempt> attempts, java.time.Instant started, Parcel parcel, String code,
            @Nullable String reason, Fault fault) {
        var words = reason == null ? code : reason;
        attempts.add(new Attempt(parcel.attempt(), parcel.part(), started, Duration.between(started, clock.instant()),
                "UNAVAILABLE", null, code, words, 0, 0));
        return new Trip(attempts, new Unavailable(code, words, false, Optional.empty(), fault), new byte[0]);
    }
}
