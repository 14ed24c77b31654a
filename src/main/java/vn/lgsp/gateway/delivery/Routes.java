package vn.lgsp.gateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Destination.Transport;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Service;

/**
 * One running Camel route per service and version, made from the template of its transport in {@code routes/}. Who began
 * with an earlier version finds its route until nobody can need it any more.
 */
@Component
public class Routes implements CamelContextConfiguration {
    private static final Logger log = LoggerFactory.getLogger(Routes.class);
    /** Longer than any document takes to pass. */
    private static final Duration KEPT = Duration.ofMinutes(15);
    private static final String RECORDED = "recorded";

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final Catalogue catalogue;
    private final Clock clock;
    private final HttpClientConfigurer client;
    private final Keys keys;
    private final Recorded recorded;
    /** Of what is served, by service. */
    private final Map<String, Track> served = new ConcurrentHashMap<>();
    /** All there are, by the route's id. */
    private final Map<String, Track> all = new HashMap<>();
    private volatile boolean started;

    Routes(CamelContext camel, ProducerTemplate producer, Catalogue catalogue, Clock clock,
            HttpClientConfigurer client, Keys keys, Recorded recorded) {
        this.camel = camel;
        this.producer = producer;
        this.catalogue = catalogue;
        this.clock = clock;
        this.client = client;
        this.keys = keys;
        this.recorded = recorded;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        context.setStreamCaching(false);
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        serve(catalogue);
        started = true;
        log.info("routes.started count={}", camel.getRoutesSize());
    }

    /** True once every service has its route. */
    public boolean started() {
        return started;
    }

    /** Starts what these services need beside what runs. */
    synchronized void prepare(Catalogue next) {
        next.services().values().forEach(service -> {
            track(service);
            Feeds.source(service).ifPresent(this::track);
        });
    }

    /** Makes these services' routes those of their names. */
    synchronized void serve(Catalogue now) {
        prepare(now);
        served.keySet().retainAll(now.services().keySet());
        now.services().forEach((id, service) -> {
            var track = track(service);
            track.serves(service);
            served.put(id, track);
        });
    }

    /** Ends routes of earlier versions that nobody can need any more. */
    synchronized void retire() {
        var needed = new HashSet<String>();
        catalogue.services().values().forEach(service -> {
            needed.add(id(service));
            Feeds.source(service).ifPresent(source -> needed.add(id(source)));
        });
        var now = clock.instant();
        all.values().removeIf(track -> {
            if (needed.contains(track.id())) {
                track.needed(now);
                return false;
            }
            return track.idleSince(now.minus(KEPT)) && ended(track);
        });
    }

    private boolean ended(Track track) {
        try {
            camel.getRouteController().stopRoute(track.id());
            camel.removeRoute(track.id());
            log.info("route.ended route={}", track.id());
            return true;
        } catch (Exception e) {
            log.warn("route.not-ended route={} cause={}", track.id(), e.getMessage());
            return false;
        }
    }

    private Track track(Service service) {
        return all.computeIfAbsent(id(service), id -> {
            add(service, id);
            return new Track(id, service, camel.getEndpoint("direct:" + id), clock.instant());
        });
    }

    /** A route that holds its address is a new one where the address changes, whosever version that is. */
    private static String id(Service service) {
        var id = service.id() + "-v" + service.version();
        return transport(service) == Transport.HTTP ? id + "-" + Integer.toHexString(endpoint(service).hashCode()) : id;
    }

    private static Transport transport(Service service) {
        return service.call().streamed() || service.takesDocument() || service.partsBodies()
                || service.partsAnswers()
                        ? Transport.HTTP
                        : service.call().destination().transport();
    }

    private void add(Service service, String id) {
        var transport = transport(service);
        var route = TemplatedRouteBuilder.builder(camel, transport.template()).routeId(id).parameter("service", id);
        switch (transport) {
            case LEAN -> route.add();
            case HTTP -> {
                var destination = service.call().destination();
                if (destination.tls().isPresent()) {
                    camel.getRegistry().bind(client(destination), new KeyedClient(client, keys, destination));
                }
                route.parameter("endpoint", endpoint(service)).add();
            }
        }
    }

    /** The name of its HTTP client in Camel's registry; one for each way of showing keys. */
    private static String client(Destination destination) {
        return destination.tls().map(tls -> "httpClient-" + destination.name() + "-" + Integer.toHexString(tls
                .hashCode())).orElse("httpClient");
    }

    private static String endpoint(Service service) {
        var destination = service.call().destination();
        return destination.url() + "?httpMethod=" + service.call().method()
                + "&throwExceptionOnFailure=false&disableStreamCache=true&followRedirects=false"
                + "&httpClientConfigurer=#" + client(destination)
                // where a host's first address is silent, the next one must be reached in time (InTime)
                + "&connectTimeout=4000&connectionRequestTimeout=4000&soTimeout="
                + destination.timeout().toMillis() + "&responseTimeout=" + destination.timeout().toMillis();
    }

    /** Carries the parcel through its service's route; one of the sandbox through the one on which nothing is called. */
    Passage call(Parcel parcel) {
        if (parcel.inSandbox()) {
            return carried(camel.getEndpoint("direct:" + RECORDED), RECORDED, recorded.prepared(parcel));
        }
        var track = entered(parcel.service());
        try {
            return carried(track.endpoint(), track.id(), parcel);
        } finally {
            track.leave();
        }
    }

    private Passage carried(Endpoint way, String id, Parcel parcel) {
        var exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(parcel);
        ScopedValue.where(InTime.SINCE, System.nanoTime()).run(() -> producer.send(way, exchange));
        if (exchange.getException() instanceof MappingFailed failed) {
            throw failed;
        }
        if (exchange.getException() != null) {
            throw new IllegalStateException("route " + id + " failed", exchange.getException());
        }
        return Objects.requireNonNull(exchange.getMessage().getBody(Passage.class));
    }

    /** The very same service nearly always; to compare all of two declarations at each call would cost more than the route. */
    @SuppressWarnings("ReferenceEquality")
    private Track entered(Service service) {
        var track = served.get(service.id());
        return track != null && track.service() == service && track.enter() ? track : other(service);
    }

    /** Of an earlier version, or a feed's. */
    private synchronized Track other(Service service) {
        var track = track(service);
        track.needed(clock.instant());
        track.enter();
        return track;
    }

    /** Started, Stopped … as Camel says it, or "Missing". */
    public String state(String service) {
        var track = served.get(service);
        var status = track == null ? null : camel.getRouteController().getRouteStatus(track.id());
        return status == null ? "Missing" : status == ServiceStatus.Started ? "Started" : status.name();
    }
}
