package vn.lgsp.gateway.connector.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.connector.Reply;
import vn.lgsp.gateway.connector.Service;

/**
 * What goes to and comes from a service that can be called in XML.
 *
 * @param operation its name in SOAP and the name of a request's element
 * @param about what it is for, in Vietnamese
 * @param keyed an idempotency key goes with a request
 * @param request path and query parameters, or the body
 * @param reply the provider's answer, or the receipt
 * @param receipt what a caller gets that does not wait
 */
public record Messages(String operation, String about, boolean keyed, Shape request, Shape reply, Shape receipt) {
    private static final String JSON = "application/json";

    /** The name space of a connector's messages. */
    public static String namespace(String connector) {
        return "urn:lgsp:" + connector;
    }

    /** The name of an answer's element. */
    public String response() {
        return operation + "Response";
    }

    /**
     * What takes or gives documents and attachments passes them while they come, and what a national system calls is
     * called as that system does it: neither is there in XML.
     */
    public static boolean inXml(Service service) {
        return service.entry().operation().isPresent() && service.entry().inbound().isEmpty()
                && !service.takesDocument()
                && !service.partsBodies() && !service.partsAnswers() && !service.call().streamed();
    }

    /** Of {@code alpha.get-state}: {@code getState}. */
    public static String operation(Service service) {
        var name = new StringBuilder();
        for (var word : service.id().substring(service.connector().length() + 1).split("[^A-Za-z0-9]+")) {
            name.append(name.isEmpty() || word.isEmpty()
                    ? word
                    : Character.toUpperCase(word.charAt(0)) + word
                            .substring(1));
        }
        return name.toString();
    }

    /** @param connector the one the service belongs to */
    public static Messages of(Service service, Connector connector) {
        return of(service, operation(service), connector.contract());
    }

    private static Messages of(Service service, String name, Map<String, @Nullable Object> contract) {
        var stated = stated(contract, service.id());
        var body = Shape.below(stated, "requestBody/content/" + JSON.replace("/", "~1") + "/schema");
        var request = Shape.of(body == null ? parameters(stated, contract) : body, contract);
        return new Messages(name, service.title().vi(),
                service.effect() == Effect.WRITE && service.entry().idempotency()
                        .isEmpty(),
                request, reply(stated, service.reply() == Reply.LATER ? "202" : "200", contract),
                reply(stated, "202", contract));
    }

    /** The operation, with what its path says of parameters. */
    private static Map<?, ?> stated(Map<?, ?> contract, String id) {
        return items(contract.get("paths")).flatMap(path -> items(path).filter(one -> id.equals(one.get("operationId")))
                .map(one -> with(one, path.get("parameters")))).findFirst().orElse(Map.of());
    }

    private static Stream<Map<?, ?>> items(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                ? map.values().stream().flatMap(one -> one instanceof Map<?, ?> found
                        ? Stream.of(found)
                        : Stream
                                .empty())
                : Stream.empty();
    }

    private static Map<?, ?> with(Map<?, ?> operation, @Nullable Object parameters) {
        var all = new ArrayList<Object>(parameters instanceof List<?> list ? list : List.of());
        all.addAll(operation.get("parameters") instanceof List<?> list ? list : List.of());
        var whole = new LinkedHashMap<Object, @Nullable Object>(operation);
        whole.put("parameters", all);
        return whole;
    }

    private static Map<String, Object> parameters(Map<?, ?> operation, Map<?, ?> contract) {
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<String>();
        for (var one : operation.get("parameters") instanceof List<?> list ? list : List.of()) {
            var stated = resolved(one, contract);
            if ("path".equals(stated.get("in")) || "query".equals(stated.get("in"))) {
                var name = String.valueOf(stated.get("name"));
                properties.put(name,
                        Optional.<Object>ofNullable(stated.get("schema")).orElse(Map.of("type", "string")));
                if (Boolean.TRUE.equals(stated.get("required"))) {
                    required.add(name);
                }
            }
        }
        return Map.of("type", "object", "additionalProperties", false, "properties", properties, "required", required);
    }

    private static Map<?, ?> resolved(@Nullable Object value, Map<?, ?> contract) {
        var found = value instanceof Map<?, ?> map && map.get("$ref") instanceof String target
                ? Shape.below(contract, target)
                : value;
        return found instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Shape reply(Map<?, ?> operation, String status, Map<?, ?> contract) {
        var answer = resolved(Shape.below(operation, "responses/" + status), contract);
        return Shape.of(Shape.below(answer, "content/" + JSON.replace("/", "~1") + "/schema"), contract);
    }
}
