package vn.lgsp.gateway.connector.schema;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.NonValidationKeyword;

import vn.lgsp.gateway.connector.Json;
import vn.lgsp.gateway.connector.MalformedJson;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Pointers;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;

/** A folder of JSON Schemas that may refer to each other by file name, and to nothing else. */
public final class SchemaFolder {
    private static final String BASE = "https://schema.invalid/";
    private static final com.networknt.schema.Schema OF_SCHEMAS = SchemaRegistry
            .withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

    /** JSON Schema 2020-12 in which our own words begin with {@code x-} and a misspelt keyword is a fault. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((name, _) -> ours(name)).build();

    private final Path folder;
    private final Map<String, Object> documents = new ConcurrentHashMap<>();
    private final SchemaRegistry registry;

    public SchemaFolder(Path folder) {
        this.folder = folder;
        this.registry = SchemaRegistry.withDialect(DIALECT,
                builder -> builder
                        .schemaRegistryConfig(SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build())
                        .schemas(this::text));
    }

    private static Keyword ours(String name) {
        if (!name.startsWith("x-")) {
            throw new SchemaException("there is no keyword `" + name + "`"
                    + Suggestion.of(name, Dialects.getDraft202012().getKeywords().keySet()));
        }
        return new NonValidationKeyword(name);
    }

    /** Reads and compiles one file, and those it refers to; what is wrong with them goes to {@code faults}. */
    public Optional<Schema> read(Path file, Faults faults) {
        var name = file.getFileName().toString();
        var before = faults.list().size();
        check(name, faults, new HashSet<>());
        try {
            return faults.list().size() > before
                    ? Optional.empty()
                    : Optional.of(new JsonSchema(registry.getSchema(SchemaLocation.of(BASE + name)), this, name));
        } catch (SchemaException bad) {
            faults.add(Place.of(file.toString()),
                    new Text("không phải JSON Schema: ", "is no JSON Schema: ").and(String.valueOf(bad
                            .getMessage())));
            return Optional.empty();
        }
    }

    private void check(String name, Faults faults, Set<String> checked) {
        var text = text(BASE + name);
        var file = folder.resolve(name).toString();
        if (!checked.add(name) || text == null) {
            return;
        }
        try {
            var document = Json.read(text.getBytes(StandardCharsets.UTF_8));
            documents.put(BASE + name, document == null ? "" : document);
            var positions = Yaml.read(file, text, new Faults());
            meta(document, positions, faults);
            references(document, "", new Reading(name, positions, faults, checked));
        } catch (MalformedJson bad) {
            faults.add(Place.of(file), bad.detail());
        }
    }

    /** One file while its references are followed. */
    private record Reading(String name, Yaml positions, Faults faults, Set<String> checked) {}

    private static void meta(@Nullable Object document, Yaml positions, Faults faults) {
        for (var error : OF_SCHEMAS.validate(Nodes.of(document))) {
            var pointer = error.getInstanceLocation().toString();
            faults.add(positions.at(pointer),
                    new Text("JSON Schema không hợp lệ: ", "no valid JSON Schema: ").and(pointer
                            + " ").and(SchemaWords.sentence(error.getKeyword(), error.getSchemaNode())));
        }
    }

    /** References are followed only when a document is checked; a wrong one must be found before. */
    private void references(@Nullable Object value, String pointer, Reading reading) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((key, below) -> {
                var at = pointer + "/" + Pointers.escape(String.valueOf(key));
                if ("$ref".equals(key) && below instanceof String target) {
                    reference(target, at, reading);
                } else {
                    references(below, at, reading);
                }
            });
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    references(list.get(i), pointer + "/" + i, reading);
                }
            }
            case null, default -> {
            }
        }
    }

    private void reference(String target, String at, Reading reading) {
        check(file(target, reading.name()), reading.faults(), reading.checked());
        if (schema(target, reading.name()) == null) {
            reading.faults().add(reading.positions().at(at), new Text("`$ref` không dẫn tới đâu trong thư mục này: ",
                    "`$ref` leads to nothing in this folder: ").and(target));
        }
    }

    /** The name of the file a reference leads to. */
    static String file(String reference, String from) {
        var hash = reference.indexOf('#');
        var named = hash < 0 ? reference : reference.substring(0, hash);
        return named.isEmpty() ? from : named;
    }

    /**
     * The schema a reference leads to, as it is written; null where it leads to none.
     *
     * @param from name of the file it stands in
     */
    @Nullable
    Object schema(String reference, String from) {
        var document = documents.get(BASE + file(reference, from));
        var hash = reference.indexOf('#');
        var fragment = hash < 0 ? "" : decoded(reference.substring(hash + 1));
        return fragment.startsWith("/") ? below(document, List.of(fragment.substring(1).split("/"))) : document;
    }

    /** As a part of an address it is percent-encoded. */
    private static String decoded(String fragment) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return fragment;
        }
    }

    /** The schema that holds the keyword at this location, as it is written. */
    Map<?, ?> schemaAround(SchemaLocation keyword) {
        var iri = keyword.getAbsoluteIri();
        var path = keyword.getFragment();
        Object document = iri == null ? null : documents.get(iri.toString());
        for (int i = 0; i < path.getNameCount() - 1 && document != null; i++) {
            document = below(document, List.of(String.valueOf(path.getElement(i))));
        }
        return document instanceof Map<?, ?> schema ? schema : Map.of();
    }

    private static @Nullable Object below(@Nullable Object document, List<String> names) {
        var here = document;
        for (var escaped : names) {
            var name = escaped.replace("~1", "/").replace("~0", "~");
            here = switch (here) {
                case Map<?, ?> map -> map.get(name);
                case List<?> list when name.matches("[0-9]{1,6}") && Integer.parseInt(name) < list.size() ->
                    list.get(Integer.parseInt(name));
                case null, default -> null;
            };
        }
        return here;
    }

    private @Nullable String text(String iri) {
        if (!iri.startsWith(BASE) || iri.indexOf('/', BASE.length()) >= 0) {
            return null;
        }
        try {
            var file = folder.resolve(iri.substring(BASE.length()));
            return Files.isRegularFile(file) ? Files.readString(file) : null;
        } catch (IOException _) {
            return null;
        }
    }
}
