package vn.lgsp.gateway.connector;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The system a connector's services call: its address and what it tolerates.
 *
 * @param url base address; a service's target path is appended
 * @param query parameters added to every call (e.g. {@code dstcode})
 * @param headers headers added to every call
 * @param timeout how long to wait for the first byte of an answer
 * @param atOnce calls in flight at the same time, at the most
 * @param ratePerSecond calls a second by all nodes together, at the most; 0 means no limit
 * @param drainPerSecond deliveries a second from a backlog, at the most; 0 means as many as the rate allows
 * @param closed when it is closed for maintenance
 * @param transport what carries its calls
 * @param failover a second address of the same system
 * @param format what its services speak, where they say nothing else
 * @param signing headers computed for each call, beside what {@code auth} adds
 * @param tls what is shown on the connection, and who is trusted
 * @param reaches places no provider is at, where this one is nevertheless: {@code loopback}, {@code link-local}, {@code
 *        metadata}, or a network
 * @param signatures what is signed into its calls, where its services say nothing else
 */
public record Destination(String name, URI url, Auth auth, Map<String, String> query, Map<String, String> headers,
        Duration timeout, int atOnce, int ratePerSecond, Breaker breaker, int drainPerSecond, List<Window> closed,
        Optional<Failover> failover, Transport transport, Format format, Optional<Signing> signing,
        Optional<Tls> tls, Set<String> reaches, Optional<Signatures> signatures) {

    /** One at an ordinary address that is sent nothing signed. */
    public Destination(String name, URI url, Auth auth, Map<String, String> query, Map<String, String> headers,
            Duration timeout, int atOnce, int ratePerSecond, Breaker breaker, int drainPerSecond, List<Window> closed,
            Optional<Failover> failover, Transport transport, Format format, Optional<Signing> signing,
            Optional<Tls> tls) {
        this(name, url, auth, query, headers, timeout, atOnce, ratePerSecond, breaker, drainPerSecond, closed, failover,
                transport, format, signing, tls, Set.of(), Optional.empty());
    }

    /** The route templates in {@code routes/} that call over HTTP. */
    public enum Transport {
        LEAN, HTTP;

        /** The template's name. */
        public String template() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same system at another of its addresses. */
    public Destination at(URI address) {
        return address.equals(url)
                ? this
                : new Destination(name, address, auth, query, headers, timeout, atOnce, ratePerSecond, breaker,
                        drainPerSecond, closed, failover, transport, format, signing, tls, reaches, signatures);
    }

    /** When the maintenance of this moment ends, if there is any. */
    public Optional<Instant> closedUntil(Instant now) {
        return closed.stream().flatMap(window -> window.until(now).stream()).max(Comparator.naturalOrder());
    }

    /**
     * When calls are stopped for a while, because most of them failed through the provider's fault.
     *
     * @param opensAtPercent share of failed calls that opens it
     * @param over window in which calls are counted
     * @param atLeast calls in the window before it may open
     * @param staysOpen how long it stays open before it lets a call try
     */
    public record Breaker(int opensAtPercent, Duration over, int atLeast, Duration staysOpen) {}

    /**
     * Where calls go while the first address does not do.
     *
     * @param on codes of attempts after which the second address is tried at once ({@code not-connected},
     *        {@code http-503})
     */
    public record Failover(URI url, Set<String> on) {}
}
