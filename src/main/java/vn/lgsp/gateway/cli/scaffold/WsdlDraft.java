package vn.lgsp.gateway.cli.scaffold;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.xml.Dialect;

/** Guesses a connector from the WSDL of a system whose messages are of the document style. */
public final class WsdlDraft {
    private final String name;
    private final Wsdl wsdl;
    private final List<String> reads;
    private final List<String> notes = new ArrayList<>();

    private WsdlDraft(String name, Wsdl wsdl, List<String> reads) {
        this.name = name;
        this.wsdl = wsdl;
        this.reads = reads;
    }

    /**
     * @param reads names of the operations that change nothing there, or {@code *}; the others are delivered as writes
     * @throws IllegalArgumentException when it is no WSDL 1.1
     */
    public static Draft of(String name, byte[] wsdl, List<String> reads) {
        return new WsdlDraft(name, new Wsdl(wsdl), reads).draft();
    }

    private Draft draft() {
        var operations = new ArrayList<Draft.Operation>();
        var address = wsdl.address();
        var path = address.map(url -> url.replaceFirst("https?://[^/]+", "")).filter(one -> !one.isEmpty()).orElse("/");
        for (var action : wsdl.actions()) {
            if (action.input().isEmpty() || action.output().isEmpty()) {
                notes.add(action.name()
                        + ": its messages are not of the document style, or it is one-way; it was left out");
            } else {
                operations.add(operation(action, path));
            }
        }
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("no operation of the document style is bound to SOAP in it");
        }
        operations.stream().filter(one -> !one.read()).findFirst().ifPresent(one -> notes.add(
                "operations not named by --reads are writes: delivered durably, answered 202"));
        return new Draft(name, wsdl.title().isEmpty() ? name : wsdl.title(), address.map(url -> url.replaceFirst(
                "(https?://[^/]+).*", "$1")), Map.of(), wsdl.format(), operations, notes);
    }

    private Draft.Operation operation(Wsdl.Action action, String path) {
        var id = Draft.kebab(action.name());
        var read = reads.contains("*") || reads.contains(action.name());
        var request = wsdl.schema(action.input());
        var response = wsdl.schema(action.output());
        var asks = outward(action.input(), request);
        var tells = root(action.output()) + inward(response);
        return new Draft.Operation(name + "." + id, action.name(), read, "POST " + path, "/" + id, List.of(), request,
                response, Map.of("request", asks, "response", tells), Optional.of(action.soapAction()), sample(action,
                        request, response, asks, tells));
    }

    private static String text(Map<?, ?> element) {
        return String.valueOf(element.get("@name"));
    }

    /** The element as a mapping's first step. */
    private static String root(Map<?, ?> element) {
        return "`" + text(element) + "`";
    }

    private Draft.Sample sample(Wsdl.Action action, Map<String, ?> request, Map<String, ?> response, String asks,
            String tells) {
        var format = new Format(Format.Kind.of(wsdl.format()), "");
        var given = Samples.of(request);
        var body = new LinkedHashMap<String, Object>();
        body.put("@xmlns", wsdl.namespace(action.output()));
        if (Samples.of(response) instanceof Map<?, ?> members) {
            members.forEach((key, value) -> body.put(String.valueOf(key), value == null ? "" : value));
        }
        var answer = Dialect.written(format, Map.of(text(action.output()), body));
        var read = Dialect.read(format, 200, Map.of(), answer).body();
        return Draft.Sample.of(given, Expression.of("request", asks).evaluate(given, Map.of()), new String(answer,
                StandardCharsets.UTF_8), Expression.of("response", tells).evaluate(read, Map.of()));
    }

    private String outward(Map<?, ?> element, Map<String, ?> schema) {
        var qualified = wsdl.qualified(element);
        var root = qualified ? text(element) : "m:" + text(element);
        var lines = new ArrayList<String>();
        lines.add("    \"@xmlns" + (qualified ? "" : ":m") + "\": \"" + wsdl.namespace(element) + "\"");
        properties(schema).forEach((key, one) -> lines.add("    \"" + key + "\": " + value("`" + key + "`", one,
                false)));
        return "{\n  \"" + root + "\": {\n" + String.join(",\n", lines) + "\n  }\n}";
    }

    private static String inward(Map<String, ?> schema) {
        var lines = new ArrayList<String>();
        properties(schema).forEach((key, one) -> lines.add("  \"" + key + "\": " + value("`" + key + "`", one, true)));
        return ".{\n" + String.join(",\n", lines) + "\n}";
    }

    /** @param texts every value is a text there, as XML has it */
    private static String value(String path, Map<?, ?> schema, boolean texts) {
        return switch (String.valueOf(schema.get("type"))) {
            case "object" -> object(path, schema, texts);
            case "array" -> "[" + (schema.get("items") instanceof Map<?, ?> items && "object".equals(items.get("type"))
                    ? object(path, items, texts)
                    : path) + "]";
            case "integer", "number" -> texts ? "$exists(" + path + ") ? $number(" + path + ")" : path;
            case "boolean" -> texts ? "$exists(" + path + ") ? " + path + " in [\"true\", \"1\"]" : path;
            default -> path;
        };
    }

    private static String object(String path, Map<?, ?> schema, boolean texts) {
        var members = new ArrayList<String>();
        properties(schema).forEach((key, one) -> members.add("\"" + key + "\": " + value("`" + key + "`", one,
                texts)));
        return path + ".{ " + String.join(", ", members) + " }";
    }

    private static Map<String, Map<?, ?>> properties(Map<?, ?> schema) {
        var properties = new LinkedHashMap<String, Map<?, ?>>();
        if (schema.get("properties") instanceof Map<?, ?> stated) {
            stated.forEach((key, one) -> {
                if (one instanceof Map<?, ?> property) {
                    properties.put(String.valueOf(key), property);
                }
            });
        }
        return properties;
    }
}
