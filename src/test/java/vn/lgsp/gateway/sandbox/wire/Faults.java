package vn.lgsp.gateway.sandbox.wire;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;

/** The switch of one stand-in's faults; may be turned while calls come in. */
public final class Faults {
    private final InstantSource clock;
    private Fault fault = Fault.NONE;
    private Random random = new Random(0);
    private Instant until = Instant.MAX;
    private int hits;

    public Faults(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void turn(Fault next) {
        fault = next;
        random = new Random(next.seed());
        until = next.lasts().isZero() ? Instant.MAX : clock.instant().plus(next.lasts());
        hits = 0;
    }

    /** What happens to this call; counts it against the fault's limit. */
    synchronized Fault next(String service, boolean opening) {
        if (!hits(service, opening)) {
            return Fault.NONE;
        }
        var drawn = fault.mode() == FaultMode.MIX ? Mix.draw(fault, random) : fault;
        if (drawn.mode() != FaultMode.NONE) {
            hits++;
        }
        return drawn;
    }

    private boolean hits(String service, boolean opening) {
        var meant = fault.service().map(name -> name.equals("*") || name.equals(service)).orElse(!opening);
        return meant && fault.mode() != FaultMode.NONE && clock.instant().isBefore(until)
                && (fault.times() == 0 || hits < fault.times())
                && (fault.probability() >= 1 || random.nextDouble() < fault.probability());
    }

    public synchronized Map<String, Object> shown() {
        var shown = fault.shown();
        shown.put("hits", hits);
        return shown;
    }
}
