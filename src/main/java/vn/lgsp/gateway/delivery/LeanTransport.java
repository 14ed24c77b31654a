package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import vn.lgsp.gateway.connector.Destination;

/**
 * One HTTP call on an event loop, for the route template {@code lean}: no retries, no redirects, no cookies, and only the
 * headers the mapping set. The virtual thread that carries the parcel waits once, for the whole answer.
 */
@Component("lean")
class LeanTransport {
    static final Duration CONNECT = Duration.ofSeconds(5);
    /** Shorter than providers keep an idle connection: what is sent into one they have just closed may be lost. */
    private static final Duration RESTED = Duration.ofSeconds(4);

    private final EventLoops loops;
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    LeanTransport(EventLoops loops) {
        this.loops = loops;
    }

    /**
     * In: the provider's request as the mapping left it. Out: status, headers and the whole body.
     *
     * @throws ConnectException when not one byte was sent
     * @throws SocketTimeoutException when no answer came in the destination's time
     * @throws IOException when the answer was cut off or is too large
     */
    public void call(Exchange exchange) throws IOException {
        var parcel = Mapping.parcel(exchange);
        var message = exchange.getMessage();
        var destination = parcel.service().call().destination();
        var call = new LeanCall(client(destination), options(message, parcel), body(message), destination.timeout());
        var loop = loops.next();
        loop.runOnContext(now -> call.start());
        try {
            answer(message, call.await());
        } finally {
            exchange.setVariable(Mapping.WIRE, call.times());
        }
    }

    private static @Nullable Buffer body(Message message) {
        return message.getBody() instanceof byte[] bytes ? Buffer.buffer(bytes) : null;
    }

    private static RequestOptions options(Message message, Parcel parcel) {
        var query = message.getHeader(Exchange.HTTP_QUERY, String.class);
        var options = new RequestOptions().setMethod(HttpMethod.valueOf(parcel.service().call().method()))
                .setAbsoluteURI(parcel.address() + message.getHeader(Exchange.HTTP_PATH, String.class) + (query == null
                        ? ""
                        : "?" + query))
                .setFollowRedirects(false).setIdleTimeout(parcel.service().call().destination().timeout().toMillis());
        message.getHeaders().forEach((name, value) -> {
            if (!name.startsWith("Camel") && value instanceof String text) {
                options.putHeader(name, text);
            }
        });
        return options;
    }

    /** How many calls a destination gets at once is the courier's business: the pool never makes one wait. */
    private HttpClient client(Destination destination) {
        return clients.computeIfAbsent(destination.name(),
                name -> loops.vertx().httpClientBuilder().with(new HttpClientOptions()
                        .setConnectTimeout((int) CONNECT.toMillis()).setKeepAliveTimeout((int) RESTED.toSeconds())
                        .setDecompressionSupported(false).setMaxHeaderSize(64 * 1024).setPipelining(false)
                        .setTcpNoDelay(true).setName(name))
                        .with(new PoolOptions().setHttp1MaxSize(2 * destination.atOnce() + 8)).build());
    }

    private static void answer(Message message, LeanCall.Answered answered) {
        message.removeHeaders("*");
        answered.headers().forEach((name, value) -> message.setHeader(name, value));
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answered.status());
        message.setBody(answered.body().getBytes());
    }
}
