package vn.lgsp.gateway.ops;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.Service;

/**
 * One health component per connector. A provider that is down is not our illness: DEGRADED is no member of the order
 * by which the node's own status is found, so it never takes the node out.
 */
@Configuration(proxyBeanMethods = false)
class ConnectorHealth {
    static final Status DEGRADED = new Status("DEGRADED");

    @Bean
    CompositeHealthContributor connectorsHealthContributor(Inventory inventory, ServiceHealth health) {
        return new AsTheyAre(inventory, health);
    }

    /** Connectors come and go while the gateway runs. */
    private record AsTheyAre(Inventory inventory, ServiceHealth health) implements CompositeHealthContributor {
        @Override
        public Stream<Entry> stream() {
            return Stream.of(inventory.catalogue().connectors().keySet().stream(), inventory.faults().stream().map(
                    Inventory.Fault::connector), inventory.removed().keySet().stream()).flatMap(names -> names)
                    .distinct().sorted().map(name -> new Entry(name, indicator(name)));
        }

        @Override
        public HealthIndicator getContributor(String name) {
            return indicator(name);
        }

        private HealthIndicator indicator(String name) {
            return () -> of(name, inventory, health);
        }
    }

    @Bean
    HealthIndicator callersHealthIndicator(Inventory inventory) {
        return () -> inventory.callers()
                .map(complaint -> Health.status(DEGRADED).withDetail("faults", complaint.faults()
                        .stream().map(Inventory.Remark::toString).toList())
                        .withDetail("since", complaint.since().toString()).build())
                .orElseGet(() -> Health.up().build());
    }

    private static Health of(String name, Inventory inventory, ServiceHealth health) {
        var faults = inventory.faults().stream().filter(fault -> fault.connector().equals(name))
                .map(fault -> fault.where() + ": " + fault.what().vi() + " / " + fault.what().en()).toList();
        var connector = inventory.catalogue().connectors().get(name);
        var stopped = connector == null ? "" : stopped(connector, health);
        var waiting = inventory.removed().getOrDefault(name, 0);
        var feeds = connector == null ? List.<String>of() : feeds(connector, inventory);
        var well = faults.isEmpty() && stopped.isEmpty() && feeds.isEmpty() && waiting == 0;
        var answer = well ? Health.up() : Health.status(DEGRADED);
        if (!faults.isEmpty()) {
            answer.withDetail("faults", faults);
        }
        if (connector != null) {
            answer.withDetail("version", connector.version());
        }
        if (waiting > 0) {
            answer.withDetail("removed", "since " + inventory.standing(name).since() + ": " + waiting
                    + " deliveries wait for its return");
        }
        var failing = inventory.standing(name).failing();
        if (failing != null) {
            answer.withDetail("notServed", failing.why() + " since " + failing.since() + ": " + failing.version());
        }
        if (!feeds.isEmpty()) {
            answer.withDetail("feeds", feeds);
        }
        if (!stopped.isEmpty()) {
            answer.withDetail("services", stopped);
        }
        return answer.build();
    }

    /** The feeds whose latest poll failed, with the reason. */
    private static List<String> feeds(Connector connector, Inventory inventory) {
        return connector.services().values().stream().filter(service -> service.links().feed().isPresent()).map(
                Service::id).sorted()
                .flatMap(id -> inventory.feedProblem(id).map(problem -> id + " " + problem).stream())
                .toList();
    }

    /** The services that do not flow, with their route's and breaker's state. */
    private static String stopped(Connector connector, ServiceHealth health) {
        return connector.services().keySet().stream().sorted()
                .filter(id -> !health.of(id).equals(new ServiceHealth.State("Started", "CLOSED")))
                .map(id -> id + " " + health.of(id).route() + " " + health.of(id).breaker())
                .collect(Collectors.joining(", "));
    }
}
