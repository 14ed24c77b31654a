package vn.lgsp.gateway.ops;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Serving;
import vn.lgsp.gateway.connector.folder.Bundle;
import vn.lgsp.gateway.ledger.ConnectorChange;
import vn.lgsp.gateway.swap.CallersWatch;
import vn.lgsp.gateway.swap.NotServed;
import vn.lgsp.gateway.swap.Swap;
import vn.lgsp.gateway.swap.Swapped;
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
            public List<Schema.Fault> faults(String service, byte[] body, boolean sandbox) {
                return replays.faults(service, body, sandbox);
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
            public Interventions.Done delivered(UUID id, Interventions.Word word) {
                return interventions.delivered(id, word);
            }

            @Override
            public Interventions.Done notDelivered(UUID id, Interventions.Word word) {
                return interventions.notDelivered(id, word);
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
    Inventory inventory(Serving serving, Swap swap, NotServed notServed, CallersWatch callers, Ledger ledger) {
        return new Inventory() {
            @Override
            public Catalogue catalogue() {
                return serving.now();
            }

            @Override
            public List<Fault> faults() {
                return notServed.all().entrySet().stream().flatMap(folder -> folder.getValue().faults().stream()
                        .map(fault -> new Fault(folder.getKey(), fault.place().toString(), fault.message()))).toList();
            }

            @Override
            public Standing standing(String connector) {
                var failing = notServed.all().get(connector);
                return new Standing(swap.decided(connector).map(ConnectorChange::at).orElse(null), failing == null
                        ? null
                        : new Failing(failing.version(), failing.since(), failing.why().name().toLowerCase(Locale.ROOT)
                                .replace('_', '-')));
            }

            @Override
            public Optional<String> feedProblem(String service) {
                try {
                    return ledger.feedProblem(service);
                } catch (DataAccessException away) {
                    return Optional.empty(); // the database's own health tells of that
                }
            }

            @Override
            public Map<String, Integer> removed() {
                return notServed.waiting();
            }

            @Override
            public Optional<Complaint> callers() {
                return callers.fault()
                        .map(fault -> new Complaint(fault.since(), callers.refused(), fault.what().stream().map(
                                one -> new Remark(one.place().toString(), one.message())).toList()));
            }
        };
    }

    @Bean
    Versions versions(Swap swap) {
        return new Versions() {
            @Override
            public Swapped check(Bundle bundle) {
                return swap.check(bundle.name(), swap.completed(bundle));
            }

            @Override
            public Swapped apply(Bundle bundle, String by, String reason) {
                return swap.apply(swap.completed(bundle), by, reason);
            }

            @Override
            public Optional<Swapped> rollback(String name, String version, String by, String reason) {
                return swap.rollback(name, version, by, reason);
            }

            @Override
            public Swapped remove(String name, String by, String reason) {
                return swap.remove(name, by, reason);
            }
        };
    }
}
