package vn.lgsp.gateway.ops;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.delivery.Breakers;
import vn.lgsp.gateway.delivery.Routes;
import vn.lgsp.gateway.ledger.Ledger;

/**
 * What `/actuator/health` says. Readiness is the database and the accept path; a connector has its component, and its
 * illness is told as a detail: a provider that is down is not ours and never takes the node out.
 */
@Configuration(proxyBeanMethods = false)
class OpsHealth {

    /** Up when a request could be accepted and recorded now. */
    @Bean
    HealthIndicator acceptHealthIndicator(Routes routes, Ledger ledger) {
        return () -> routes.started() && ledger.ready()
                ? Health.up().build()
                : Health.outOfService().withDetail("routes", routes.started() ? "started" : "starting").build();
    }

    @Bean
    CompositeHealthContributor connectorsHealthContributor(Catalogue catalogue, Routes routes, Breakers breakers,
            Inventory inventory) {
        var components = new LinkedHashMap<String, HealthContributor>();
        catalogue.connectors().forEach((name, connector) -> components.put(name,
                (HealthIndicator) () -> health(connector, routes, breakers, inventory)));
        inventory.faults().forEach(fault -> components.computeIfAbsent(fault.connector(),
                name -> (HealthIndicator) () -> Health.up().withDetail("fault", fault.where() + " " + fault.what())
                        .build()));
        return CompositeHealthContributor.fromMap(Map.copyOf(components));
    }

    private static Health health(Connector connector, Routes routes, Breakers breakers, Inventory inventory) {
        var stopped = connector.services().keySet().stream().filter(id -> !routes.state(id).equals("Started")).sorted()
                .toList();
        var faults = inventory.faults().stream().filter(fault -> fault.connector().equals(connector.name())).map(
                fault -> fault.where() + " " + fault.what()).toList();
        return Health.up().withDetail("version", connector.version()).withDetail("breaker", breakers.state(connector
                .provider())).withDetail("stoppedRoutes", stopped).withDetail("faults", faults).build();
    }
}
