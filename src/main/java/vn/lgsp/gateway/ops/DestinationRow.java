package vn.lgsp.gateway.ops;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Window;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.delivery.Closed;
import vn.lgsp.gateway.ledger.DestinationFigures;
import vn.lgsp.gateway.ledger.DestinationState;

/**
 * One system that is called, as operators see it.
 *
 * @param closed why it takes no calls now; absent while it does
 * @param services what is delivered to it
 * @param parked of the backlog, what waits without spending attempts: all of it while no calls are made
 */
record DestinationRow(String name, @Nullable Text title, List<String> services, @Nullable Shut closed,
        Breaker breaker, @Nullable Hold hold, Maintenance maintenance, long backlog, long parked,
        @Nullable Instant oldestWaiting, Limits limits) {

    /**
     * @param until when it is called again by itself; absent when somebody must resume it
     */
    record Shut(String why, @Nullable Instant until) {
        /** What waits without spending attempts: everything, while no calls are made. */
        static long parked(@Nullable Shut closed, long parked, long backlog) {
            return closed == null ? parked : backlog;
        }
    }

    /** @param until when a call tries whether it may be closed */
    record Breaker(DestinationState.Breaker state, @Nullable Instant since, @Nullable Instant until,
            @Nullable String cause) {}

    record Hold(String by, String reason, Instant since) {}

    /** @param until when the maintenance of this moment ends; absent when there is none now */
    record Maintenance(List<String> windows, @Nullable Instant until) {}

    /** @param ratePerSecond 0 for no limit */
    record Limits(int atOnce, int ratePerSecond, int drainPerSecond, long timeoutMs) {}

    static DestinationRow of(Gates.Gate gate, Catalogue catalogue, DestinationFigures figures, Instant now) {
        var to = gate.destination();
        var services = catalogue.services().values().stream().filter(service -> service.call().destination().name()
                .equals(to.name())).map(Service::id).sorted().toList();
        var connector = catalogue.connectors().get(to.name());
        var closed = gate.closed().map(DestinationRow::shut).orElse(null);
        return new DestinationRow(to.name(), connector == null ? null : title(connector), services, closed,
                breaker(gate.state()), gate.state().hold()
                        .map(hold -> new Hold(hold
                                .by(), String.valueOf(Mask.text(hold.reason())), hold.at()))
                        .orElse(null),
                new Maintenance(to.closed().stream().map(Window::text).toList(), to.closedUntil(now).orElse(null)),
                figures.backlog(), Shut.parked(closed, figures.parked(), figures.backlog()), figures.oldestWaiting(),
                new Limits(to.atOnce(), to
                        .ratePerSecond(), to.drainPerSecond(), to.timeout().toMillis()));
    }

    private static Text title(Connector connector) {
        return connector.title();
    }

    static Shut shut(Closed closed) {
        return new Shut(closed.why().code(), closed.until().orElse(null));
    }

    private static Breaker breaker(DestinationState state) {
        return new Breaker(state.breaker(), state.since(), state.until(), state.cause());
    }
}
