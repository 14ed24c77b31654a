package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import vn.lgsp.gateway.delivery.Outcome;
import vn.lgsp.gateway.delivery.Outcome.Fault;
import vn.lgsp.gateway.delivery.Outcome.Unavailable;
import vn.lgsp.gateway.delivery.Trip;

/**
 * A document on its way from the provider to the caller, a buffer at a time. Its transaction was recorded before, and is
 * settled by how it ended: a document that broke off half-way is not delivered, and the caller's connection breaks too.
 */
record Passing(Trip trip, InputStream from, Consumer<Trip> settle) implements Answer.Flow {
    private static final Outcome BROKEN = new Unavailable("answer-lost", "the document broke off", true, Optional
            .empty(), Fault.PROVIDER);
    private static final Outcome GONE = new Unavailable("caller-gone", "the caller closed its connection", true,
            Optional.empty(), Fault.OURS);
    private static final int BUFFER = 16 * 1024;

    @Override
    public void to(OutputStream out) throws IOException {
        var buffer = new byte[BUFFER];
        var began = System.nanoTime();
        var passed = 0L;
        Outcome end = BROKEN;
        try (from) {
            int read;
            while ((read = from.read(buffer)) >= 0) {
                passed += read;
                end = GONE;
                out.write(buffer, 0, read);
                end = BROKEN;
            }
            end = trip.outcome();
        } finally {
            settle.accept(trip.passed(passed, trip.attempts().getLast().took().plus(Duration.ofNanos(System.nanoTime()
                    - began)), end));
        }
    }
}
