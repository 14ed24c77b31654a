package vn.lgsp.gateway.connector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/** Finds the service for a call below {@code /api/<connector>/v1}. */
public final class Operations {
    private volatile Map<String, List<Template>> templates;

    private Operations(Map<String, List<Template>> templates) {
        this.templates = templates;
    }

    public static Operations of(Catalogue catalogue) {
        return new Operations(templates(catalogue));
    }

    /** Finds these services from now on. */
    void serve(Catalogue catalogue) {
        templates = templates(catalogue);
    }

    private static Map<String, List<Template>> templates(Catalogue catalogue) {
        var templates = new HashMap<String, List<Template>>();
        for (var service : catalogue.services().values()) {
            service.entry().operation().ifPresent(operation -> templates
                    .computeIfAbsent(service.connector(), _ -> new ArrayList<>())
                    .add(new Template(operation.method(), List.of(segments(operation.path())), service)));
        }
        // a template with fewer variables is meant where two fit
        templates.values().forEach(list -> list.sort(Comparator.comparingLong(Template::variables)));
        return templates;
    }

    /**
     * The service asked for.
     *
     * @param path as it came, still percent-encoded, below {@code /api/<connector>/v1}
     */
    public Optional<Match> match(String connector, String method, String path) {
        var segments = segments(path);
        for (var template : templates.getOrDefault(connector, List.of())) {
            if (template.method().equals(method)) {
                var variables = template.variables(segments);
                if (variables != null) {
                    return Optional.of(new Match(template.service(), variables));
                }
            }
        }
        return Optional.empty();
    }

    /** The methods this path can be asked with; empty where there is no such path. */
    public SortedSet<String> allowedMethods(String connector, String path) {
        var segments = segments(path);
        var methods = new TreeSet<String>();
        for (var template : templates.getOrDefault(connector, List.of())) {
            if (template.variables(segments) != null) {
                methods.add(template.method());
            }
        }
        return methods;
    }

    private static String[] segments(String path) {
        return (path.startsWith("/") ? path.substring(1) : path).split("/", -1);
    }

    /**
     * A service, and what its path said.
     *
     * @param variables values of the path's variables, decoded
     */
    public record Match(Service service, Map<String, String> variables) {

        /**
         * The request document of an operation without a body: its path and query parameters, of the types its contract
         * states. A text that is not of that type stays a text, so that the schema refuses it by name.
         */
        public Map<String, Object> document(Map<String, List<String>> query) {
            var types = new HashMap<String, String>();
            service.entry().operation()
                    .ifPresent(operation -> operation.parameters().forEach(p -> types.put(p.name(), p.type())));
            var document = new LinkedHashMap<String, Object>();
            variables.forEach((name, text) -> document.put(name, Typed.value(types.get(name), List.of(text))));
            query.forEach((name, texts) -> document.putIfAbsent(name, Typed.value(types.get(name), texts)));
            return document;
        }
    }

    private record Template(String method, List<String> segments, Service service) {

        private static boolean isVariable(String segment) {
            return segment.startsWith("{") && segment.endsWith("}");
        }

        long variables() {
            return segments.stream().filter(Template::isVariable).count();
        }

        @Nullable
        Map<String, String> variables(String[] path) {
            if (path.length != segments.size()) {
                return null;
            }
            var variables = new LinkedHashMap<String, String>();
            for (int i = 0; i < path.length; i++) {
                var segment = segments.get(i);
                var text = Percent.decoded(path[i]);
                if (text == null || text.isEmpty() || (!isVariable(segment) && !segment.equals(text))) {
                    return null;
                }
                if (isVariable(segment)) {
                    variables.put(segment.substring(1, segment.length() - 1), text);
                }
            }
            return variables;
        }
    }
}
