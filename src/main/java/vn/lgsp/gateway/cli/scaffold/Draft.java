package vn.lgsp.gateway.cli.scaffold;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * A connector as a system's own description lets one guess it.
 *
 * @param url address of the system, where it says one
 * @param auth the declaration's {@code auth}
 * @param format what it speaks
 * @param notes what a person has to settle
 */
public record Draft(String name, String title, Optional<String> url, Map<String, ?> auth, String format,
        List<Operation> operations, List<String> notes) {

    /**
     * One service.
     *
     * @param target method and path at the system
     * @param path public path
     * @param parameters of a read, with their JSON Schema types
     * @param request schema of the public request
     * @param response schema of the public reply, empty where nothing is known
     * @param mappings mapping texts by kind
     * @param action SOAP's
     */
    public record Operation(String id, String title, boolean read, String target, String path,
            List<Parameter> parameters, Map<String, ?> request, Map<String, ?> response, Map<String, String> mappings,
            Optional<String> action, Sample sample) {}

    public record Parameter(String name, String in, String type) {}

    /**
     * What its first case is made of.
     *
     * @param answer the system's, a value of JSON, or the text of its XML
     */
    public record Sample(Object given, Object sends, Object answer, Object reply) {

        /** Where nothing could be made up, an empty object stands in. */
        static Sample of(@Nullable Object given, @Nullable Object sends, @Nullable Object answer,
                @Nullable Object reply) {
            return new Sample(some(given), some(sends), some(answer), some(reply));
        }

        private static Object some(@Nullable Object value) {
            return Objects.requireNonNullElse(value, Map.of());
        }
    }

    /** Names of environment variables of this connector. */
    static String variable(String name, String what) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + what;
    }

    /** {@code addPet}, {@code add_pet}, {@code Add Pet} → {@code add-pet}. */
    static String kebab(String text) {
        var plain = text.replaceAll("([a-z0-9])([A-Z])", "$1-$2").replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(
                Locale.ROOT).replaceAll("^[^a-z]+|-+$", "");
        return plain.isEmpty() ? "call" : plain;
    }

    /** Members in this order. */
    static Map<String, Object> members(Object... namesAndValues) {
        var members = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return members;
    }
}
