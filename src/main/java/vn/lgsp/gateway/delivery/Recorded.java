package vn.lgsp.gateway.delivery;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.Exchange;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Auth;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.proof.CaseFile;
import vn.lgsp.gateway.connector.proof.Recordings;
import vn.lgsp.gateway.ledger.Transaction;

/**
 * Stands where providers would be, for transactions of callers that try things out: the cases of the connector answer, and
 * nothing is called.
 */
@Component
public class Recorded {
    /** Where the work of such transactions is queued: it is never held, closed or broken. */
    static final Destination DESTINATION = new Destination(Transaction.SANDBOX, URI.create("http://sandbox.invalid"),
            new Auth.None(), Map.of(), Map.of(), Duration.ofSeconds(30), 16, 0, new Destination.Breaker(100, Duration
                    .ofMinutes(1), Integer.MAX_VALUE, Duration.ofSeconds(1)),
            0, List.of(), Optional.empty(), Destination.Transport.LEAN, Format.JSON, Optional.empty(), Optional
                    .empty());

    private final Catalogue catalogue;
    /** By connector. */
    private final Map<String, Kept> read = new ConcurrentHashMap<>();

    Recorded(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    private record Kept(String version, Recordings recordings) {}

    /** The cases a caller can ask for. */
    public List<String> cases(Service service) {
        return of(service).names(service.id());
    }

    /** The transaction with the case that will answer it: the one asked for, or the one that fits it best. */
    public Transaction answering(Parcel parcel, Optional<String> asked) {
        return parcel.transaction().answeredBy(asked.or(() -> fitting(parcel).map(Recordings::name)).orElse(""));
    }

    /** With the settings of its case: what was recorded was computed with other secrets than the provider's. */
    Parcel prepared(Parcel parcel) {
        var settings = story(parcel).settings();
        return settings.isEmpty() ? parcel : parcel.as(parcel.service().with(settings));
    }

    /** In: the provider's request as the mapping left it. Out: what the case answers, as it would be read. */
    void call(Exchange exchange) throws IOException {
        var parcel = Mapping.parcel(exchange);
        var message = exchange.getMessage();
        if (message.getBody() instanceof HttpEntity document && parcel.service().takesDocument()) {
            document.writeTo(OutputStream.nullOutputStream());
        }
        var calls = story(parcel).calls(parcel.service().call().format());
        var call = calls.get(parcel.repeated() ? calls.size() - 1 : 0);
        message.removeHeaders("*");
        call.answer().headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, call.answer().status());
        message.setBody(Answered.of(parcel, call.answer(), call.bytes(), null));
    }

    /** What its transaction was opened with; another for a question about it, or where that is gone. */
    private CaseFile story(Parcel parcel) {
        var service = parcel.service();
        return Optional.ofNullable(parcel.transaction().sandbox()).flatMap(name -> of(service).named(service.id(),
                name)).or(() -> fitting(parcel)).orElseThrow(() -> new MappingFailed("no case of " + service.id()
                        + " answers this"));
    }

    private Optional<CaseFile> fitting(Parcel parcel) {
        return of(parcel.service()).best(parcel.service(), new Recordings.Asked(parcel.request(), mapped(parcel), parcel
                .transaction().businessKey(), parcel.followed()));
    }

    private static @Nullable Object mapped(Parcel parcel) {
        try {
            return parcel.withAccess(Parcel.Access.RECORDED).mapped();
        } catch (MappingFailed e) {
            return null;
        }
    }

    private Recordings of(Service service) {
        var connector = catalogue.connectors().get(service.connector());
        return connector == null
                ? Recordings.of(Map.of())
                : read.compute(connector.name(), (_, kept) -> kept != null && kept.version.equals(connector.version())
                        ? kept
                        : new Kept(connector.version(), Recordings.of(connector.cases()))).recordings;
    }
}
