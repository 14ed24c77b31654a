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
import vn.lgsp.gateway.delivery.Breakers.Permit;
import vn.lgsp.gateway.delivery.Credentials.LoginFailed;
import vn.lgsp.gateway.delivery.Outcome.Fault;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Outcome.Unknown;
import vn.lgsp.gateway.delivery.Parcel.Access;
import vn.lgsp.gateway.delivery.signing.KeyUnfit;
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
    /** A lease must last so much longer than a provider is waited for. */
    static final Duration MARGIN = Duration.ofSeconds(5);
    /** When work that could not be signed looks for its key again. */
    private static final Duration UNSIGNED = Duration.ofMinutes(1);

    private final Routes routes;
    private final Credentials credentials;
    private final Destinations destinations;
    private final Breakers breakers;
    private final Limits limits;
    private final Lease.Leases leases;
    private final Leftovers leftovers;
    private final Clock clock;
    /** Until when calls go to the second address first, by destination. */
    private final Map<String, Instant> failedOver = new ConcurrentHashMap<>();

    Courier(Routes routes, Credentials credentials, Destinations destinations, Breakers breakers, Limits limits,
            Lease.Leases leases, Leftovers leftovers, Clock clock) {
        this.routes = routes;
        this.credentials = credentials;
        this.destinations = destinations;
        this.breakers = breakers;
        this.limits = limits;
        this.leases = leases;
        this.leftovers = leftovers;
        this.clock = clock;
    }

    /** Sends a read and says what came of it; never throws for what a provider or a mapping does. */
    public Trip send(Parcel parcel) {
        return send(parcel, Lease.NONE);
    }

    /** The same for work this node holds: no call begins when it does not hold it any more. */
    public Trip send(Parcel parcel, Claim claim) {
        return send(parcel, leases.of(claim, parcel.service().call().destination()));
    }

    /** The same for several in one call. */
    Trip send(Parcel parcel, List<Claim> claims) {
        var destination = parcel.service().call().destination();
        var held = claims.stream().map(claim -> leases.of(claim, destination)).toList();
        return send(parcel, need -> held.stream().allMatch(lease -> lease.lasts(need)));
    }

    private Trip send(Parcel parcel, Lease lease) {
        var asked = System.nanoTime();
        if (parcel.inSandbox()) {
            return calls(parcel, lease, asked); // its provider does not know of it, nor does it wait for its provider
        }
        var destination = parcel.service().call().destination();
        var closed = closed(destination);
        if (closed.isPresent()) {
            return closed.get();
        }
        if (!limits.enter(destination)) {
            return refused("at-once-limit", "all " + destination.atOnce() + " places are taken", Duration.ofSeconds(1));
        }
        try {
            // it may have been closed while this one waited for its place
            return closed(destination).orElseGet(() -> permitted(parcel, lease, asked));
        } finally {
            limits.leave(destination);
        }
    }

    private Optional<Trip> closed(Destination destination) {
        return destinations.closed(destination).map(why -> refused(why.why().code(), why.words(), destinations.wait(
                why)));
    }

    private Trip permitted(Parcel parcel, Lease lease, long asked) {
        var destination = parcel.service().call().destination();
        var permit = breakers.permit(destination);
        if (permit == Permit.REFUSED) {
            return refused(Closed.Why.BREAKER_OPEN.code(), "calls are stopped after too many failures", Duration
                    .ofSeconds(1));
        }
        try {
            var trip = calls(parcel, lease, asked);
            tell(destination, permit, trip);
            return permit == Permit.TRIAL ? tried(trip) : trip;
        } catch (RuntimeException e) {
            breakers.spared(destination, permit);
            throw e;
        }
    }

    /** Only what the provider caused counts against it, and only an answer of its own speaks for it. */
    private void tell(Destination destination, Permit permit, Trip trip) {
        var unavailable = trip.outcome() instanceof Unavailable found ? found : null;
        if (trip.attempts().isEmpty() || unavailable != null && unavailable.fault() == Fault.OURS && !unavailable
                .sent()) {
            breakers.spared(destination, permit);
        } else if (trip.outcome() instanceof Unknown(var code, _)) {
            breakers.failed(destination, permit, code);
        } else if (unavailable != null && unavailable.fault() == Fault.PROVIDER) {
            breakers.failed(destination, permit, unavailable.code());
        } else {
            breakers.succeeded(destination, permit);
        }
    }

    private static Trip tried(Trip trip) {
        return new Trip(trip.attempts(), tried(trip.outcome()), trip.answer(), trip.shares().stream().map(
                share -> new Share(share.parcel(), share.passage().came(tried(share.passage().outcome())))).toList());
    }

    private static Outcome tried(Outcome outcome) {
        return outcome instanceof Unavailable(var code, var reason, var sent, var retryAfter, var fault)
                && fault == Fault.PROVIDER
                        ? new Unavailable(code, reason, sent, retryAfter, Fault.PROVIDER_TRIED)
                        : outcome;
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
        var now = addressed(parcel, destination);
        var since = asked;
        for (boolean renewed = false;;) {
            var called = since;
            try {
                var access = now.inSandbox()
                        ? Access.recorded(renewed)
                        : credentials.of(destination.at(now.address()));
                if (!lease.lasts(Uploads.patience(parcel.service()).plus(MARGIN))) {
                    return new Trip(attempts, new Unavailable("lease-lost", "another node goes on with it", false,
                            Optional.empty(), Fault.OURS), new byte[0]);
                }
                called = System.nanoTime();
                var passage = call(now.withAccess(access), called - since, attempts);
                since = System.nanoTime();
                if (passage.verdict() == Verdict.EXPIRED_SESSION && !renewed) {
                    credentials.refused(destination.at(now.address()), access);
                    renewed = true;
                    continue;
                }
                if (passage.verdict() == Verdict.AGAIN) {
                    now = now.asUpdate();
                    continue;
                }
                var spare = passage.outcome() instanceof Unavailable unavailable && !now.inSandbox()
                        ? spare(now.address(), unavailable.code(), destination)
                        : Optional.<URI>empty();
                if (spare.isEmpty()) {
                    return new Trip(attempts, passage.outcome(), passage.answer(), passage.shares());
                }
                now = now.to(spare.get());
            } catch (LoginFailed e) {
                var failed = failed(attempts, started, parcel, "login-failed", e.getMessage(), Fault.PROVIDER,
                        Times.NONE
                                .waited(System.nanoTime() - since));
                var spare = spare(now.address(), e.code(), destination);
                if (spare.isEmpty()) {
                    return failed;
                }
                now = now.to(spare.get());
            } catch (KeyUnfit e) {
                return unsigned(parcel, e, attempts);
            } catch (MappingFailed e) {
                return failed(attempts, started, parcel, "mapping-failed", e.getMessage(), Fault.OURS, Times.of(System
                        .nanoTime() - called, null, null).waited(called - since));
            }
        }
    }

    /** Nothing was spent, unless calls were made before: it waits for its key. */
    private static Trip unsigned(Parcel parcel, KeyUnfit unfit, List<Attempt> attempts) {
        log.warn("call.unsigned transaction={} service={} code={} cause={}", parcel.transaction().id(), parcel.service()
                .id(), unfit.code(), unfit.getMessage());
        return new Trip(attempts, new Unavailable(unfit.code(), String.valueOf(unfit.getMessage()), false, Optional.of(
                UNSIGNED), Fault.OURS), new byte[0]);
    }

    private Parcel addressed(Parcel parcel, Destination destination) {
        var until = failedOver.get(destination.name());
        return until != null && !parcel.inSandbox() && destination.failover().isPresent()
                && clock.instant().isBefore(until)
                        ? parcel.to(destination.failover().get().url())
                        : parcel;
    }

    /** The second address, where this outcome of a call to the first one says so. */
    private Optional<URI> spare(URI called, String code, Destination destination) {
        if (destination.failover().isEmpty()) {
            return Optional.empty();
        }
        var failover = destination.failover().get();
        if (called.equals(failover.url())) {
            failedOver.remove(destination.name());
            return Optional.empty();
        }
        if (!failover.on().contains(code)) {
            return Optional.empty();
        }
        failedOver.put(destination.name(), clock.instant().plus(destination.breaker().staysOpen()));
        log.warn("destination.failed-over destination={} code={} for={}", destination.name(), code,
                destination.breaker().staysOpen());
        return Optional.of(failover.url());
    }

    private Passage call(Parcel parcel, long waited, List<Attempt> attempts) {
        var passage = leftovers.forgotten(parcel, routes.call(parcel));
        attempts.add(passage.attempt().timed(passage.attempt().times().waited(waited)));
        return passage;
    }

    /** An attempt that ended by a fault of ours before anything was sent. */
    Trip faulty(Claim claim, RuntimeException fault) {
        var reason = fault.getClass().getSimpleName();
        var attempt = new Attempt(claim.ended() + 1, claim.part(), clock.instant(), Duration.ZERO, "UNAVAILABLE", null,
                "gateway-fault", reason, 0, 0, Times.NONE);
        return new Trip(List.of(attempt), new Unavailable("gateway-fault", reason, false, Optional.empty(),
                Fault.OURS), new byte[0]);
    }

    private Trip failed(List<Attempt> attempts, Instant started, Parcel parcel, String code, @Nullable String reason,
            Fault fault, Times times) {
        var words = reason == null ? code : reason;
        attempts.add(new Attempt(parcel.attempt(), parcel.part(), started, Duration.between(started, clock.instant()),
                "UNAVAILABLE", null, code, words, 0, 0, times));
        return new Trip(attempts, new Unavailable(code, words, false, Optional.empty(), fault), new byte[0]);
    }
}
