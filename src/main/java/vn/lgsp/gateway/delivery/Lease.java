package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

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

        Lease of(Claim claim) {
            return new Held(claim.transaction().id(), claim.lease(), claim.heldUntil());
        }

        private final class Held implements Lease {
            private static final Duration SPARE = Duration.ofSeconds(15);
            private final UUID id;
            private final String owner;
            private Instant until;

            Held(UUID id, String owner, Instant until) {
                this.id = id;
                this.owner = owner;
                this.until = until;
            }

            @Override
            public boolean lasts(Duration need) {
                if (heartbeat.sure() && until.isAfter(clock.instant().plus(need))) {
                    return true;
                }
                var longer = clock.instant().plus(need).plus(SPARE);
                try {
                    until = ledger.extend(id, owner, longer) ? longer : until;
                    return until.equals(longer);
                } catch (DataAccessException e) {
                    return false;
                }
            }
        }
    }
}
