package vn.lgsp.gateway.connector.folder;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Destination.Transport;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Signing;
import vn.lgsp.gateway.connector.Tls;
import vn.lgsp.gateway.connector.Window;
import vn.lgsp.gateway.connector.faults.Text;

/** Reads the {@code provider} of a declaration. */
final class ProviderReader {
    private static final URI NOWHERE = URI.create("http://nowhere.invalid");

    private ProviderReader() {}

    /** @param codes some of its services read the provider's own codes */
    static Destination destination(String name, Section provider, boolean codes) {
        provider.section("failover").ifPresent(failover -> FailoverCodes.check(failover, codes));
        return new Destination(name, url(provider), auth(provider), provider.texts("query"), provider.texts("headers"),
                provider.duration("timeout").orElse(Duration.ofSeconds(10)), provider.number("atOnce", 20),
                provider.number("rate", "/s", 0), breaker(provider), provider.number("drain", "/s", 0),
                windows(provider), provider.section("failover").map(ProviderReader::failover),
                provider.text("transport", "lean").equals("http") ? Transport.HTTP : Transport.LEAN,
                new Format(Format.Kind.of(provider.text("format", "json")), ""), signing(provider),
                provider.section("tls").flatMap(ProviderReader::tls), Set.copyOf(provider.list("reaches")),
                provider.section("sign").map(sign -> new SignaturesReader(sign).signatures()));
    }

    private static List<Window> windows(Section provider) {
        var windows = new ArrayList<Window>();
        for (var text : provider.list("closed")) {
            Window.of(text).ifPresentOrElse(windows::add, () -> provider.fault("closed", Text.same("`" + text
                    + "` ").and(new Text(
                            "không có dạng SAT 22:00-02:00, MON-FRI 12:00-13:00, DAILY 00:00-00:30"
                                    + " hoặc 2026-12-05 22:00-2026-12-06 04:00",
                            "is no window like SAT 22:00-02:00, MON-FRI 12:00-13:00, DAILY 00:00-00:30"
                                    + " or 2026-12-05 22:00-2026-12-06 04:00"))));
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
        provider.fault("url", new Text("phải là địa chỉ http hoặc https, không có phần truy vấn",
                "must be an http or https address without a query"));
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

    private static Optional<Signing> signing(Section provider) {
        return provider.section("auth").flatMap(auth -> auth.section("signed")).map(signed -> {
            var expressions = new LinkedHashMap<String, Expression>();
            var known = new HashSet<>(signed.texts("with").keySet());
            known.add("transaction");
            var headers = signed.section("headers").orElse(signed);
            headers.values().keySet().forEach(
                    name -> headers.rule(String.valueOf(name), known).ifPresent(
                            rule -> expressions.put(String.valueOf(name), rule)));
            return new Signing(signed.texts("with"), expressions, headers.values().values().stream().anyMatch(
                    source -> String.valueOf(source).contains("body")));
        });
    }

    /** Without a value for any of its files, as with a default of nothing, nothing is declared. */
    private static Optional<Tls> tls(Section section) {
        var tls = new Tls(file(section, "certificate"), file(section, "key"), file(section, "trust"));
        if (tls.certificate().isPresent() != tls.key().isPresent()) {
            section.fault(tls.key().isPresent() ? "key" : "certificate",
                    new Text("`certificate` và `key` phải có cả hai",
                            "stands only together with the other of `certificate` and `key`"));
        }
        return tls.certificate().isPresent() || tls.trust().isPresent() ? Optional.of(tls) : Optional.empty();
    }

    private static Optional<Path> file(Section section, String key) {
        var file = section.text(key).filter(path -> !path.isBlank()).map(Path::of);
        if (file.isPresent() && !Files.isReadable(file.get())) {
            section.fault(key, new Text("không chỉ tới tệp nào đọc được", "names no file that can be read"));
        }
        return file;
    }

    private static Auth session(Section way) {
        return new Auth.Session(way.text("login", ""), way.text("username", ""), way.text("password", ""),
                way.text("field", ""), way.rule("success", Variables.NONE), way.rule("expired", Variables.ANSWER));
    }
}
