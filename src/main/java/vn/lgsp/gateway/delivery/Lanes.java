package vn.lgsp.gateway.delivery;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.ledger.Claim;

/** The lanes that are open now, by destination. */
@Component
class Lanes {
    private final Map<String, Lane> open = new ConcurrentHashMap<>();

    void open(String destination, Lane lane) {
        open.put(destination, lane);
    }

    /** What it holds is given back; what is under way there ends there. */
    void close(String destination) {
        var lane = open.remove(destination);
        if (lane != null) {
            lane.stop();
        }
    }

    void close() {
        open.values().forEach(Lane::stop);
        open.clear();
    }

    void ring(String destination) {
        with(destination, Lane::ring);
    }

    void ringAll() {
        open.values().forEach(Lane::ring);
    }

    boolean reserve(String destination) {
        var lane = open.get(destination);
        return lane != null && lane.reserve();
    }

    void forgo(String destination) {
        with(destination, Lane::forgo);
    }

    /** False when the lane has closed meanwhile. */
    boolean handOver(String destination, Claim claim) {
        var lane = open.get(destination);
        if (lane == null) {
            return false;
        }
        lane.handOver(claim);
        return true;
    }

    private void with(String destination, Consumer<Lane> action) {
        var lane = open.get(destination);
        if (lane != null) {
            action.accept(lane);
        }
    }
}
