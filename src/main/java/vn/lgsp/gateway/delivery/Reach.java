package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
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
    private final List<Network> everywhere;
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
        if (peer != null && peer.hostAddress() != null) {
            check(destination.name(), literal(peer.hostAddress()), networks(destination));
        }
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

    /** A step of Apache's chain, between the connection and the call; the name means what it meant to the connection. */
    ClassicHttpResponse step(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain) throws IOException,
            HttpException {
        var host = scope.route.getTargetHost().getHostName();
        for (var resolved : InetAddress.getAllByName(host)) {
            check(host, resolved, declared.getOrDefault(host, List.of()));
        }
        return chain.proceed(request, scope);
    }

    private void check(String who, InetAddress address, List<Network> allowed) throws Refused {
        var kind = Network.special(address);
        if (kind.isPresent() && Stream.concat(everywhere.stream(), allowed.stream()).noneMatch(network -> network.holds(
                address))) {
            throw new Refused(who, kind.get());
        }
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            return InetAddress.getLoopbackAddress(); // what cannot be told apart is not trusted
        }
    }
}
