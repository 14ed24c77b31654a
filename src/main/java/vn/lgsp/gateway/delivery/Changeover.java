package vn.lgsp.gateway.delivery;

import java.util.Map;
import java.util.stream.Collectors;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Serving;
import vn.lgsp.gateway.ledger.Recurring;

/** Exchanges what is served while traffic flows: the new beside the old, the switch, and what ends afterwards. */
@Component
public class Changeover {
    private final Serving serving;
    private final Routes routes;
    private final DeliveryQueue queue;
    private final Limits limits;
    private final Breakers breakers;
    private final Diversion diversion;
    private final Recurring recurring;

    Changeover(Serving serving, Routes routes, DeliveryQueue queue, Limits limits, Breakers breakers,
            Diversion diversion, Recurring recurring) {
        this.serving = serving;
        this.routes = routes;
        this.queue = queue;
        this.limits = limits;
        this.breakers = breakers;
        this.diversion = diversion;
        this.recurring = recurring;
    }

    /** Nobody's call fails by it: who has begun ends with what he began with. */
    public void to(Catalogue next) {
        var before = destinations(serving.now());
        if (routes.started()) {
            routes.prepare(next);
        }
        serving.switchTo(next);
        // before much is accepted for where they are called now
        diversion.tryToDivert();
        if (routes.started()) {
            routes.serve(next);
        }
        destinations(next).forEach((name, now) -> {
            var was = before.get(name);
            if (was != null && !was.equals(now)) {
                limits.follow(now);
                if (!was.breaker().equals(now.breaker())) {
                    breakers.recount(now);
                }
            }
        });
        queue.follow();
        queue.ringAll();
        recurring.follow();
    }

    /** Ends what nobody can need any more. */
    public void tidy() {
        if (routes.started()) {
            routes.retire();
        }
    }

    private static Map<String, Destination> destinations(Catalogue catalogue) {
        return catalogue.services().values().stream().map(service -> service.call().destination()).collect(Collectors
                .toMap(Destination::name, to -> to, (one, _) -> one));
    }
}
