package vn.lgsp.gateway.intake;

import java.util.concurrent.Semaphore;

import org.springframework.stereotype.Component;

/** How many requests are worked on at the same time: above that, the next one is told at once to come again. */
@Component
class InFlight {
    private final Semaphore places;

    InFlight(IntakeSettings settings) {
        this.places = new Semaphore(settings.inFlight());
    }

    /** True when there was room; then {@link #leave} must follow. */
    boolean enter() {
        return places.tryAcquire();
    }

    void leave() {
        places.release();
    }

    boolean full() {
        return places.availablePermits() == 0;
    }
}
