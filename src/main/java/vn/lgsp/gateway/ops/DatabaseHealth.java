package vn.lgsp.gateway.ops;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;

import vn.lgsp.gateway.ledger.Ledger;

/**
 * The database as requests feel it, in place of the framework's own look at it: it answers within a second also where
 * the database says nothing, and a database that can be read but not written is down.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseHealth {

    @Bean
    HealthIndicator dbHealthIndicator(Ledger ledger) {
        return () -> {
            try {
                return ledger.ready() ? Health.up().build() : Health.down().withDetail("ledger", "not written").build();
            } catch (DataAccessException e) {
                return Health.down().withDetail("ledger", "no answer").build();
            }
        };
    }
}
