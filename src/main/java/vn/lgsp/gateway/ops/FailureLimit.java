package vn.lgsp.gateway.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** Slows down who guesses passwords: so many failures of one user within a minute, and that user has to wait. */
final class FailureLimit {
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int NAMES = 10_000;

    private final int allowed;
    private final Clock clock;
    private final Cache<String, Deque<Instant>> failures = Caffeine.newBuilder().maximumSize(NAMES)
            .expireAfterWrite(WINDOW).build();

    FailureLimit(int allowed, Clock clock) {
        this.allowed = allowed;
        this.clock = clock;
    }

    boolean exceeded(String user) {
        var earliest = clock.instant().minus(WINDOW);
        var times = failures.getIfPresent(name(user));
        return times != null && times.stream().filter(earliest::isBefore).count() >= allowed;
    }

    void failed(String user) {
        failures.asMap().compute(name(user), (name, before) -> {
            var times = before == null ? new ArrayDeque<Instant>() : new ArrayDeque<>(before);
            times.addLast(clock.instant());
            while (times.size() > allowed) {
                times.removeFirst();
            }
            return times;
        });
    }

    void succeeded(String user) {
        failures.invalidate(name(user));
    }

    private static String name(String user) {
        return user.toLowerCase(Locale.ROOT);
    }
}
