package vn.lgsp.gateway.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.crash.Sent.Kind;
import vn.lgsp.gateway.journey.GatewayStage;

/** The one-stop system in bad times: sends to the gateways in turn, and again with the same key until it is answered. */
final class Caller {
    private static final int FAULT = 500;
    private static final Set<Integer> LATER = Set.of(409, 425, 429, FAULT, 502, 503);

    private static final String TRANSACTION = "Transaction-Id";
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration
            .ofSeconds(2)).build();
    private final Fleet fleet;
    private final BooleanSupplier patient;
    final AtomicLong tries = new AtomicLong();
    final AtomicLong answers = new AtomicLong();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();

    /** @param patient false when nobody waits for answers any more */
    Caller(Fleet fleet, BooleanSupplier patient) {
        this.fleet = fleet;
        this.patient = patient;
    }

    /** Until there is a final answer, less and less often, as callers do it; a look-up is asked once. */
    void send(Sent sent) {
        var pause = PAUSE;
        while (patient.getAsBoolean()) {
            var status = attempt(sent);
            if (status > 0 && !LATER.contains(status) || sent.kind == Kind.LOOK_UP) {
                return;
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : pause;
        }
    }

    /** Sends it and does not wait for the answer: the connection is gone a moment later. */
    void hangUp(Sent sent, Duration moment) {
        tries.incrementAndGet();
        var call = http.sendAsync(request(sent), HttpResponse.BodyHandlers.discarding());
        LockSupport.parkNanos(moment.toNanos());
        call.cancel(true);
    }

    /** Its status; 0 when there was no answer. */
    int attempt(Sent sent) {
        tries.incrementAndGet();
        try {
            var response = http.send(request(sent), HttpResponse.BodyHandlers.ofByteArray());
            var status = response.statusCode();
            if (status == FAULT) {
                faults.add(sent.key + " " + response.headers().firstValue(TRANSACTION).orElse("-") + ": "
                        + new String(response.body(), StandardCharsets.UTF_8));
            }
            if (!LATER.contains(status) || sent.kind == Kind.LOOK_UP) {
                answers.incrementAndGet();
                sent.answered(status, response.headers().firstValue(TRANSACTION).orElse(null));
            }
            return status;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** The gateway may be unable to do something now, and says so; a fault of its own it never has. */
    Finding faults() {
        return new Finding("no answer 500: no fault of the gateway's own").none(List.copyOf(faults));
    }

    private HttpRequest request(Sent sent) {
        var request = HttpRequest.newBuilder(uri(sent)).timeout(Duration.ofSeconds(8)).header("X-API-Key",
                GatewayStage.ONE_STOP);
        return sent.kind == Kind.LOOK_UP
                ? request.GET().build()
                : request.header("Content-Type", "application/json").header("Idempotency-Key", sent.key).POST(
                        HttpRequest.BodyPublishers.ofByteArray(sent.body)).build();
    }

    private URI uri(Sent sent) {
        return URI.create(fleet.url(fleet.next()) + sent.kind.path + (sent.kind == Kind.LOOK_UP ? sent.number : ""));
    }

    static byte[] json(Object body) {
        return Json.write(body);
    }
}
