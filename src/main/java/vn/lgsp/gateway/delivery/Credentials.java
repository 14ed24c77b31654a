package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.delivery.Parcel.Access;

/**
 * Sessions and tokens, one per destination, held once for all: whoever finds none logs in while the others wait, and a
 * refused one is renewed only by the first that noticed.
 */
@Component
class Credentials {
    private static final String REFUSED = "login-failed";
    private static final Duration EARLY = Duration.ofSeconds(30);
    /** No token is trusted longer, whatever is said of it. */
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration PAUSE = Duration.ofSeconds(3);

    private final Clock clock;
    private final Keys keys;
    private final Reach reach;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<String, Keyed> keyed = new ConcurrentHashMap<>();
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    Credentials(Clock clock, Keys keys, Reach reach) {
        this.clock = clock;
        this.keys = keys;
        this.reach = reach;
    }

    /** The client that logs in where the connection itself shows a key. */
    private record Keyed(HttpClient http, SslBundle keys) {}

    /** A session or token could not be had; the call was not made. */
    static final class LoginFailed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String code;

        LoginFailed(String code, String reason) {
            super(reason);
            this.code = code;
        }

        /** As a call that failed so would be named. */
        String code() {
            return code;
        }
    }

    /** Nobody logs in before then; whoever wants to learns why. */
    private record Failure(String code, String reason, Instant until) {}

    private static final class Held {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable Access access;
        private volatile Instant until = Instant.MAX;
        private volatile @Nullable Failure failure;
    }

    /** What to add to a call; logs in when nothing valid is held. */
    Access of(Destination destination) throws LoginFailed {
        return switch (destination.auth()) {
            case Auth.None _,Auth.Webhook _ -> Access.NONE;
            case Auth.ApiKey(var header, var value) -> new Access(Map.of(header, value), Map.of());
            case Auth.Basic(var user, var password) -> new Access(Map.of("Authorization", basic(user, password)), Map
                    .of());
            case Auth.Session session -> shared(destination, () -> login(destination, session));
            case Auth.ClientCredentials client -> shared(destination, () -> token(destination, client));
        };
    }

    /** The provider no longer knows what was used: forget it, unless somebody renewed it meanwhile. */
    void refused(Destination destination, Access used) {
        var entry = held.get(place(destination));
        if (entry != null) {
            entry.lock.lock();
            try {
                if (used.equals(entry.access)) {
                    entry.access = null;
                }
            } finally {
                entry.lock.unlock();
            }
        }
    }

    /** Each address of a system keeps sessions of its own; who logs in otherwise than before does so anew. */
    private static String place(Destination destination) {
        return destination.name() + " " + destination.url() + " " + destination.auth().hashCode();
    }

    private interface Login {
        Granted get() throws LoginFailed;
    }

    private record Granted(Access access, Instant until) {}

    private Access shared(Destination destination, Login login) throws LoginFailed {
        var entry = held.computeIfAbsent(place(destination), name -> new Held());
        var current = entry.access;
        if (current != null && clock.instant().isBefore(entry.until)) {
            return current;
        }
        entry.lock.lock();
        try {
            var renewed = entry.access;
            if (renewed == null || !clock.instant().isBefore(entry.until)) {
                var granted = granted(entry, login);
                renewed = granted.access;
                entry.until = granted.until;
                entry.access = renewed;
            }
            return renewed;
        } finally {
            entry.lock.unlock();
        }
    }

    /** Who waited for a login that failed shares its failure: an account that is tried too often is locked. */
    private Granted granted(Held entry, Login login) throws LoginFailed {
        var earlier = entry.failure;
        if (earlier != null && clock.instant().isBefore(earlier.until)) {
            throw new LoginFailed(earlier.code, earlier.reason);
        }
        try {
            var granted = login.get();
            entry.failure = null;
            return granted;
        } catch (IllegalArgumentException e) {
            throw new LoginFailed("not-connected", "the login cannot be written as HTTP");
        } catch (LoginFailed e) {
            entry.failure = new Failure(e.code(), String.valueOf(e.getMessage()), clock.instant().plus(PAUSE));
            throw e;
        }
    }

    private Granted login(Destination destination, Auth.Session session) throws LoginFailed {
        var request = HttpRequest.newBuilder(Addresses.of(destination, session.login())).header("Content-Type",
                "application/json").POST(
                        HttpRequest.BodyPublishers.ofByteArray(Json.write(Map.of("username", session
                                .username(), "password", session.password()))));
        destination.headers().forEach(request::header);
        var answer = send(request, destination);
        var ok = session.success().map(rule -> rule.holds(answer, Map.of())).orElse(true);
        if (!ok || !(answer instanceof Map<?, ?> map) || !(map.get(session.field()) instanceof String id)) {
            throw new LoginFailed(REFUSED, "the login was refused");
        }
        return new Granted(new Access(Map.of(), Map.of("session", id)), Instant.MAX);
    }

    private Granted token(Destination destination, Auth.ClientCredentials client) throws LoginFailed {
        var request = HttpRequest.newBuilder(Addresses.of(destination, client.token())).header("Authorization", basic(
                client.client(), client.secret())).header("Content-Type", "application/x-www-form-urlencoded").POST(
                        HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"));
        var answer = send(request, destination);
        if (!(answer instanceof Map<?, ?> map) || !(map.get("access_token") instanceof String token)) {
            throw new LoginFailed(REFUSED, "the token was refused");
        }
        var type = map.get("token_type") instanceof String given ? given : "Bearer";
        if (!writable(type + " " + token)) {
            throw new LoginFailed(REFUSED, "the token cannot be written into a header");
        }
        var lives = map.get("expires_in") instanceof Number seconds
                ? Duration.ofSeconds(Math.clamp(seconds.longValue(), 0, LONGEST.toSeconds()))
                : Duration.ofMinutes(5);
        var early = lives.compareTo(EARLY.multipliedBy(2)) > 0 ? EARLY : lives.dividedBy(2);
        return new Granted(new Access(Map.of("Authorization", type + " " + token), Map.of("token", token)), clock
                .instant().plus(lives).minus(early));
    }

    private @Nullable Object send(HttpRequest.Builder request, Destination destination) throws LoginFailed {
        try {
            var call = request.timeout(destination.timeout()).build();
            reach.check(destination, call.uri());
            var response = http(destination).send(call, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new LoginFailed("http-" + response.statusCode(),
                        "the login answered HTTP " + response.statusCode());
            }
            return Json.read(response.body());
        } catch (Reach.Refused e) {
            throw new LoginFailed(Reach.Refused.CODE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new LoginFailed(e instanceof ConnectException || e instanceof HttpConnectTimeoutException
                    || e instanceof UnknownHostException
                            ? "not-connected"
                            : "no-answer",
                    "the login got no answer: " + e.getClass().getSimpleName());
        } catch (MalformedJson e) {
            throw new LoginFailed(REFUSED, "the login's answer cannot be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoginFailed("no-answer", "interrupted");
        }
    }

    private HttpClient http(Destination destination) throws ConnectException {
        var current = keys.of(destination);
        if (current.isEmpty()) {
            return http;
        }
        return keyed.compute(destination.name(), (name, earlier) -> earlier != null && earlier.keys().equals(current
                .get())
                        ? earlier
                        : new Keyed(HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).sslContext(current
                                .get().createSslContext()).build(), current.get()))
                .http();
    }

    /** A line break in it would begin another header. */
    private static boolean writable(String header) {
        return header.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** Addresses below a destination. */
    static final class Addresses {
        private Addresses() {}

        static URI of(Destination destination, String path) {
            if (path.startsWith("http://") || path.startsWith("https://")) {
                return URI.create(path);
            }
            var base = destination.url().toString();
            var query = Mapping.query(destination.query(), new Mapping.Fields()).map(text -> "?" + text).orElse("");
            return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path + query);
        }
    }
}
