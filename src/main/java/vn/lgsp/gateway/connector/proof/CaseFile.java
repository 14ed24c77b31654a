package vn.lgsp.gateway.connector.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Yaml;

import vn.lgsp.gateway.connector.xml.Dialect;

/** One request to a service and what must become of it, as {@code cases/*.yaml} tells it. */
public record CaseFile(Path file, Map<?, ?> values) {
    private static final String AT = "2026-03-02T08:00:00+07:00";

    /** Reads a file; what is wrong with it goes to {@code faults}, and none is read then. */
    public static Optional<CaseFile> read(Path file, Schema schema, Faults faults) {
        var before = faults.list().size();
        var yaml = Yaml.read(file.toString(), StandIns.text(file), faults);
        schema.check(yaml.value()).forEach(fault -> faults.add(yaml.at(fault.pointer()), fault.detail()));
        return faults.list().size() == before && yaml.value() instanceof Map<?, ?> values
                ? Optional.of(new CaseFile(file, values))
                : Optional.empty();
    }

    /** What a folder that was checked holds under this name; none where it cannot be read. */
    static Optional<CaseFile> of(String name, String text) {
        return Yaml.read(name, text, new Faults()).value() instanceof Map<?, ?> values
                ? Optional.of(new CaseFile(Path.of(name), values))
                : Optional.empty();
    }

    /** @throws Mismatch when the file is no case */
    static CaseFile read(Path file, Schema schema) {
        var faults = new Faults();
        return read(file, schema, faults).orElseThrow(() -> new Mismatch("faults of the case file", List.of(),
                faults.list().stream().map(String::valueOf).toList()));
    }

    /** The cases of a connector's folder. */
    public static List<Path> in(Path folder) {
        return files(folder.resolve("cases"), ".yaml");
    }

    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public String service() {
        return String.valueOf(values.get("service"));
    }

    /** Settings that differ from the connector's. */
    public Map<String, Object> settings() {
        var settings = new HashMap<String, Object>();
        map("settings").forEach((name, value) -> settings.put(String.valueOf(name), Objects.requireNonNull(value)));
        return settings;
    }

    @Nullable
    public Object given() {
        return values.get("given");
    }

    byte[] body() {
        return Json.write(given());
    }

    boolean isRefused() {
        return values.containsKey("refused");
    }

    List<?> refused() {
        return values.get("refused") instanceof List<?> list ? list : List.of();
    }

    Map<?, ?> replies() {
        return map("replies");
    }

    String at() {
        return values.get("at") instanceof String at ? at : AT;
    }

    long atMillis() {
        return OffsetDateTime.parse(at()).toInstant().toEpochMilli();
    }

    Map<?, ?> map(String key) {
        return values.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The other requests that go in the same call, each as a case of its own. */
    List<CaseFile> together() {
        var others = new ArrayList<CaseFile>();
        if (values.get("together") instanceof List<?> list) {
            for (var one : list) {
                var other = new HashMap<Object, Object>(values);
                other.remove("together");
                other.remove("transaction");
                other.putAll((Map<?, ?>) one);
                others.add(new CaseFile(file, other));
            }
        }
        return others;
    }

    /** The calls of the attempt: the first one, and a second where the case has a {@code then}. */
    public List<Call> calls(Format format) {
        return Stream.of(values, map("then")).filter(call -> call.containsKey("answers")).map(call -> Call.of(call,
                format)).toList();
    }

    /**
     * @param sends the provider's request
     * @param bytes the answer as it would come over the wire
     */
    public record Call(@Nullable Object sends, ProviderAnswer answer, byte[] bytes) {

        static Call of(Map<?, ?> values, Format format) {
            var answers = (Map<?, ?>) Objects.requireNonNull(values.get("answers"));
            var headers = new HashMap<String, String>();
            if (answers.get("headers") instanceof Map<?, ?> stated) {
                stated.forEach((name, value) -> headers.put(String.valueOf(name).toLowerCase(Locale.ROOT),
                        String.valueOf(value)));
            }
            var status = answers.get("status") instanceof Integer number ? number : 0;
            return new Call(values.get("sends"), answer(format, status, headers, answers), bytes(answers));
        }

        private static byte[] bytes(Map<?, ?> answers) {
            return answers.get("text") instanceof String text
                    ? text.getBytes(StandardCharsets.UTF_8)
                    : answers.containsKey("body") ? Json.write(answers.get("body")) : new byte[0];
        }

        private static ProviderAnswer answer(Format format, int status, Map<String, String> headers,
                Map<?, ?> answers) {
            return answers.get("text") instanceof String
                    ? Dialect.read(format, status, headers, bytes(answers))
                    : new ProviderAnswer(status, headers, normal(answers.get("body")), true);
        }
    }

    /** The value as it would be after a travel as JSON: numbers by value. */
    static @Nullable Object normal(@Nullable Object value) {
        return Json.read(Json.write(value));
    }
}
