package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import vn.lgsp.gateway.connector.Destination;

/**
 * One HTTP call on an event loop, for the route template {@code lean}: no retries, no redirects, no cookies, and only the
 * headers the mapping set. The virtual thread that carries the parcel waits once, for the whole answer.
 */
@Component("lean")
class LeanTransport implements DisposableBean {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Shorter than providers keep an idle connection: what is sent into one they have just closed may be lost. */
    private static final Duration RESTED = Duration.ofSeconds(4);
    private static final long LARGEST = 64L << 20;

    private final Vertx vertx;
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    LeanTransport(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * In: the provider's request as the mapping left it. Out: status, headers and the whole body.
     *
     * @throws ConnectException when not one byte was sent
     * @throws SocketTimeoutException when no answer came in the destination's time
     * @throws IOException when the answer was cut off or is larger than 64 MB
     */
    public void call(Exchange exchange) throws IOException {
        var parcel = Mapping.parcel(exchange);
        var destination = parcel.service().call().destination();
        var call = new Call();
        var options = options(exchange.getMessage(), parcel);
        var whole = client(destination).request(options).compose(request -> call.send(request, body(exchange
                .getMessage()))).compose(call::whole).toCompletionStage().toCompletableFuture();
        answer(exchange.getMessage(), call.await(whole, destination.timeout()));
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

    private HttpClient client(Destination destination) {
        return clients.computeIfAbsent(destination.name(),
                name -> vertx.httpClientBuilder().with(new HttpClientOptions()
                        .setConnectTimeout((int) CONNECT.toMillis()).setKeepAliveTimeout((int) RESTED.toSeconds())
                        .setDecompressionSupported(false).setMaxHeaderSize(64 * 1024).setPipelining(false)
                        .setName(name))
                        .with(new PoolOptions().setHttp1MaxSize(destination.atOnce()).setMaxWaitQueueSize(-1)).build());
    }

    private static void answer(Message message, Answered answered) {
        message.removeHeaders("*");
        answered.response.headers().forEach((name, value) -> message.setHeader(name, value));
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, answered.response.statusCode());
        message.setBody(answered.body.getBytes());
    }

    @Override
    public void destroy() {
        clients.values().forEach(client -> client.close().toCompletionStage().toCompletableFuture().orTimeout(5,
                TimeUnit.SECONDS).exceptionally(e -> null).join());
    }

    private record Answered(HttpClientResponse response, Buffer body) {}

    /** One call's way, whose last step tells whether anything was sent. */
    private static final class Call {
        private volatile @Nullable HttpClientRequest sent;

        /** The connection is there: from here on the provider may have read it. */
        Future<HttpClientResponse> send(HttpClientRequest request, @Nullable Buffer body) {
            sent = request;
            return body == null ? request.send() : request.send(body);
        }

        /** The first bytes are there. */
        Future<Answered> whole(HttpClientResponse response) {
            var body = Buffer.buffer();
            var done = io.vertx.core.Promise.<Answered>promise();
            response.exceptionHandler(done::tryFail);
            response.handler(part -> {
                body.appendBuffer(part);
                if (body.length() > LARGEST) {
                    done.tryFail(new IOException("the answer is larger than " + LARGEST + " bytes"));
                    response.request().reset();
                }
            });
            response.endHandler(end -> done.tryComplete(new Answered(response, body)));
            return done.future();
        }

        Answered await(CompletableFuture<Answered> whole, Duration timeout) throws IOException {
            try {
                return whole.get(CONNECT.plus(timeout.multipliedBy(3).dividedBy(2)).toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw failure(Objects.requireNonNullElse(e.getCause(), e));
            } catch (TimeoutException e) {
                abandon();
                throw sent == null ? new ConnectException("no connection") : new SocketTimeoutException("no answer");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                abandon();
                throw new IOException("interrupted", e);
            }
        }

        private IOException failure(Throwable cause) {
            if (sent == null) {
                var never = new ConnectException(cause.getClass().getSimpleName());
                never.initCause(cause);
                return never;
            }
            if (cause instanceof TimeoutException) {
                return new SocketTimeoutException("no answer");
            }
            return cause instanceof IOException broken ? broken : new IOException(cause);
        }

        private void abandon() {
            var request = sent;
            if (request != null) {
                request.reset();
            }
        }
    }
}
