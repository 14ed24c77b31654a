package vn.lgsp.gateway.connector;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * The system a connector's services call: its address and what it tolerates.
 *
 * @param url base address; a service's target path is appended
 * @param query parameters added to every call (e.g. {@code dstcode})
 * @param headers headers added to every call
 * @param timeout how long to wait for the first byte of an answer
 * @param atOnce calls in flight at the same time, at the most
 * @param ratePerSecond calls a second, at the most; 0 means no limit
 */
public record Destination(String name, URI url, Auth auth, Map<String, String> query, Map<String, String> headers,
        Duration timeout, int atOnce, int ratePerSecond, Breaker breaker) {

    /**
     * When calls are stopped for a while, because most of them failed through the provider's fault.
     *
     * @param opensAtPercent share of failed calls that opens it
     * @param over window in which calls are counted
     * @param atLeast calls in the window before it may open
     * @param staysOpen how long it stays open before it lets a call try
     */
    public record Breaker(int opensAtPercent, Duration over, int atLeast, Duration staysOpen) {}
}
