package vn.lgsp.gateway.ops;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import vn.lgsp.gateway.delivery.Routes;

/** Readiness is the database and the accept path: up when a request could be taken in now. */
@Configuration(proxyBeanMethods = false)
class AcceptHealth {

    @Bean
    HealthIndicator acceptHealthIndicator(Routes routes) {
        return () -> routes.started()
                ? Health.up().build()
                : Health.outOfService().withDetail("routes", "starting").build();
    }
}
