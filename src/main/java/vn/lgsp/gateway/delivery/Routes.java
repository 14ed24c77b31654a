package vn.lgsp.gateway.delivery;

import java.util.Objects;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.DefaultExchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Destination.Transport;
import vn.lgsp.gateway.connector.MappingFailed;
import vn.lgsp.gateway.connector.Service;

/** One running Camel route per service, made from the template of its transport in {@code routes/}. */
@Component
public class Routes implements CamelContextConfiguration {
    private static final Logger log = LoggerFactory.getLogger(Routes.class);

    private final CamelContext camel;
    private final ProducerTemplate producer;
    private final Catalogue catalogue;
    private volatile boolean started;

    Routes(CamelContext camel, ProducerTemplate producer, Catalogue catalogue) {
        this.camel = camel;
        this.producer = producer;
        this.catalogue = catalogue;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        context.setStreamCaching(false);
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        catalogue.services().values().forEach(service -> {
            add(service);
            Feeds.source(service).ifPresent(this::add);
        });
        started = true;
        log.info("routes.started count={}", camel.getRoutesSize());
    }

    /** True once every service has its route. */
    public boolean started() {
        return started;
    }

    private void add(Service service) {
        var transport = service.call().streamed() || service.takesDocument()
                ? Transport.HTTP
                : service.call().destination().transport();
        var route = TemplatedRouteBuilder.builder(camel, transport.template()).routeId(service.id()).parameter(
                "service",
                service.id());
        switch (transport) {
            case LEAN -> route.add();
            case HTTP -> route.parameter("endpoint", endpoint(service)).add();
        }
    }

    private static String endpoint(Service service) {
        var destination = service.call().destination();
        return destination.url() + "?httpMethod=" + service.call().method()
                + "&throwExceptionOnFailure=false&disableStreamCache=true&followRedirects=false"
                + "&httpClientConfigurer=#httpClient&connectTimeout=5000&connectionRequestTimeout=5000&soTimeout="
                + destination.timeout().toMillis() + "&responseTimeout=" + destination.timeout().toMillis();
    }

    /** Carries the parcel through its service's route. */
    Passage call(Parcel parcel) {
        var exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(parcel);
        producer.send("direct:" + parcel.service().id(), exchange);
        if (exchange.getException() instanceof MappingFailed failed) {
            throw failed;
        }
        if (exchange.getException() != null) {
            throw new IllegalStateException("route " + parcel.service().id() + " failed", exchange.getException());
        }
        return Objects.requireNonNull(exchange.getMessage().getBody(Passage.class));
    }

    /** Started, Stopped … as Camel says it, or "Missing". */
    public String state(String service) {
        var status = camel.getRouteController().getRouteStatus(service);
        return status == null ? "Missing" : status == ServiceStatus.Started ? "Started" : status.name();
    }
}
