package vn.lgsp.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;

/** A backlog goes out so that its provider and everyone else beside it notice little of it. */
class DrainRateTest {
    @Test
    void a_backlog_goes_out_evenly_within_each_second() {
        var one = config(800, 1);

        assertThat(one.getLimitForPeriod()).isEqualTo(16);
        assertThat(one.getLimitRefreshPeriod()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void nodes_share_it_and_none_is_left_without() {
        var shared = config(800, 3);
        var slow = config(2, 3);

        assertThat(perSecond(shared) * 3).isBetween(799.0, 801.0);
        assertThat(slow.getLimitForPeriod()).isEqualTo(1);
        assertThat(slow.getLimitRefreshPeriod()).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void no_rate_is_no_limit() {
        assertThat(Limits.drain("post", 0, 1)).isEmpty();
    }

    private static double perSecond(RateLimiterConfig config) {
        return config.getLimitForPeriod() * 1e9 / config.getLimitRefreshPeriod().toNanos();
    }

    private static RateLimiterConfig config(int whole, int nodes) {
        return Limits.drain("post", whole, nodes).orElseThrow().getRateLimiterConfig();
    }
}
