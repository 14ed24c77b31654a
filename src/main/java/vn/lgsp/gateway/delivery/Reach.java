package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

import io.vertx.core.net.SocketAddress;
import vn.lgsp.gateway.connector.Destination;

/**
 * Keeps calls away from places no provider is at: this machine, its own link, the addresses at which clouds tell machines
 * their secrets. What is looked at is the address a connection has really been made to, before anything is sent on it:
 * however it was written or resolved, and whoever changed its name's meaning meanwhile.
 */
@Component
@EnableConfigurationProperties(ReachSettings.class)
class Reach {
    private static final int KINDS = 1000;

    private final List<Network> everywhere;
    /** What kind of place an address is, empty for one that all may call; for few systems are called, and often. */
    private final Map<String, Optional<String>> kinds = new ConcurrentHashMap<>();
    /** Of the hosts that destinations declare to be at such a place, for the transport that knows hosts only. */
    private final Map<String, List<Network>> declared = new ConcurrentHashMap<>();

    Reach(ReachSettings settings) {
        this.everywhere = settings.reaches().stream().map(Network::of).toList();
    }

    /** A connection leads where this destination's calls may not go; nothing was sent on it. */
    static final class Refused extends ConnectException {
        private static final long serialVersionUID = 1L;
        static final String CODE = "address-not-allowed";

        Refused(String who, String where) {
            super(who + " leads to " + where + ", where it may not go: see `reaches` in "
                    + "docs/connectors.md");
        }
    }

    /** @param peer the address a connection was made to; none of a peer that has none */
    void check(Destination destination, @Nullable SocketAddress peer) throws Refused {
        var address = peer == null ? null : peer.hostAddress();
        if (address != null && kind(address).isPresent()) {
            check(destination.name(), literal(address), networks(destination));
        }
    }

    private Optional<String> kind(String address) {
        var known = kinds.get(address);
        if (known != null) {
            return known;
        }
        if (kinds.size() >= KINDS) {
            kinds.clear();
        }
        var literal = literal(address);
        var kind = holds(everywhere, literal) ? Optional.<String>empty() : Network.special(literal);
        kinds.put(address, kind);
        return kind;
    }

    /** Before a client that tells nobody its connections resolves the same name. */
    void check(Destination destination, URI address) throws IOException {
        for (var resolved : InetAddress.getAllByName(address.getHost())) {
            check(destination.name(), resolved, networks(destination));
        }
    }

    private static List<Network> networks(Destination destination) {
        return destination.reaches().isEmpty()
                ? List.of()
                : destination.reaches().stream().map(Network::of).toList();
    }

    /** Its calls over camel-http go where it says. */
    void declare(Destination destination) {
        if (!destination.reaches().isEmpty()) {
            declared.put(destination.url().getHost(), networks(destination));
            destination.failover().ifPresent(other -> declared.put(other.url().getHost(), networks(destination)));
        }
    }

    /** For Apache's client: looks at each connection a call is about to be written on, and whether it still may be. */
    HttpRequestExecutor executor() {
        return new HttpRequestExecutor() {
            @Override
            public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection,
                    HttpResponseInformationCallback interim, HttpContext context) throws IOException, HttpException {
                var host = request.getAuthority() == null ? "" : request.getAuthority().getHostName();
                if (!(connection.getRemoteAddress() instanceof InetSocketAddress peer)) {
                    throw new Refused(host, "an address that is none");
                }
                check(host, peer.getAddress(), declared.getOrDefault(host, List.of()));
                InTime.check(InTime.SINCE.get());
                return super.execute(request, connection, interim, context);
            }
        };
    }

    private void check(String who, InetAddress address, List<Network> allowed) throws Refused {
        var kind = Network.special(address);
        if (kind.isPresent() && !holds(everywhere, address) && !holds(allowed, address)) {
            throw new Refused(who, kind.get());
        }
    }

    private static boolean holds(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.holds(address));
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            return InetAddress.getLoopbackAddress(); // what cannot be told apart is not trusted
        }
    }
}
