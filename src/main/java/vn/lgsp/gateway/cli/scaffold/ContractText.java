package vn.lgsp.gateway.cli.scaffold;

import static vn.lgsp.gateway.cli.scaffold.Draft.members;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The OpenAPI contract callers get for a draft's services. */
record ContractText(Draft draft, Path contracts, Path folder) {

    Map<String, Object> document() {
        var paths = members();
        for (var one : draft.operations()) {
            paths.put(one.path(), members(asked(one) ? "get" : "post", operation(one)));
        }
        return members("openapi", "3.1.0", "info", members("title", draft.title(), "version", "1.0.0"), "servers", List
                .of(members("url", "/api/" + draft.name() + "/v1")), "security", List.of(members("apiKey", List.of())),
                "paths", paths, "components", components());
    }

    private Map<String, Object> operation(Draft.Operation one) {
        var stated = members("operationId", one.id(), "summary", one.title());
        var problem = reference("#/components/responses/Problem");
        if (asked(one)) {
            stated.put("parameters", parameters(one));
        } else {
            stated.put("requestBody", members("required", true, "content", json(reference(schema(one, "request")))));
        }
        if (one.read()) {
            stated.put("responses", members("200", members("description", "The reply", "content", json(one.response()
                    .isEmpty() ? members() : reference(schema(one, "response")))), "default", problem));
        } else {
            stated.put("parameters", List.of(reference("#/components/parameters/IdempotencyKey")));
            stated.put("responses", members("202", reference("#/components/responses/Accepted"), "default", problem));
        }
        return stated;
    }

    /** It has no body. */
    private static boolean asked(Draft.Operation one) {
        return one.read() && one.target().startsWith("GET ");
    }

    private static List<Object> parameters(Draft.Operation one) {
        var parameters = new ArrayList<Object>();
        one.parameters().forEach(parameter -> parameters.add(members("name", parameter.name(), "in", parameter.in(),
                "required", parameter.in().equals("path"), "schema", members("type", parameter.type()))));
        return parameters;
    }

    private String schema(Draft.Operation one, String kind) {
        return contracts.toAbsolutePath().normalize().relativize(folder.toAbsolutePath().normalize().resolve("schema")
                .resolve(one.id() + "." + kind + ".json")).toString().replace('\\', '/');
    }

    private static Map<String, Object> reference(String target) {
        return members("$ref", target);
    }

    private static Map<String, Object> json(Map<String, Object> schema) {
        return members("application/json", members("schema", schema));
    }

    private static Map<String, Object> components() {
        var text = members("type", "string");
        return members("securitySchemes", members("apiKey", members("type", "apiKey", "in", "header", "name",
                "X-API-Key")), "parameters", members("IdempotencyKey",
                        members("name", "Idempotency-Key", "in",
                                "header", "required", true, "description",
                                "One key for one intention; a repeat with the same key and body gets the first answer and has no second effect.",
                                "schema", members("type", "string", "minLength", 1, "maxLength", 200))),
                "responses", members(
                        "Accepted", members("description", "Recorded; it will be delivered", "content", json(
                                reference("#/components/schemas/Receipt"))),
                        "Problem", members("description",
                                "What is wrong, in Vietnamese or English by Accept-Language", "content",
                                members("application/problem+json", members("schema", reference(
                                        "#/components/schemas/Problem"))))),
                "schemas", members("Receipt", members("type", "object", "required", List.of("transactionId", "state"),
                        "properties", members("transactionId", text, "state", text, "receivedAt", text, "statusUrl",
                                text)),
                        "Problem", members("type", "object", "required", List.of("type", "title",
                                "status"), "properties",
                                members("type", text, "title", text, "status", members(
                                        "type", "integer"), "detail", text, "code", text))));
    }
}
