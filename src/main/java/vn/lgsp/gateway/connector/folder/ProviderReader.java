package vn.lgsp.gateway.connector.folder;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Destination.Transport;
import vn.lgsp.gateway.connector.Window;

/** Reads the {@code provider} of a declaration. */
final class ProviderReader {
    private static final URI NOWHERE = URI.create("http://nowhere.invalid");

    private ProviderReader() {}

    static Destination destination(String name, Section provider) {
        return new Destination(name, url(provider), auth(provider), provider.texts("query"), provider.texts("headers"),
                provider.duration("timeout").orElse(Duration.ofSeconds(10)), provider.number("atOnce", 20),
                provider.number("rate", "/s", 0), breaker(provider), provider.number("drain", "/s", 0),
                windows(provider), provider.section("failover").map(ProviderReader::failover),
                provider.text("transport", "lean").equals("http") ? Transport.HTTP : Transport.LEAN);
    }

    private static List<Window> windows(Section provider) {
        var windows = new ArrayList<Window>();
        for (var text : provider.list("closed")) {
            Window.of(text).ifPresentOrElse(windows::add, () -> provider.fault("closed", "`" + text
                    + "` is no window like SAT 22:00-02:00, MON-FRI 12:00-13:00 or DAILY 00:00-00:30"));
        }
        return List.copyOf(windows);
    }

    private static Destination.Failover failover(Section section) {
        var on = section.list("on");
        return new Destination.Failover(url(section), on.isEmpty() ? Set.of("not-connected") : Set.copyOf(on));
    }

    private static URI url(Section provider) {
        var text = provider.text("url", "").strip();
        if (text.isEmpty()) {
            return NOWHERE; // said already: missing, or a placeholder without a value
        }
        try {
            var url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (Set.of("http", "https").contains(String.valueOf(url.getScheme())) && url.getHost() != null
                    && url.getQuery() == null) {
                return url;
            }
        } catch (URISyntaxException _) {
            // said below
        }
        provider.fault("url", "must be an http or https address without a query");
        return NOWHERE;
    }

    private static Destination.Breaker breaker(Section provider) {
        var breaker = provider.section("breaker").orElseGet(() -> Section.of(provider.file(), null, provider.faults()));
        return new Destination.Breaker(breaker.number("opensAt", "%", 50),
                breaker.duration("over").orElse(Duration.ofSeconds(60)), breaker.number("atLeast", 5),
                breaker.duration("staysOpen").orElse(Duration.ofSeconds(30)));
    }

    private static Auth auth(Section provider) {
        return provider.section("auth").flatMap(ProviderReader::declared).orElseGet(Auth.None::new);
    }

    private static Optional<Auth> declared(Section auth) {
        return auth.section("session").<Auth>map(ProviderReader::session)
                .or(() -> auth.section("oauth2")
                        .map(way -> new Auth.ClientCredentials(way.text("token", ""), way.text("client", ""),
                                way.text("secret", ""))))
                .or(() -> auth.section("apiKey")
                        .map(way -> new Auth.ApiKey(way.text("header", ""), way.text("value", ""))))
                .or(() -> auth.section("basic")
                        .map(way -> new Auth.Basic(way.text("username", ""), way.text("password", ""))))
                .or(() -> auth.section("webhook").map(way -> new Auth.Webhook(way.text("secret", ""))));
    }

    private static Auth session(Section way) {
        return new Auth.Session(way.text("login", ""), way.text("username", ""), way.text("password", ""),
                way.text("field", ""), way.rule("success"), way.rule("expired"));
    }
}
