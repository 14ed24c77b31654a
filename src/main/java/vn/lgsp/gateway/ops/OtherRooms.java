package vn.lgsp.gateway.ops;

import java.util.List;
import java.util.UUID;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.delivery.Breakers;
import vn.lgsp.gateway.delivery.DeliveryQueue;
import vn.lgsp.gateway.delivery.Destinations;
import vn.lgsp.gateway.delivery.Interventions;
import vn.lgsp.gateway.delivery.ReplayRunner;
import vn.lgsp.gateway.delivery.Replays;
import vn.lgsp.gateway.delivery.Routes;
import vn.lgsp.gateway.ledger.Ledger;

/** What operators see of connectors and routes, and do with transactions: the other rooms' doors, as this one asks for them. */
@Configuration(proxyBeanMethods = false)
class OtherRooms {

    @Bean
    ServiceHealth serviceHealth(Routes routes, Breakers breakers, Catalogue catalogue) {
        return id -> new ServiceHealth.State(routes.state(id), catalogue.service(id)
                .map(service -> breakers.state(service.call().destination()).breaker().name()).orElse("CLOSED"));
    }

    @Bean
    Replay replay(Replays replays, ReplayRunner runner) {
        return new Replay() {
            @Override
            public void sendOne(UUID job) {
                replays.sendOne(job);
            }

            @Override
            public void ring() {
                runner.ring();
            }

            @Override
            public List<Schema.Fault> faults(String service, byte[] body) {
                return replays.faults(service, body);
            }
        };
    }

    @Bean
    Payloads payloads(Ledger ledger) {
        return ledger::payload;
    }

    @Bean
    Intervention intervention(Interventions interventions) {
        return new Intervention() {
            @Override
            public Interventions.Done cancel(UUID id, String reason) {
                return interventions.cancel(id, reason);
            }

            @Override
            public Interventions.Done delivered(UUID id, String reason) {
                return interventions.delivered(id, reason);
            }

            @Override
            public Interventions.Done notDelivered(UUID id, String reason) {
                return interventions.notDelivered(id, reason);
            }
        };
    }

    @Bean
    Gates gates(Destinations destinations, Catalogue catalogue, DeliveryQueue queue) {
        return new Gates() {
            @Override
            public List<Gate> all() {
                return catalogue.services().values().stream().map(service -> service.call().destination()).distinct()
                        .map(to -> new Gate(to, destinations.state(to), destinations.closed(to))).toList();
            }

            @Override
            public boolean hold(Gate gate, String by, String reason) {
                return destinations.hold(gate.destination(), by, reason);
            }

            @Override
            public boolean resume(Gate gate, String by) {
                var resumed = destinations.resume(gate.destination(), by);
                queue.ring(gate.destination().name());
                return resumed;
            }

            @Override
            public boolean resetBreaker(Gate gate, String by) {
                var reset = destinations.resetBreaker(gate.destination(), by);
                queue.ring(gate.destination().name());
                return reset;
            }
        };
    }

    @Bean
    Inventory inventory(Loaded loaded) {
        return new Inventory() {
            @Override
            public Catalogue catalogue() {
                return loaded.catalogue();
            }

            @Override
            public List<Fault> faults() {
                return loaded.faults().entrySet().stream().flatMap(folder -> folder.getValue().stream()
                        .map(fault -> new Fault(folder.getKey(), fault.place().toString(), fault.message()))).toList();
            }
        };
    }
}
