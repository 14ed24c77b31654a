package vn.lgsp.gateway.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

import javax.sql.DataSource;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Tells the other nodes every second that this one is alive, and learns what they know. Of a node that has been silent
 * for ten seconds, whoever notices it first takes over what it held, without waiting for its leases.
 */
@Component
@DependsOnDatabaseInitialization
public class Heartbeat implements SmartLifecycle, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration DEAD = Duration.ofSeconds(10);
    /** Well before others may think this node dead, it must not begin a call on the strength of an old lease. */
    private static final Duration SURE = Duration.ofSeconds(5);

    /** What another node has locked is its business: whoever waits for it looks dead, too. */
    private static final String IMPATIENT = "set lock_timeout = '2s'";

    /** Wants to know at every beat. */
    public interface Listener {
        void beat(Pulse pulse);
    }

    /**
     * @param place this node's place among the living, from 0
     * @param nodes how many are alive, this one included
     */
    public record Pulse(int place, int nodes, Map<String, DestinationState> destinations) {}

    private final OwnConnections connection;
    private final JdbcClient database;
    private final DestinationStates states;
    private final List<Listener> listeners;
    private final Clock clock;
    private final String name;
    private final LongSupplier nanos;
    private volatile long last;
    private volatile long streak;
    private volatile boolean running;
    private Thread thread = new Thread();

    @Autowired
    Heartbeat(DataSource source, DestinationStates states, NodeName name, List<Listener> listeners, Clock clock) {
        this(source, states, name, listeners, clock, System::nanoTime);
    }

    /** @param nanos time as it passes for this process, from any beginning */
    Heartbeat(DataSource source, DestinationStates states, NodeName name, List<Listener> listeners, Clock clock,
            LongSupplier nanos) {
        this.nanos = nanos;
        // a node whose callers use up the pool is busy, and must not look dead
        this.connection = OwnConnections.of(source, "heartbeat", 1, IMPATIENT);
        this.database = JdbcClient.create(connection.source());
        this.states = states;
        this.listeners = listeners;
        this.clock = clock;
        this.name = name.prefix();
        this.last = nanos.getAsLong() - DEAD.toNanos();
        this.streak = nanos.getAsLong();
        beat();
    }

    /**
     * True while no other node can think this one dead, nor can have thought so for that long: a process that stood still
     * beats again before it knows what was taken from it.
     */
    public boolean sure(Duration back) {
        var now = nanos.getAsLong();
        return now - last < SURE.toNanos() && now - streak > back.toNanos();
    }

    /** @param anew it was not among the living: others may have taken what it held, whatever its own clock says */
    private record Beaten(Instant at, boolean anew) {}

    /** Beats now, e.g. after something was changed that all must know. */
    public final void beat() {
        try {
            var before = nanos.getAsLong();
            var beaten = database.sql("""
                    insert into node (name, started_at, beat_at) values (:name, clock_timestamp(), clock_timestamp())
                    on conflict (name) do update set beat_at = excluded.beat_at
                    returning beat_at, xmax = 0""").param("name", name)
                    .query((row, number) -> new Beaten(row.getTimestamp(
                            1).toInstant(), row.getBoolean(2)))
                    .single();
            follow(beaten.at(), before);
            if (beaten.anew() || before - last > DEAD.toNanos() / 2) {
                streak = before;
            }
            last = before;
            buryTheDead();
            tell();
        } catch (DataAccessException | TransactionException e) {
            log.warn("heartbeat.missed cause={}", e.getMessage());
        }
    }

    /** A heart that stopped over a fault of ours would hand a living node's work to others. */
    private void survived() {
        try {
            beat();
        } catch (RuntimeException e) {
            log.error("heartbeat.failed", e);
        }
    }

    private void follow(Instant time, long before) {
        var half = (nanos.getAsLong() - before) / 2;
        if (clock instanceof DatabaseClock followed) {
            followed.follow(time, before + half, Duration.ofNanos(half));
        }
    }

    /**
     * After an outage of the database all nodes look dead for a moment: only who has beaten for a while may judge. What the
     * dead one has locked is left to the end of its lease.
     */
    private void buryTheDead() {
        if (nanos.getAsLong() - streak < DEAD.toNanos()) {
            return;
        }
        database.sql("""
                with dead as (
                  delete from node where beat_at < clock_timestamp() - make_interval(secs => :seconds) returning name),
                held as (
                  select mine.id, dead.name from dead, lateral (
                    select id from delivery where starts_with(lease_owner, dead.name) for update skip locked) mine),
                freed as (
                  update delivery d set lease_until = '-infinity' from held where d.id = any(array[held.id])
                  returning held.name)
                select dead.name, (select count(*) from freed where freed.name = dead.name) as held from dead""").param(
                "seconds", DEAD.toSeconds()).query(row -> {
                    log.warn("node.dead node={} deliveries={}: taken over", row.getString("name"), row.getLong("held"));
                });
    }

    private void tell() {
        var nodes = database.sql("""
                select name from node where beat_at > clock_timestamp() - make_interval(secs => :seconds)
                order by name""").param("seconds", DEAD.toSeconds()).query(String.class).list();
        var pulse = new Pulse(Math.max(0, nodes.indexOf(name)), Math.max(1, nodes.size()), states.all());
        listeners.forEach(listener -> listener.beat(pulse));
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("heartbeat").daemon().start(() -> {
            while (running) {
                LockSupport.parkNanos(EVERY.toNanos());
                if (running) {
                    survived();
                }
            }
        });
    }

    /** Last of all: what this node was given and did not end is free for the others, who know whether it was begun. */
    @Override
    public void stop() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join(EVERY.multipliedBy(3));
            last = nanos.getAsLong() - DEAD.toNanos();
            var left = database.sql("""
                    with gone as (delete from node where name = :name)
                    update delivery set lease_until = '-infinity' where starts_with(lease_owner, :name)""")
                    .param("name",
                            name)
                    .update();
            log.info("heartbeat.ended node={} deliveries={} left to the others", name, left);
        } catch (DataAccessException e) {
            log.warn("heartbeat.not-ended cause={}: others notice it by themselves", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void destroy() {
        connection.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts before and stops after everything that holds leases. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1000;
    }
}
