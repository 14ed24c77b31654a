package vn.lgsp.gateway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Sends requests over kept connections and keeps their times: one thread and one selector, to leave the machine to others. */
final class Load {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final InetSocketAddress target;
    private final IntFunction<byte[]> requests;
    private final int expected;
    private int number;
    private Times times = new Times();
    /** What is sent earlier is no part of the figures. */
    private long counted;
    private long ended;

    /**
     * @param requests the bytes of the request of that number
     * @param expected the status that counts as done
     */
    Load(InetSocketAddress target, IntFunction<byte[]> requests, int expected) {
        this.target = target;
        this.requests = requests;
        this.expected = expected;
    }

    /** Closed loop: as many at once as given, each followed by the next. */
    Figures closed(int atOnce, Duration time) {
        return run(atOnce, follow(time, Long.MAX_VALUE));
    }

    /** Closed loop, until that many have been sent. */
    Figures count(int atOnce, long requests) {
        return run(atOnce, follow(Duration.ofHours(1), requests));
    }

    /**
     * Closed loop of which only what is sent after the lead counts: by then all have connected. Requests/s are the callers by
     * the mean time of a request, since each sends the next at once; neither the lead nor what is last under way enters.
     */
    Figures steady(int atOnce, Duration lead, Duration time) {
        return run(atOnce, (selector, wires) -> {
            counted = System.nanoTime() + lead.toNanos();
            follow(lead.plus(time), Long.MAX_VALUE).run(selector, wires);
            return times.sum() / atOnce;
        });
    }

    private Loop follow(Duration time, long most) {
        return (selector, wires) -> {
            var began = System.nanoTime();
            var end = began + time.toNanos();
            var first = number;
            wires.forEach(wire -> send(wire, System.nanoTime()));
            while (ended < number - first && System.nanoTime() < end + PATIENCE.toNanos()) {
                turn(selector, wire -> {
                    var now = System.nanoTime();
                    if (now < end && number - first < most) {
                        send(wire, now);
                    }
                });
            }
            return System.nanoTime() - began;
        };
    }

    /** Open loop: a request starts when its time has come, whether or not earlier ones have ended. */
    Figures open(int perSecond, Duration time) {
        var count = perSecond * time.toSeconds();
        return run(64, (selector, wires) -> {
            Deque<Wire> idle = new ArrayDeque<>(wires);
            var began = System.nanoTime();
            var due = new AtomicLong();
            var clock = Thread.ofPlatform().start(() -> tick(began, perSecond, count, due, selector));
            long sent = 0;
            var patience = began + time.toNanos() + PATIENCE.toNanos();
            while (ended < count && System.nanoTime() < patience) {
                while (sent < due.get() && !idle.isEmpty()) {
                    send(idle.poll(), began + sent++ * 1_000_000_000L / perSecond);
                }
                turn(selector, idle::add);
            }
            clock.interrupt();
            return System.nanoTime() - began;
        });
    }

    private static void tick(long began, int perSecond, long count, AtomicLong due, Selector selector) {
        for (long i = 0; i < count && !Thread.interrupted(); i++) {
            var at = began + i * 1_000_000_000L / perSecond;
            while (System.nanoTime() < at && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(at - System.nanoTime());
            }
            due.incrementAndGet();
            selector.wakeup();
        }
    }

    private interface Loop {
        /** @return nanoseconds by which what was done is to be divided */
        long run(Selector selector, List<Wire> wires) throws IOException;
    }

    private interface Then {
        void with(Wire wire);
    }

    private Figures run(int connections, Loop loop) {
        times = new Times();
        counted = System.nanoTime();
        ended = 0;
        var wires = new ArrayList<Wire>();
        try (var selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                wires.add(new Wire(target, selector));
            }
            var took = loop.run(selector, wires);
            return times.figures(took, wires.stream().filter(Wire::busy).count());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            wires.forEach(Wire::close);
        }
    }

    private void send(Wire wire, long due) {
        try {
            wire.send(requests.apply(number++), due);
        } catch (IOException e) {
            failed(e.toString());
            wire.renew();
        }
    }

    private void done(Wire wire) {
        ended++;
        if (wire.due() - counted >= 0) {
            times.done(System.nanoTime() - wire.due());
        }
    }

    private void failed(String how) {
        ended++;
        times.failed(how);
    }

    private void turn(Selector selector, Then then) throws IOException {
        selector.select(key -> ready(key, then), 100);
    }

    private void ready(SelectionKey key, Then then) {
        var wire = (Wire) key.attachment();
        try {
            if (wire.go(key)) {
                if (wire.status() == expected) {
                    done(wire);
                } else {
                    failed(wire.answer());
                }
                then.with(wire);
            }
        } catch (IOException e) {
            if (wire.busy()) {
                failed(e.toString());
                wire.renew();
                then.with(wire);
            } else {
                wire.renew();
            }
        }
    }
}
