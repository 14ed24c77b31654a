package vn.lgsp.gateway.journey;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** The simplest load balancer there is: in turn, to those whose readiness said yes a moment ago. It repeats nothing. */
final class Balancer implements AutoCloseable {
    private static final Duration LOOKS = Duration.ofMillis(250);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final List<GatewayProcess> ready = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean open = true;

    Balancer(List<GatewayProcess> gateways) {
        ready.addAll(gateways);
        gateways.forEach(gateway -> Thread.startVirtualThread(() -> watch(gateway)));
    }

    private void watch(GatewayProcess gateway) {
        while (open) {
            if (!says(gateway)) {
                ready.remove(gateway);
            } else if (!ready.contains(gateway)) {
                ready.add(gateway);
            }
            LockSupport.parkNanos(LOOKS.toNanos());
        }
    }

    /** An answer that takes long on a busy machine is not yet a no. */
    private boolean says(GatewayProcess gateway) {
        try {
            return http
                    .send(HttpRequest.newBuilder(URI.create(gateway.opsUrl() + "/actuator/health/readiness")).timeout(
                            Duration.ofSeconds(2)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode() == 200;
        } catch (HttpTimeoutException e) {
            return ready.contains(gateway);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    boolean serves(GatewayProcess gateway) {
        return ready.contains(gateway);
    }

    /** The gateway the next call goes to. */
    URI next() {
        var now = List.copyOf(ready);
        return now.get(Math.floorMod(turn.getAndIncrement(), now.size())).url();
    }

    @Override
    public void close() {
        open = false;
    }
}
