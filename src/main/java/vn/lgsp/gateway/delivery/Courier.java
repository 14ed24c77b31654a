package vn.lgsp.gateway.delivery;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.delivery.Credentials.LoginFailed;
import vn.lgsp.gateway.delivery.Outcome.Fault;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Outcome.Unknown;
import vn.lgsp.gateway.ledger.Attempt;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Times;

/**
 * Takes one parcel to its provider, once: within the provider's limits, through the service's Camel route. A call is
 * repeated at once only where the provider said it did nothing: its session was over, it wants an update instead, or it
 * has a second address for this case.
 */
@Component
public class Courier {
    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Routes routes;
    private final Credentials credentials;
    private final Destinations destinations;
    private final Breakers breakers;
    private final Limits limits;
    private final Lease.Leases leases;
    private final Clock clock;
    /** Until when calls go to the second address first, by destination. */
    private final Map<String, Instant> failedOver = new ConcurrentHashMap<>();

    Courier(Routes routes, Credentials credentials, Destinations destinations, Breakers breakers, Limits limits,
            Lease.Leases leases, Clock clock) {
        this.routes = routes;
        this.credentials = credentials;
        this.destinations = destinations;
        this.breakers = breakers;
        this.limits = limits;
        this.leases = leases;
        this.clock = clock;
    }

    /** Sends a read and says what came of it; never throws for what a provider or a mapping does. */
    public Trip send(Parcel parcel) {
        return send(parcel, Lease.NONE);
    }

    /** The same for work this node holds: no call begins when it does not hold it any more. */
    public Trip send(Parcel parcel, Claim claim) {
        return send(parcel, leases.of(claim));
    }

    private Trip send(Parcel parcel, Lease lease) {
        var asked = System.nanoTime();
        var destination = parcel.service().call().destination();
        var closed = destinations.closed(destination);
        if (closed.isPresent()) {
            return refused(closed.get().why().code(), closed.get().words(), destinations.wait(closed.get()));
        }
        if (!limits.enter(destination)) {
            return refused("at-once-limit", "all " + destination.atOnce() + " places are taken", Duration.ofSeconds(1));
        }
        try {
            return breakers.permits(destination)
                    ? counted(parcel, lease, asked)
                    : refused(Closed.Why.BREAKER_OPEN.code(), "calls are stopped after too many failures", Duration
                            .ofSeconds(1));
        } finally {
            limits.leave(destination);
        }
    }

    private Trip counted(Parcel parcel, Lease lease, long asked) {
        var destination = parcel.service().call().destination();
        var began = System.nanoTime();
        var trip = refused("not-called", "", Duration.ofSeconds(1));
        try {
            trip = calls(parcel, lease, asked);
            return trip;
        } finally {
            tell(destination, trip, System.nanoTime() - began);
        }
    }

    /** Only what the provider caused counts against it. */
    private void tell(Destination destination, Trip trip, long nanos) {
        var failed = trip.outcome() instanceof Unknown || trip.outcome() instanceof Unavailable unavailable
                && unavailable.fault() == Fault.PROVIDER;
        if (trip.attempts().isEmpty()) {
            breakers.spared(destination);
        } else if (failed) {
            var last = trip.attempts().getLast();
            breakers.failed(destination, nanos, last.code() == null ? last.outcome() : last.code());
        } else {
            breakers.succeeded(destination, nanos);
        }
    }

    /** True when a call made for this outcome was refused by us, so that nothing was spent. */
    static boolean notCalled(Trip trip) {
        return trip.attempts().isEmpty();
    }

    private static Trip refused(String code, String reason, Duration wait) {
        return new Trip(List.of(), new Unavailable(code, reason, false, Optional.of(wait), Fault.OURS), new byte[0]);
    }

    /** @param asked since when this call waits for its turn */
    private Trip calls(Parcel parcel, Lease lease, long asked) {
        var attempts = new ArrayList<Attempt>();
        var destination = parcel.service().call().destination();
        var started = clock.instant();
        try {
            var now = addressed(parcel, destination);
            var since = asked;
            for (boolean renewed = false;;) {
                var access = credentials.of(destination);
                if (!lease.lasts(destination.timeout().multipliedBy(2).plus(MARGIN))) {
                    return new Trip(attempts, new Unavailable("lease-lost", "another node goes on with it", false,
                            Optional.empty(), Fault.OURS), new byte[0]);
                }
                var passage = call(now.withAccess(access), System.nanoTime() - since, attempts);
                since = System.nanoTime();
                var spare = spare(now, passage, destination);
                if (passage.verdict() == Verdict.EXPIRED_SESSION && !renewed) {
                    credentials.refused(destination, access);
                    renewed = true;
                } else if (passage.verdict() == Verdict.AGAIN) {
                    now = now.asUpdate();
                } else if (spare.isPresent()) {
                    now = now.to(spare.get());
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

    private Parcel addressed(Parcel parcel, Destination destination) {
        var until = failedOver.get(destination.name());
        return until != null && destination.failover().isPresent() && clock.instant().isBefore(until)
                ? parcel.to(destination.failover().get().url())
                : parcel;
    }

    /** The second address, where this outcome of a call to the first one says so. */
    private Optional<URI> spare(Parcel sent, Passage passage, Destination destination) {
        if (!(passage.outcome() instanceof Unavailable unavailable) || destination.failover().isEmpty()) {
            return Optional.empty();
        }
        var failover = destination.failover().get();
        if (sent.address().equals(failover.url())) {
            failedOver.remove(destination.name());
            return Optional.empty();
        }
        if (!failover.on().contains(unavailable.code())) {
            return Optional.empty();
        }
        failedOver.put(destination.name(), clock.instant().plus(destination.breaker().staysOpen()));
        log.warn("destination.failed-over destination={} code={} for={}", destination.name(), unavailable.code(),
                destination.breaker().staysOpen());
        return Optional.of(failover.url());
    }

    private Passage call(Parcel parcel, long waited, List<Attempt> attempts) {
        var passage = routes.call(parcel);
        attempts.add(passage.attempt().timed(passage.attempt().times().waited(waited)));
        return passage;
    }

    private Trip failed(List<Attempt> attempts, Instant started, Parcel parcel, String code, @Nullable String reason,
            Fault fault) {
        var words = reason == null ? code : reason;
        attempts.add(new Attempt(parcel.attempt(), parcel.part(), started, Duration.between(started, clock.instant()),
                "UNAVAILABLE", null, code, words, 0, 0, Times.NONE));
        return new Trip(attempts, new Unavailable(code, words, false, Optional.empty(), fault), new byte[0]);
    }
}
