package vn.lgsp.gateway.sandbox.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions a system gave, until they expire or are forgotten. */
public final class Sessions {
    private final InstantSource clock;
    private final Map<String, Instant> expiries = new ConcurrentHashMap<>();
    private volatile Duration life;

    public Sessions(InstantSource clock, Duration life) {
        this.clock = clock;
        this.life = life;
    }

    public void last(Duration time) {
        life = time;
    }

    public Duration life() {
        return life;
    }

    public String open() {
        var now = clock.instant();
        expiries.values().removeIf(expiry -> !now.isBefore(expiry));
        var session = UUID.randomUUID().toString();
        expiries.put(session, now.plus(life));
        return session;
    }

    public boolean knows(String session) {
        var expiry = expiries.get(session);
        return expiry != null && clock.instant().isBefore(expiry);
    }

    public void forget() {
        expiries.clear();
    }
}
