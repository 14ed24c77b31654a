package vn.lgsp.gateway.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import vn.lgsp.gateway.crash.Sent.Kind;
import vn.lgsp.gateway.journey.Samples;

/**
 * What the one-stop system does all day: dossiers that are sent, changed, worked on, paid for and sent by post. Which
 * dossier does what is decided by the seed; what one dossier does, it does in order, each step after the answer to the
 * one before, mostly at another gateway.
 */
final class Load {
    /** States a dossier goes through; each version of it is known at the portal by its state. */
    private static final int[] STATES = { 4, 6, 7, 8, 10 };
    private static final double REPEATED = 0.02;
    private static final double HUNG_UP = 0.04;

    private final long seed;
    private final Caller caller;
    private final Queue<Sent> all = new ConcurrentLinkedQueue<>();
    private final ExecutorService dossiers = Executors.newVirtualThreadPerTaskExecutor();
    private int begun;

    Load(long seed, Caller caller) {
        this.seed = seed;
        this.caller = caller;
    }

    /** Begins so many dossiers a second for so long. */
    void run(Duration time, int lives) {
        var end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            var dossier = begun++;
            dossiers.execute(() -> live(dossier));
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / lives);
        }
    }

    /** True when every request that was begun is answered, or given up on. */
    boolean ended(Duration patience) {
        dossiers.shutdown();
        try {
            return dossiers.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    Collection<Sent> sent() {
        return all;
    }

    private void live(int dossier) {
        var random = new Random(seed * 1_000_003 + dossier);
        var number = "H47.12-%06d-%05d".formatted(Math.floorMod(seed, 1_000_000), dossier);
        var places = new HashMap<Kind, Integer>();
        send(dossier(number, 0), random, places);
        for (int step = 1 + random.nextInt(6); step > 0; step--) {
            var next = next(number, random, places);
            send(next, random, places);
            if (random.nextInt(3) == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1500)));
            }
        }
    }

    private Sent next(String number, Random random, Map<Kind, Integer> places) {
        var dice = random.nextInt(100);
        if (dice < 29) {
            return new Sent(Kind.LOOK_UP, number, place(places, Kind.LOOK_UP), List.of(), new byte[0]);
        }
        if (dice < 55) {
            return progress(number, place(places, Kind.PROGRESS), 1 + random.nextInt(13));
        }
        if (dice < 75 && place(places, Kind.DOSSIER) < STATES.length - 1) {
            return dossier(number, place(places, Kind.DOSSIER));
        }
        if (dice < 90 && place(places, Kind.PAYMENT) == 0) {
            return new Sent(Kind.PAYMENT, number, 0, List.of(), Caller.json(Samples.payment(number, 75_000)));
        }
        return place(places, Kind.ORDER) == 0
                ? new Sent(Kind.ORDER, number, 0, List.of(), Caller.json(Samples.order(number)))
                : new Sent(Kind.LOOK_UP, number, place(places, Kind.LOOK_UP), List.of(), new byte[0]);
    }

    private static int place(Map<Kind, Integer> places, Kind kind) {
        return places.getOrDefault(kind, 0);
    }

    private void send(Sent sent, Random random, Map<Kind, Integer> places) {
        places.merge(sent.kind, 1, Integer::sum);
        all.add(sent);
        if (random.nextDouble() < HUNG_UP) {
            caller.hangUp(sent, Duration.ofMillis(random.nextInt(100)));
        }
        caller.send(sent);
        if (sent.kind != Kind.LOOK_UP && random.nextDouble() < REPEATED) {
            caller.send(sent);
        }
    }

    private static Sent dossier(String number, int place) {
        var state = STATES[place];
        var body = state > 6 ? Samples.finished(number) : Samples.dossier(number);
        body.put("trangThaiHoSo", state);
        return new Sent(Kind.DOSSIER, number, place, List.of(String.valueOf(state)), Caller.json(body));
    }

    private static Sent progress(String number, int place, int steps) {
        var traces = IntStream.range(0, steps).mapToObj(step -> "Bước " + place + "." + step).toList();
        var time = Samples.now().toString();
        var body = Map.of("maHoSo", number, "buocXuLy", traces.stream().map(trace -> Map.of("nguoiXuLy", "Trần Văn Mẫu",
                "thoiDiemXuLy", time.replaceAll("(T\\d\\d:\\d\\d)\\+", "$1:00+"), "noiDungXuLy", trace, "trangThai", 4))
                .toList());
        return new Sent(Kind.PROGRESS, number, place, traces, Caller.json(body));
    }

    /** The staff mends the dossiers that were refused: steps wait for them. */
    void mend(Collection<String> numbers) {
        var sends = new ArrayList<Thread>();
        for (var number : numbers) {
            var last = all.stream().filter(one -> one.kind == Kind.DOSSIER && one.number.equals(number)).mapToInt(
                    one -> one.place).max().orElse(-1);
            if (last + 1 < STATES.length) {
                var mended = dossier(number, last + 1);
                all.add(mended);
                sends.add(Thread.startVirtualThread(() -> caller.send(mended)));
            }
        }
        sends.forEach(Load::await);
    }

    private static void await(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
