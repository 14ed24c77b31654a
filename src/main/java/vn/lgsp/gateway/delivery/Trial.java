package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.Signatures;
import vn.lgsp.gateway.connector.Signing;
import vn.lgsp.gateway.connector.xml.Dialect;
import vn.lgsp.gateway.delivery.signing.KeyUnfit;
import vn.lgsp.gateway.delivery.signing.Signer;

/** Speaks with a provider outside a running gateway, to try a connector out: nothing is recorded, nothing is repeated. */
public final class Trial {
    private final Clock clock = Clock.systemUTC();
    private final Keys keys = new Keys(clock);
    private final Signer signer = new Signer(clock);
    /** A stand-in on the integrator's own machine is no secret place to the integrator. */
    private final Reach reach = new Reach(new ReachSettings(List.of("loopback")));
    private final Credentials credentials = new Credentials(clock, keys, reach);

    /**
     * One call as it went.
     *
     * @param headers of the request, credentials among them: never show their values
     * @param body as it was mapped: what is signed into it may hold a password
     */
    public record Called(String method, URI url, Map<String, String> headers, byte @Nullable [] body,
            ProviderAnswer answer, byte[] answered, Duration took) {}

    /** Logs in where the destination has a login, and gives what mappings know as {@code $auth}. */
    public Map<String, String> login(Destination destination) throws IOException {
        return access(destination).bindings();
    }

    private Parcel.Access access(Destination destination) throws IOException {
        try {
            return credentials.of(destination);
        } catch (Credentials.LoginFailed failed) {
            throw new IOException(failed.code() + ": " + failed.getMessage(), failed);
        }
    }

    /** What connections to it are opened with: its own keys, or the machine's. */
    public SSLContext tls(Destination destination) throws IOException {
        try {
            var own = keys.of(destination).map(SslBundle::createSslContext);
            return own.isPresent() ? own.get() : SSLContext.getDefault();
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * How many keys there are to sign calls with, all in order.
     *
     * @throws IOException where one is not
     */
    public long keys(Signatures signatures) throws IOException {
        try {
            return signer.ready(signatures);
        } catch (KeyUnfit unfit) {
            throw new IOException(unfit.code() + ": " + unfit.getMessage(), unfit);
        }
    }

    /** The status its base address answers a HEAD with; no data is sent, and no credentials. */
    public int ping(Destination destination) throws IOException {
        var request = HttpRequest.newBuilder(destination.url()).method("HEAD", HttpRequest.BodyPublishers.noBody())
                .timeout(destination.timeout()).build();
        return send(destination, request).statusCode();
    }

    /** Makes the one call a service's mapped request asks for. */
    public Called call(Service service, @Nullable Object mapped, Map<String, @Nullable Object> transaction)
            throws IOException {
        var call = service.call();
        var destination = call.destination();
        var fields = Mapping.Fields.of(mapped);
        var path = Mapping.fill(call.path(), fields);
        var get = call.method().equals("GET");
        var plain = get
                ? null
                : Dialect.written(call.format(), path.equals(call.path()) ? mapped : fields);
        var query = Mapping.query(destination.query(), get ? fields : new Mapping.Fields());
        var url = URI.create(destination.url() + path + query.map(text -> "?" + text).orElse(""));
        var signed = call.signatures().map(signatures -> signer.sign(signatures, new Signing.Sending(call.method(), url,
                clock.instant(), plain), transaction)).orElseGet(() -> new Signer.Signed(plain, Map.of()));
        var body = signed.body();
        var headers = headers(service, url, signed, transaction);
        var request = HttpRequest.newBuilder(url).timeout(destination.timeout()).method(call.method(), body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        var began = System.nanoTime();
        var response = send(destination, request.build());
        var took = Duration.ofNanos(System.nanoTime() - began);
        var answered = new LinkedHashMap<String, String>();
        response.headers().map().forEach((name, values) -> answered.put(name.toLowerCase(Locale.ROOT), values
                .getFirst()));
        return new Called(call.method(), url, headers, plain, Dialect.read(call.format(), response.statusCode(),
                answered, response.body()), response.body(), took);
    }

    private Map<String, String> headers(Service service, URI url, Signer.Signed signed,
            Map<String, @Nullable Object> transaction) throws IOException {
        var body = signed.body();
        var destination = service.call().destination();
        var headers = new LinkedHashMap<>(destination.headers());
        Dialect.headers(service.call().format(), body != null).forEach(headers::putIfAbsent);
        headers.putAll(access(destination).headers());
        if (destination.auth() instanceof Auth.Webhook webhook) {
            headers.putAll(WebhookSignature.headers(webhook.secret(), UUID.randomUUID(), clock.instant(), body == null
                    ? new byte[0]
                    : body));
        }
        headers.putAll(signed.headers());
        destination.signing().ifPresent(signing -> headers.putAll(signing.headers(new Signing.Sending(service.call()
                .method(), url, clock.instant(), body), transaction)));
        return headers;
    }

    private HttpResponse<byte[]> send(Destination destination, HttpRequest request) throws IOException {
        reach.check(destination, request.uri());
        try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).sslContext(tls(destination))
                .build()) {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (ConnectException unreachable) {
            throw new IOException("cannot connect to " + destination.url().getAuthority(), unreachable);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
