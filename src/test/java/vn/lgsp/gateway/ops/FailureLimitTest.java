package vn.lgsp.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

class FailureLimitTest {
    private Instant now = Instant.parse("2026-03-02T01:00:00Z");
    private final InstantSource source = () -> now;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final FailureLimit limit = new FailureLimit(5, clock);

    private void fail(String user, int times) {
        for (int n = 0; n < times; n++) {
            limit.failed(user);
        }
    }

    @Test
    void the_fifth_failure_of_a_minute_closes_the_door_for_that_user() {
        fail("operator", 4);
        assertThat(limit.exceeded("operator")).isFalse();

        fail("OPERATOR", 1);

        assertThat(limit.exceeded("operator")).isTrue();
        assertThat(limit.exceeded("another")).isFalse();
    }

    @Test
    void a_minute_later_it_is_open_again() {
        fail("operator", 9);

        now = now.plus(Duration.ofSeconds(59));
        assertThat(limit.exceeded("operator")).isTrue();
        now = now.plus(Duration.ofSeconds(2));

        assertThat(limit.exceeded("operator")).isFalse();
    }

    @Test
    void a_right_password_forgives() {
        fail("operator", 4);

        limit.succeeded("operator");
        fail("operator", 4);

        assertThat(limit.exceeded("operator")).isFalse();
    }
}
