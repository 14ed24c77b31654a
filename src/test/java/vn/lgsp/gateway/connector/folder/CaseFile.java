package vn.lgsp.gateway.connector.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Format;
import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Yaml;
import vn.lgsp.gateway.connector.schema.SchemaFolder;
import vn.lgsp.gateway.connector.xml.Dialect;

/** One request to a service and what must become of it, as {@code cases/*.yaml} tells it. */
record CaseFile(Path file, Map<?, ?> values) {
    private static final Path SCHEMA = Path.of("config/case.schema.json");
    private static final String AT = "2026-03-02T08:00:00+07:00";

    /** @throws AssertionError when the file is no case */
    static CaseFile read(Path file) {
        try {
            var faults = new Faults();
            var yaml = Yaml.read(file.toString(), Files.readString(file), faults);
            var schema = new SchemaFolder(Path.of("config")).read(SCHEMA, faults).orElseThrow();
            schema.check(yaml.value()).forEach(fault -> faults.add(yaml.at(fault.pointer()), fault.detail().en()));
            assertThat(faults.list()).as("faults of the case file").isEmpty();
            return new CaseFile(file, (Map<?, ?>) java.util.Objects.requireNonNull(yaml.value()));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    static List<Path> in(Path folder) {
        return files(folder.resolve("cases"), ".yaml");
    }

    static List<Path> files(Path folder, String ending) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    String service() {
        return String.valueOf(values.get("service"));
    }

    @Nullable
    Object given() {
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

    /** The calls of the attempt: the first one, and a second where the case has a {@code then}. */
    List<Call> calls(Format format) {
        return Stream.of(values, map("then")).filter(call -> call.containsKey("answers")).map(call -> Call.of(call,
                format)).toList();
    }

    /** @param sends the provider's request */
    record Call(@Nullable Object sends, ProviderAnswer answer) {

        static Call of(Map<?, ?> values, Format format) {
            var answers = (Map<?, ?>) java.util.Objects.requireNonNull(values.get("answers"));
            var headers = new HashMap<String, String>();
            if (answers.get("headers") instanceof Map<?, ?> stated) {
                stated.forEach((name, value) -> headers.put(String.valueOf(name).toLowerCase(Locale.ROOT),
                        String.valueOf(value)));
            }
            var status = answers.get("status") instanceof Integer number ? number : 0;
            return new Call(values.get("sends"), answer(format, status, headers, answers));
        }

        private static ProviderAnswer answer(Format format, int status, Map<String, String> headers,
                Map<?, ?> answers) {
            return answers.get("text") instanceof String text
                    ? Dialect.read(format, status, headers, text.getBytes(StandardCharsets.UTF_8))
                    : new ProviderAnswer(status, headers, normal(answers.get("body")), true);
        }
    }

    /** The value as it would be after a travel as JSON: numbers by value. */
    static @Nullable Object normal(@Nullable Object value) {
        return Json.read(Json.write(value));
    }
}
