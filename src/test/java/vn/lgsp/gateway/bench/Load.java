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
        return closed(atOnce, time, Long.MAX_VALUE);
    }

    /** Closed loop, until that many have been sent. */
    Figures count(int atOnce, long requests) {
        return closed(atOnce, Duration.ofHours(1), requests);
    }

    private Figures closed(int atOnce, Duration time, long most) {
        return run(atOnce, (selector, wires) -> {
            var began = System.nanoTime();
            var end = began + time.toNanos();
            var first = number;
            wires.forEach(wire -> send(wire, System.nanoTime()));
            long ended = 0;
            long sent = number - first;
            while (ended < sent && System.nanoTime() < end + PATIENCE.toNanos()) {
                turn(selector, wire -> {
                    var now = System.nanoTime();
                    if (now < end && number - first < most) {
                        send(wire, now);
                    }
                });
                ended = times.ended();
                sent = number - first;
            }
            return began;
        });
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
            long ended = 0;
            var patience = began + time.toNanos() + PATIENCE.toNanos();
            while (ended < count && System.nanoTime() < patience) {
                while (sent < due.get() && !idle.isEmpty()) {
                    send(idle.poll(), began + sent++ * 1_000_000_000L / perSecond);
                }
                var before = times.ended();
                turn(selector, idle::add);
                ended += times.ended() - before;
            }
            clock.interrupt();
            return began;
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
        /** @return when it began, as {@link System#nanoTime} */
        long run(Selector selector, List<Wire> wires) throws IOException;
    }

    private interface Then {
        void with(Wire wire);
    }

    private Figures run(int connections, Loop loop) {
        times = new Times();
        var wires = new ArrayList<Wire>();
        try (var selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                wires.add(new Wire(target, selector));
            }
            var began = loop.run(selector, wires);
            var left = wires.stream().filter(Wire::busy).count();
            return times.figures(System.nanoTime() - began, left);
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
            times.failed(e.toString());
            wire.renew();
        }
    }

    private void turn(Selector selector, Then then) throws IOException {
        selector.select(key -> ready(key, then), 100);
    }

    private void ready(SelectionKey key, Then then) {
        var wire = (Wire) key.attachment();
        try {
            if (wire.go(key)) {
                if (wire.status() == expected) {
                    times.done(System.nanoTime() - wire.due());
                } else {
                    times.failed(wire.answer());
                }
                then.with(wire);
            }
        } catch (IOException e) {
            if (wire.busy()) {
                times.failed(e.toString());
                wire.renew();
                then.with(wire);
            } else {
                wire.renew();
            }
        }
    }
}
