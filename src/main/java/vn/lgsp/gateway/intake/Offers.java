package vn.lgsp.gateway.intake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.OpenApi;
import vn.lgsp.gateway.connector.OwnContract;
import vn.lgsp.gateway.connector.Reply;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Pointers;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.shape.Messages;
import vn.lgsp.gateway.delivery.Closed;
import vn.lgsp.gateway.delivery.Destinations;

/** What each caller may call, and how. */
@Component
class Offers {
    private static final String DOCUMENT = "/api/openapi.json#";

    private final Catalogue catalogue;
    private final Destinations destinations;
    private final OwnContract own;

    Offers(Catalogue catalogue, Destinations destinations, OwnContract own) {
        this.catalogue = catalogue;
        this.destinations = destinations;
        this.own = own;
    }

    /** A caller's own services and the connectors they belong to. */
    record Offer(Caller caller, List<Service> services, List<Connector> connectors, OwnContract own) {
        /** The same only while all of it is the same. */
        String key() {
            return caller.name() + services.stream().map(service -> " " + service.id() + "@" + service.version())
                    .collect(Collectors.joining());
        }

        /** One OpenAPI document: the caller's operations, and what every caller may ask of the gateway itself. */
        Map<String, @Nullable Object> contract() {
            var mine = services.stream().map(Service::id).collect(Collectors.toSet());
            var contracts = new ArrayList<Map<?, ?>>();
            connectors.forEach(connector -> contracts.add(connector.contract()));
            contracts.add(own.document());
            return OpenApi.of(Map.of("title", caller.title().vi() + ": các dịch vụ LGSP được dùng", "version", "1.0.0",
                    "description", "The services that " + caller.title().en() + " may call."), contracts,
                    id -> mine.contains(id) || id.startsWith("gateway."));
        }
    }

    Offer of(Caller caller) {
        var services = catalogue.services().values().stream().filter(service -> may(caller, service))
                .sorted(Comparator.comparing(Service::id)).toList();
        var names = services.stream().map(Service::connector).collect(Collectors.toSet());
        return new Offer(caller, services, catalogue.connectors().values().stream().filter(connector -> names.contains(
                connector.name())).sorted(Comparator.comparing(Connector::name)).toList(), own);
    }

    static boolean may(Caller caller, Service service) {
        return service.entry().operation().isPresent() && caller.may(service.id());
    }

    Map<String, @Nullable Object> list(Caller caller) {
        var offer = of(caller);
        var titles = offer.connectors().stream().collect(Collectors.toMap(Connector::name, Connector::title));
        var paths = offer.contract().get("paths") instanceof Map<?, ?> map ? map : Map.of();
        var members = new LinkedHashMap<String, @Nullable Object>();
        members.put("caller", caller.name());
        if (caller.quota() > 0) {
            members.put("quotaPerSecond", caller.quota());
        }
        members.put("services", offer.services().stream().map(service -> row(service, titles.getOrDefault(service
                .connector(), service.title()), paths)).toList());
        return members;
    }

    private Map<String, Object> row(Service service, Text connector, Map<?, ?> paths) {
        var operation = service.entry().operation().orElseThrow();
        var path = path(service, operation);
        var method = operation.method().toLowerCase(Locale.ROOT);
        var members = about(service, connector);
        members.put("method", operation.method());
        members.put("path", path);
        members.put("reply", service.reply().name().toLowerCase(Locale.ROOT));
        members.put("effect", service.effect().name().toLowerCase(Locale.ROOT));
        members.put("idempotencyKey", service.effect() == Effect.READ
                ? "none"
                : service.entry().idempotency().isPresent() ? "in-body" : "required");
        members.put("batch", BatchItems.takes(service));
        members.put("limits", limits(service));
        if (Messages.inXml(service)) {
            members.put("soap", SoapDoor.about(service));
        }
        members.put("contract", DOCUMENT + "/paths/" + Pointers.escape(path) + "/" + method);
        members.put("schemas", schemas(below(paths, path, method)));
        members.put("state", state(service));
        return members;
    }

    /** Where callers find it, with its variables in braces. */
    static String path(Service service, Service.Operation operation) {
        return "/api/" + service.connector() + "/v1" + operation.path();
    }

    /** What it is called, for programs and for people. */
    static Map<String, Object> about(Service service, Text connector) {
        var members = new LinkedHashMap<String, Object>();
        members.put("id", service.id());
        members.put("title", text(service.title()));
        members.put("connector", Map.of("id", service.connector(), "title", text(connector)));
        return members;
    }

    static Map<String, String> text(Text text) {
        return Map.of("vi", text.vi(), "en", text.en());
    }

    private static Map<String, Object> limits(Service service) {
        var limits = new LinkedHashMap<String, Object>();
        if (service.entry().operation().filter(operation -> !operation.method().equals("GET")).isPresent()) {
            limits.put("bodyBytes", service.entry().limit() + service.entry().attachments());
        }
        limits.put("answerMillis", service.call().destination().timeout().toMillis());
        if (service.reply() == Reply.LATER) {
            limits.put("expiresSeconds", service.schedule().expires().toSeconds());
        }
        if (service.effect() == Effect.WRITE) {
            limits.put("remembersSeconds", service.entry().keep().toSeconds());
        }
        return limits;
    }

    /** Where the operation's schemas stand in the caller's document. */
    private static Map<String, String> schemas(@Nullable Object operation) {
        var links = new LinkedHashMap<String, String>();
        link(below(operation, "requestBody", "content", "application/json", "schema", "$ref"), "request", links);
        link(below(operation, "responses", "200", "content", "application/json", "schema", "$ref"), "response", links);
        return links;
    }

    private static void link(@Nullable Object reference, String name, Map<String, String> links) {
        if (reference instanceof String target && target.startsWith("#")) {
            links.put(name, DOCUMENT + target.substring(1));
        }
    }

    private static @Nullable Object below(@Nullable Object value, String... names) {
        var here = value;
        for (var name : names) {
            here = here instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return here;
    }

    /** Who holds it and what its breaker saw is the operators' business. */
    private Map<String, String> state(Service service) {
        var state = new LinkedHashMap<String, String>();
        var closed = destinations.closed(service.call().destination());
        state.put("is", closed.map(why -> switch (why.why()) {
            case HELD -> "held";
            case MAINTENANCE, BREAKER_OPEN -> "closed";
        }).orElse("open"));
        closed.ifPresent(why -> state.put("why", why.why().code()));
        closed.flatMap(Closed::until).ifPresent(until -> state.put("until", until.toString()));
        return state;
    }
}
