package vn.lgsp.gateway.ops;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.delivery.Closed;
import vn.lgsp.gateway.ledger.DestinationState;
import vn.lgsp.gateway.ledger.DestinationState.Breaker;
import vn.lgsp.gateway.ledger.DestinationState.Hold;

/** Three destinations: the payment platform's breaker is open, the others are as they should be. */
final class SampleGates implements Gates {
    private final Instant until = Instant.now().plusSeconds(1_500).truncatedTo(ChronoUnit.SECONDS);
    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private volatile boolean open = true;

    /** As at the beginning. */
    void forget() {
        holds.clear();
        open = true;
    }

    @Override
    public List<Gate> all() {
        return SampleCatalogue.CATALOGUE.services().values().stream().map(service -> service.call().destination())
                .distinct().map(this::gate).toList();
    }

    private Gate gate(Destination to) {
        var broken = open && to.name().equals("payment");
        var hold = Optional.ofNullable(holds.get(to.name()));
        var state = new DestinationState(to.name(), broken ? Breaker.OPEN : Breaker.CLOSED, broken
                ? until.minusSeconds(1_800)
                : null, broken ? until : null, null, broken ? "80% failed, last: no-answer" : null, hold);
        var held = hold.map(one -> new Closed(Closed.Why.HELD, one.reason(), Optional.empty()));
        return new Gate(to, state, held.or(() -> broken
                ? Optional.of(new Closed(Closed.Why.BREAKER_OPEN, "80% failed", Optional.of(until)))
                : Optional.empty()));
    }

    @Override
    public boolean hold(Gate gate, String by, String reason) {
        return holds.putIfAbsent(gate.destination().name(), new Hold(by, reason, Instant.now())) == null;
    }

    @Override
    public boolean resume(Gate gate, String by) {
        return holds.remove(gate.destination().name()) != null;
    }

    @Override
    public boolean resetBreaker(Gate gate, String by) {
        var was = open && gate.destination().name().equals("payment");
        open &= !was;
        return was;
    }
}
