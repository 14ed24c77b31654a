package vn.lgsp.gateway.cli.scaffold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;

/** Guesses a connector from the OpenAPI description of a system. */
public final class OpenApiDraft {
    private static final Set<String> OPEN = Set.of("additionalProperties", "allOf", "oneOf", "anyOf");
    private static final Set<String> SIMPLE = Set.of("string", "integer", "number", "boolean");

    private final String name;
    private final OpenAPI api;
    private final OpenApiSchemas schemas;
    private final List<String> notes = new ArrayList<>();
    private final Set<String> ids = new TreeSet<>();

    private OpenApiDraft(String name, OpenAPI api) {
        this.name = name;
        this.api = api;
        this.schemas = new OpenApiSchemas(api);
    }

    /**
     * @param location a file's path or an address
     * @throws IllegalArgumentException when it is no OpenAPI 3
     */
    public static Draft of(String name, String location) {
        var options = new ParseOptions();
        options.setResolve(true);
        var read = new OpenAPIV3Parser().readLocation(location, null, options);
        if (read.getOpenAPI() == null || read.getOpenAPI().getPaths() == null) {
            throw new IllegalArgumentException(location + " is no OpenAPI 3 description: " + read.getMessages());
        }
        return new OpenApiDraft(name, read.getOpenAPI()).draft();
    }

