package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.stereotype.Component;

import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Tls;

/**
 * One HTTP call on an event loop, for the route template {@code lean}: no retries, no redirects, no cookies, and only the
 * headers the mapping set. The virtual thread that carries the parcel waits once, for the whole answer.
 */
@Component
class LeanTransport {
    static final Duration CONNECT = Duration.ofSeconds(5);

    private final EventLoops loops;
    private final Reach reach;
    private final Keys keys;
    private final Map<String, Client> clients = new ConcurrentHashMap<>();

    LeanTransport(EventLoops loops, Keys keys, Reach reach) {
        this.loops = loops;
        this.keys = keys;
        this.reach = reach;
    }

    /** @param keys what its connections are opened with */
    private record Client(Connections connections, Optional<SslBundle> keys) {}

    /**
     * In: the provider's request as the mapping left it. Out: status, headers and the whole body.
     *
     * @throws ConnectException when not one byte was sent
     * @throws SocketTimeoutException when no answer came in the destination's time
     * @throws IOException when the answer was cut off or is too large
     */
    void call(Exchange exchange) throws IOException {
        var parcel = Mapping.parcel(exchange);
        var message = exchange.getMessage();
        var destination = parcel.service().call().destination();
        var call = new LeanCall(loops.vertx(), loops.next(), connections(destination), options(message, parcel),
                body(message),
                destination.timeout(), peer -> reach.check(destination, peer), Mapping.begun(exchange));
        call.start();
        try {
            answer(message, call.await());
        } finally {
            exchange.setVariable(Mapping.WIRE, call.times());
        }
    }

    private static @Nullable Buffer body(Message message) {
        return message.getBody() instanceof byte[] bytes ? Buffer.buffer(bytes) : null;
    }

    /** What cannot be written as HTTP (a line break in a token, say) has not been sent. */
    private static RequestOptions options(Message message, Parcel parcel) throws ConnectException {
        try {
            return written(message, parcel);
        } catch (IllegalArgumentException | VertxException e) {
            var never = new ConnectException("it cannot be written as HTTP");
            never.initCause(e);
            throw never;
        }
    }

    private static RequestOptions written(Message message, Parcel parcel) {
        var query = message.getHeader(Exchange.HTTP_QUERY, String.class);
        var path = message.getHeader(Exchange.HTTP_PATH, String.class) + (query == null ? "" : "?" + query);
        var options = to(parcel.address(), path).setMethod(HttpMethod.valueOf(parcel.service().call().method()))
                .setFollowRedirects(false);
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel") && value instanceof String text) {
                options.putHeader(name, text);
            }
        });
        return options;
    }

    /** As {@link RequestOptions#setAbsoluteURI} has it, which reads the address anew for each call. */
    private static RequestOptions to(URI address, String path) {
        var tls = "https".equalsIgnoreCase(address.getScheme());
        var port = address.getPort() >= 0 ? address.getPort() : tls ? 443 : 80;
        var whole = address.getRawPath() + path;
        return new RequestOptions().setHost(Objects.requireNonNull(address.getHost())).setPort(port).setSsl(tls)
                .setURI(whole.startsWith("/")
                        ? whole
                        : "/" + whole);
    }

    /**
     * The destination's connections. New keys make a new one: what is under way on the old ends there.
     *
     * @throws ConnectException when its keys cannot be read
     */
    Connections connections(Destination destination) throws ConnectException {
        var current = keys.of(destination);
        var known = clients.get(destination.name());
        if (known != null && known.keys().equals(current)) {
            return known.connections();
        }
        return clients.compute(destination.name(), (name, earlier) -> {
            if (earlier != null && earlier.keys().equals(current)) {
                return earlier;
            }
            if (earlier != null) {
                earlier.connections().end(destination.timeout().multipliedBy(2));
            }
            var options = options(name);
            current.ifPresent(bundle -> shows(options, bundle, destination));
            return new Client(new Connections(loops.vertx(), options), current);
        }).connections();
    }

    private static void shows(HttpClientOptions options, SslBundle bundle, Destination destination) {
        options.setTrustOptions(TrustOptions.wrap(bundle.getManagers().getTrustManagerFactory()));
        if (destination.tls().flatMap(Tls::certificate).isPresent()) {
            options.setKeyCertOptions(KeyCertOptions.wrap(bundle.getManagers().getKeyManagerFactory()));
        }
    }

    static HttpClientOptions options(String name) {
        return new HttpClientOptions().setConnectTimeout((int) CONNECT.toMillis())
                .setSslHandshakeTimeout(CONNECT.toSeconds()).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                .setDecompressionSupported(false).setMaxHeaderSize(64 * 1024).setPipelining(false).setTcpNoDelay(true)
                .setName(name);
    }

    private static void answer(Message message, LeanCall.Answered answered) throws IOException {
        var body = Packed.opened(answered.body().getBytes(), answered.headers().get(HttpHeaders.CONTENT_ENCODING));
        message.removeHeaders("*");
        answered.headers().forEach((name, value) -> message.setHeader(name, value));
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answered.status());
        message.setBody(body);
    }
}
