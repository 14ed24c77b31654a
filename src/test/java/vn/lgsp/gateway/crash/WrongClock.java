package vn.lgsp.gateway.crash;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

import vn.lgsp.gateway.Gateway;
import vn.lgsp.gateway.ledger.DatabaseClock;

/** A gateway on a machine whose clock is wrong by {@code -Dcrash.clock}. */
final class WrongClock {
    private WrongClock() {}

    public static void main(String[] args) {
        var wrong = Duration.parse(System.getProperty("crash.clock", "PT0S"));
        ApplicationContextInitializer<GenericApplicationContext> clock = application -> application.registerBean(
                "clock", Clock.class, () -> new DatabaseClock(Instant.now().plus(wrong)));
        new SpringApplicationBuilder(Gateway.class).initializers(clock).run(args);
    }
}
