package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.journey.GatewayStage;
import vn.lgsp.gateway.journey.Stages;
import vn.lgsp.gateway.ledger.Entry;
import vn.lgsp.gateway.ledger.Entry.Lease;
import vn.lgsp.gateway.ledger.Ids;
import vn.lgsp.gateway.ledger.Ledger;
import vn.lgsp.gateway.ledger.Origin;
import vn.lgsp.gateway.ledger.Transaction;

/** Who is told that there is work, and who is not. */
class HandoverTest {
    private static final String NOWHERE = "nowhere";

    private final GatewayStage stage = Stages.shared();
    private final Clock clock = stage.bean(Clock.class);
    private final Ledger ledger = stage.bean(Ledger.class);
    private final Lanes lanes = new Lanes();
    private final Handover handover = new Handover(ledger, lanes, stage.bean(Catalogue.class), clock);
    private final SynchronousQueue<Boolean> looks = new SynchronousQueue<>();

    @AfterEach
    void forget() {
        lanes.close();
        stage.sql().sql("delete from delivery where destination = :nowhere").param("nowhere", NOWHERE).update();
    }

    @Test
    void nobody_looks_for_work_whose_caller_waits_for_it() throws Exception {
        var lane = lane();
        lanes.open(NOWHERE, lane);
        Thread.startVirtualThread(lane::run);
        looks.take();

        write(Optional.of(ledger.lease(clock.instant().plusSeconds(60), Lease.Use.CALLING)));
        write(Optional.empty());

        looks.take();
        assertThat(looks.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    /** One that tells each time when it looks, and would not look by itself for an hour. */
    private Lane lane() {
        var served = stage.bean(Catalogue.class).service("payment.init").orElseThrow().call().destination();
        return new Lane(served, new Lane.Crew(ledger, stage.bean(Destinations.class), stage.bean(Limits.class),
                new QueueSettings(Duration.ofHours(1), 1, Duration.ZERO, Duration.ZERO), clock, this::looked,
                claim -> {},
                claims -> {}, Runnable::run), true, Map.of());
    }

    private boolean looked() {
        try {
            looks.put(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void write(Optional<Lease> lease) {
        var now = clock.instant();
        var transaction = new Transaction(new Ids(clock).next(), "payment.init", "one-stop", "NOW", UUID.randomUUID()
                .toString(), null, null, now, null, "v1", null, Origin.CALLER);
        handover.write(new Entry.Opening(transaction, new byte[0], Optional.empty(), Optional.empty(), Optional.of(
                new Entry.Work(NOWHERE, null, now, now.plusSeconds(3600), lease))));
    }
}
