package vn.lgsp.gateway;

import java.time.Clock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;

import vn.lgsp.gateway.cli.Cli;
import vn.lgsp.gateway.ledger.DatabaseClock;

/** Starts the gateway, or runs a command of the bench. What goes wrong is spoken by the problem room, not by an error page. */
@SpringBootApplication(exclude = ErrorMvcAutoConfiguration.class)
public class Gateway {
    public static void main(String[] args) {
        if (Cli.means(args)) {
            System.exit(Cli.run(args));
        }
        SpringApplication.run(Gateway.class, args);
    }

    /** The database's time, which all nodes share. */
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return new DatabaseClock();
    }
}
