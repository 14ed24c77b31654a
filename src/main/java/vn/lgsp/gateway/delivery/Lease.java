package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.ledger.Claim;
import vn.lgsp.gateway.ledger.Heartbeat;
import vn.lgsp.gateway.ledger.Ledger;

/** The right to call for a piece of work, made sure of before each call: it may have been lost while a process stood still. */
interface Lease {
    /** Nobody else would do it: a read that is answered now. */
    Lease NONE = need -> true;

    /** True when the work is this node's for that long from now. */
    boolean lasts(Duration need);

    /** Makes leases. */
    @Component
    class Leases {
        private final Ledger ledger;
        private final Heartbeat heartbeat;
        private final Clock clock;

        Leases(Ledger ledger, Heartbeat heartbeat, Clock clock) {
            this.ledger = ledger;
            this.heartbeat = heartbeat;
            this.clock = clock;
        }

        Lease of(Claim claim, Destination destination) {
            return new Held(claim.transaction().id(), claim.lease(), claim.heldUntil(), claim.heldUntil().minus(
                    DeliveryQueue.lease(destination)));
        }

        private final class Held implements Lease {
            private static final Duration SPARE = Duration.ofSeconds(15);
            private final UUID id;
            private final String owner;
            private Instant until;
            private Instant since;

            Held(UUID id, String owner, Instant until, Instant since) {
                this.id = id;
                this.owner = owner;
                this.until = until;
                this.since = since;
            }

            @Override
            public boolean lasts(Duration need) {
                var now = clock.instant();
                if (heartbeat.sure(Duration.between(since, now)) && until.isAfter(now.plus(need))) {
                    return true;
                }
                var longer = now.plus(need).plus(SPARE);
                try {
                    if (!ledger.extend(id, owner, longer)) {
                        return false;
                    }
                    until = longer;
                    since = now;
                    return true;
                } catch (DataAccessException e) {
                    return false;
                }
            }
        }
    }
}
