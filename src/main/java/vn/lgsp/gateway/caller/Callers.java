package vn.lgsp.gateway.caller;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;

/** Knows callers by their key and how fast each may ask. */
public final class Callers {
    private volatile Map<String, Caller> byName = Map.of();
    private volatile Map<String, Caller> byKey = Map.of();
    private volatile Map<String, RateLimiter> limits = Map.of();
    /** When each caller's last batch is paid for, by {@link System#nanoTime}. */
    private final Map<String, Long> batches = new ConcurrentHashMap<>();

    public Callers(List<Caller> callers) {
        know(callers);
    }

    /** Knows these from now on, and no others; a quota that stays the same goes on being counted. */
    public void know(List<Caller> callers) {
        var names = new HashMap<String, Caller>();
        var keys = new HashMap<String, Caller>();
        var quotas = new HashMap<String, RateLimiter>();
        for (var caller : callers) {
            names.put(caller.name(), caller);
            caller.keys().forEach(key -> keys.put(key, caller));
            if (caller.quota() > 0) {
                var same = byName.get(caller.name());
                var limit = same != null && same.quota() == caller.quota() ? limits.get(caller.name()) : null;
                quotas.put(caller.name(), limit == null ? limit(caller) : limit);
            }
        }
        limits = quotas;
        byName = names;
        byKey = keys;
    }

    private static RateLimiter limit(Caller caller) {
        return RateLimiter.of(caller.name(), RateLimiterConfig.custom().limitForPeriod(caller.quota())
                .limitRefreshPeriod(Duration.ofSeconds(1)).timeoutDuration(Duration.ZERO).build());
    }

    /** The caller that owns this API key. The key is looked up by its hash, so timing tells nothing about it. */
    public Optional<Caller> byKey(@Nullable String key) {
        return key == null ? Optional.empty() : Optional.ofNullable(byKey.get(hash(key)));
    }

    public Optional<Caller> byName(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<Caller> all() {
        return List.copyOf(byName.values());
    }

    /** Takes one request from the caller's quota; false when it is used up for this second. */
    public boolean admit(Caller caller) {
        var limit = limits.get(caller.name());
        return limit == null || limit.acquirePermission();
    }

    /**
     * Takes so many requests at once from the caller's quota, those of the coming seconds too; its next batch must wait
     * until they are over. Single requests have their own seconds, so that people at a desk do not wait for a batch.
     *
     * @return how long an earlier batch has still to be waited for; nothing when this one may come
     */
    public Optional<Duration> admit(Caller caller, int requests) {
        if (caller.quota() == 0) {
            return Optional.empty();
        }
        var now = System.nanoTime();
        var costs = requests * 1_000_000_000L / caller.quota();
        var paid = batches.merge(caller.name(), now + costs, (earlier, mine) -> earlier - now > 0 ? earlier : mine);
        return paid == now + costs ? Optional.empty() : Optional.of(Duration.ofNanos(paid - now));
    }

    /** Requests left in this second, or -1 where there is no quota. */
    public int left(Caller caller) {
        var limit = limits.get(caller.name());
        return limit == null ? -1 : Math.max(0, limit.getMetrics().getAvailablePermissions());
    }

    static String hash(String key) {
        return DigestUtils.sha256Hex(key);
    }
}