    private Draft draft() {
        var operations = new ArrayList<Draft.Operation>();
        api.getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
            if (Set.of("GET", "POST", "PUT", "PATCH", "DELETE").contains(method.name())) {
                operations.add(operation(path, item, method.name(), operation));
            }
        }));
        var info = api.getInfo();
        return new Draft(name, info == null || info.getTitle() == null ? name : info.getTitle(), url(), auth(), "json",
                operations, notes);
    }

    private Optional<String> url() {
        var servers = api.getServers();
        return servers == null
                ? Optional.empty()
                : servers.stream().map(server -> String.valueOf(server.getUrl())).filter(url -> url.matches(
                        "https?://[^{}?]+")).findFirst();
    }

    private Map<String, Object> auth() {
        var components = api.getComponents();
        var schemes = components == null || components.getSecuritySchemes() == null
                ? Map.<String, SecurityScheme>of()
                : components.getSecuritySchemes();
        for (var scheme : schemes.values()) {
            var guessed = auth(scheme);
            if (guessed.isPresent()) {
                return guessed.get();
            }
        }
        if (!schemes.isEmpty()) {
            notes.add("its ways to authenticate are not ones that can be guessed: " + schemes.keySet());
        }
        return Map.of();
    }

    private Optional<Map<String, Object>> auth(SecurityScheme scheme) {
        var secret = "${" + Draft.variable(name, "SECRET") + "}";
        if (scheme.getType() == SecurityScheme.Type.APIKEY && scheme.getIn() == SecurityScheme.In.HEADER) {
            return Optional.of(Draft.members("apiKey", Draft.members("header", scheme.getName(), "value", "${" + Draft
                    .variable(name, "KEY") + "}")));
        }
        if (scheme.getType() == SecurityScheme.Type.HTTP && "basic".equalsIgnoreCase(scheme.getScheme())) {
            return Optional.of(Draft.members("basic", Draft.members("username", "${" + Draft.variable(name, "USER")
                    + "}", "password", "${" + Draft.variable(name, "PASSWORD") + "}")));
        }
        var flows = scheme.getFlows();
        if (scheme.getType() == SecurityScheme.Type.OAUTH2 && flows != null && flows.getClientCredentials() != null) {
            return Optional.of(Draft.members("oauth2", Draft.members("token", flows.getClientCredentials()
                    .getTokenUrl(), "client", "${" + Draft.variable(name, "CLIENT") + "}", "secret", secret)));
        }
        return Optional.empty();
    }

    private Draft.Operation operation(String path, PathItem item, String method, Operation operation) {
        var id = id(method, path, operation);
        var read = method.equals("GET");
        var parameters = parameters(id, item, operation, read);
        var request = request(parameters, operation, read);
        var response = response(operation);
        var given = Samples.of(request);
        var answer = response.isEmpty() ? Map.of() : Samples.of(response);
        var title = operation.getSummary() == null || operation.getSummary().isBlank()
                ? method + " " + path
                : operation.getSummary();
        return new Draft.Operation(name + "." + id, title, read, method + " " + path, read ? path : "/" + id, read
                ? parameters.stream().map(one -> new Draft.Parameter(one.getName(), one.getIn(), type(one))).toList()
                : List.of(), request, response, Map.of(), Optional.empty(),
                Draft.Sample.of(given, sends(given, path,
                        read), answer, answer));
    }

    private String id(String method, String path, Operation operation) {
        var id = Draft.kebab(operation.getOperationId() == null
                ? method + "-" + path
                : operation.getOperationId());
        var free = id;
        for (int i = 2; !ids.add(free); i++) {
            free = id + "-" + i;
        }
        return free;
    }

    /** Those in the path and the query; a write takes those in its path only, as fields of its body. */
    private List<Parameter> parameters(String id, PathItem item, Operation operation, boolean read) {
        var all = new LinkedHashMap<String, Parameter>();
        for (var some : new ArrayList<@Nullable List<Parameter>>(Arrays.asList(item.getParameters(), operation
                .getParameters()))) {
            if (some != null) {
                some.stream().map(this::resolved).forEach(one -> all.put(one.getIn() + " " + one.getName(), one));
            }
        }
        var taken = all.values().stream().filter(one -> "path".equals(one.getIn()) || read && "query".equals(one
                .getIn())).toList();
        all.values().stream().filter(one -> !taken.contains(one)).forEach(one -> notes.add(id + ": the " + one.getIn()
                + " parameter `" + one.getName() + "` is not sent"));
        return taken;
    }

    private Parameter resolved(Parameter one) {
        var components = api.getComponents();
        var reference = one.get$ref();
        return reference == null || components == null || components.getParameters() == null
                ? one
                : components.getParameters().getOrDefault(reference.substring(reference.lastIndexOf('/') + 1), one);
    }

    private String type(Parameter parameter) {
        var type = String.valueOf(schemas.of(parameter.getSchema()).get("type"));
        return SIMPLE.contains(type) ? type : "string";
    }

    private Map<String, Object> request(List<Parameter> parameters, Operation operation, boolean read) {
        var body = read || operation.getRequestBody() == null
                ? new LinkedHashMap<String, Object>()
                : schemas.of(json(operation.getRequestBody().getContent()));
        if (parameters.isEmpty() && !body.isEmpty()) {
            return closed(body, body);
        }
        var properties = new LinkedHashMap<String, Object>();
        var required = new ArrayList<Object>();
        for (var one : parameters) {
            var schema = schemas.of(one.getSchema());
            properties.put(one.getName(), SIMPLE.contains(String.valueOf(schema.get("type")))
                    ? schema
                    : Draft.members("type", "string"));
            if (Boolean.TRUE.equals(one.getRequired()) || "path".equals(one.getIn())) {
                required.add(one.getName());
            }
        }
        if (body.get("properties") instanceof Map<?, ?> further) {
            further.forEach((key, value) -> properties.putIfAbsent(String.valueOf(key), value));
        }
        if (body.get("required") instanceof List<?> needed) {
            needed.stream().filter(key -> !required.contains(key)).forEach(required::add);
        }
        var whole = Draft.members("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            whole.put("required", required);
        }
        return closed(whole, body);
    }

    /** What is misspelt is refused, unless the body says that there may be more. */
    private static Map<String, Object> closed(Map<String, Object> request, Map<String, Object> body) {
        if (request.containsKey("properties") && Collections.disjoint(body.keySet(), OPEN)) {
            request.put("additionalProperties", false);
        }
        return request;
    }

    private Map<String, Object> response(Operation operation) {
        if (operation.getResponses() != null) {
            for (var status : List.of("200", "201", "202", "default")) {
                var answer = operation.getResponses().get(status);
                var schema = answer == null ? null : json(answer.getContent());
                if (schema != null) {
                    return schemas.of(schema);
                }
            }
        }
        return new LinkedHashMap<>();
    }

    private static @Nullable Schema<?> json(@Nullable Content content) {
        return content == null
                ? null
                : content.entrySet().stream().filter(one -> one.getKey().toLowerCase(Locale.ROOT).contains("json")).map(
                        one -> one.getValue().getSchema()).findFirst().orElse(null);
    }

    /** What goes to the system: without what is in the path; for a read the rest is the query. */
    private static Object sends(@Nullable Object given, String path, boolean read) {
        if (!(given instanceof Map<?, ?> map)) {
            return given == null ? Map.of() : given;
        }
        var rest = new LinkedHashMap<Object, @Nullable Object>(map);
        rest.keySet().removeIf(key -> path.contains("{" + key + "}"));
        return read ? Map.of("query", rest) : rest;
    }
}
