package vn.lgsp.gateway.sandbox.payment;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import vn.lgsp.gateway.sandbox.wire.Json;
import vn.lgsp.gateway.sandbox.wire.Outward;

/** Sends CONFIRMs to the gateway, each until it is acknowledged or tried often enough. */
final class Confirmations implements AutoCloseable {
    private static final Duration FIRST_WAIT = Duration.ofMillis(300);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final URI gateway;
    private final ScheduledExecutorService clockwork = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("sandbox-payment").factory());
    private final AtomicInteger round = new AtomicInteger();

    Confirmations(URI gateway) {
        this.gateway = gateway;
    }

    /** Runs it later, unless everything is forgotten before. */
    void later(Duration wait, Runnable task) {
        var mine = round.get();
        if (!clockwork.isShutdown()) {
            var unused = clockwork.schedule(() -> {
                if (round.get() == mine) {
                    Thread.startVirtualThread(task);
                }
            }, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** One after the other; a forged one is sent once. */
    void send(Attempt attempt, List<Confirm> confirms, int tries) {
        send(attempt, confirms, tries, 1);
    }

    private void send(Attempt attempt, List<Confirm> confirms, int tries, int time) {
        if (confirms.isEmpty()) {
            return;
        }
        var confirm = confirms.getFirst();
        var acknowledged = sent(attempt, confirm);
        if (acknowledged || confirm.forged() || time >= tries) {
            send(attempt, confirms.subList(1, confirms.size()), tries, 1);
        } else {
            later(wait(time), () -> send(attempt, confirms, tries, time + 1));
        }
    }

    private boolean sent(Attempt attempt, Confirm confirm) {
        var reply = Outward.post(gateway, confirm.json(), Map.of());
        var acknowledged = Json.text(Json.read(reply.text().getBytes(StandardCharsets.UTF_8)), "MaLoi").equals("00");
        attempt.confirmed(confirm, acknowledged, reply.status() + " " + reply.text());
        return acknowledged;
    }

    private static Duration wait(int time) {
        var wait = FIRST_WAIT.multipliedBy(1L << Math.min(time - 1, 10));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    void forget() {
        round.incrementAndGet();
    }

    @Override
    public void close() {
        clockwork.shutdownNow();
    }
}
