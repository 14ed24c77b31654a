package vn.lgsp.gateway.connector.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.BadExpression;
import vn.lgsp.gateway.connector.Expression;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Pointers;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;
import vn.lgsp.gateway.connector.schema.SchemaFolder;
import vn.lgsp.gateway.connector.xml.Xslt;

/** The files of a connector's services, found by their names. */
final class ServiceFiles {
    /** Kinds of mapping. */
    static final Set<String> MAPPINGS = Set.of("request", "response", "receipt", "refusal", "inquiry", "inquiry-reply",
            "follow", "undo", "feed");
    private final Path folder;
    private final Faults faults;
    private final SchemaFolder schemas;

    ServiceFiles(Path folder, Faults faults) {
        this.folder = folder;
        this.faults = faults;
        this.schemas = new SchemaFolder(folder.resolve("schema"));
    }

    Path folder() {
        return folder;
    }

    /** There is a mapping of that kind. */
    boolean maps(String service, String kind) {
        return Files.exists(mapping(service, kind, ".jsonata")) || Files.exists(mapping(service, kind, ".xsl"));
    }

    private Path mapping(String service, String kind, String extension) {
        return folder.resolve("mapping").resolve(service + "." + kind + extension);
    }

    /** @param variables those it may read, see {@link Variables} */
    Optional<Expression> mapping(String service, String kind, Set<String> variables) {
        var jsonata = mapping(service, kind, ".jsonata");
        var xslt = mapping(service, kind, ".xsl");
        if (Files.exists(jsonata) && Files.exists(xslt)) {
            faults.add(Place.of(xslt.toString()), new Text("đứng cạnh một ánh xạ JSONata: chỉ được có một trong hai",
                    "stands beside one in JSONata: only one of them can be meant"));
        }
        return text(jsonata)
                .flatMap(source -> compiled(jsonata, source, (name, text) -> Expression.of(name, text, variables)))
                .or(() -> text(xslt).flatMap(source -> compiled(xslt, source, (name, text) -> Xslt.compile(name, text,
                        variables))));
    }

    private Optional<Expression> compiled(Path file, String source, BiFunction<String, String, Expression> engine) {
        try {
            return Optional.of(engine.apply(file.toString(), source));
        } catch (BadExpression bad) {
            faults.add(bad.place(), Section.uncompiled(bad));
            return Optional.empty();
        }
    }

    Optional<Schema> schema(String service, String kind) {
        var file = folder.resolve("schema").resolve(service + "." + kind + ".json");
        return Files.isRegularFile(file) ? schemas.read(file, faults) : Optional.empty();
    }

    /** @param variables those a rule may read */
    List<Service.Check> checks(String service, Set<String> variables) {
        var file = folder.resolve("schema").resolve(service + ".checks.yaml");
        var text = text(file);
        if (text.isEmpty()) {
            return List.of();
        }
        var yaml = Yaml.read(file.toString(), text.get(), faults);
        if (!(yaml.value() instanceof List<?> list)) {
            faults.add(Place.of(file.toString()), new Text("phải là một danh sách quy tắc", "must be a list of rules"));
            return List.of();
        }
        return Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(i -> check(yaml, i, list.get(i), variables))
                .toList();
    }

    private Service.Check check(Yaml yaml, int index, @Nullable Object item, Set<String> variables) {
        var section = new Section(yaml, "/" + index, item instanceof Map<?, ?> map ? map : Map.of(), faults);
        var known = List.of("rule", "at", "vi", "en");
        for (var key : section.values().keySet()) {
            if (!known.contains(key)) {
                section.fault(String.valueOf(key), new Text("không dùng ở đây", "is not known here").and(
                        Suggestion.text(String.valueOf(key), known)));
            }
        }
        for (var key : known) {
            if (section.text(key).isEmpty()) {
                section.faults().add(yaml.at(section.pointer()),
                        new Text("quy tắc thiếu `", "the rule has no `").and(key
                                + "`"));
            }
        }
        section.text("at").filter(at -> !Pointers.valid(at)).ifPresent(at -> section.fault("at", new Text(
                "phải là con trỏ JSON như /maHoSo hoặc /giayTo/0/so, không phải `",
                "must be a JSON pointer such as /maHoSo or /giayTo/0/so, and no `").and(at + "`").and(meant(at))));
        return new Service.Check(section.ruleOf("rule", variables), section.text("at", ""),
                new Text(section.text("vi", ""), section.text("en", "")));
    }

    /** {@code giayTo.so} and {@code $.giayTo.so} are how other languages say {@code /giayTo/so}. */
    private static Text meant(String at) {
        var pointer = "/" + at.replaceFirst("^[$#]?[./]?", "").replaceAll("\\[(\\d+)]", "/$1").replace('.', '/');
        return Pointers.valid(pointer)
                ? new Text(" (ý bạn là `" + pointer + "`?)", " (did you mean `" + pointer + "`?)")
                : Text.same("");
    }

    /** Says which files belong to no service, or are of no known kind. */
    void reportStrays(Collection<String> services) {
        names("mapping").forEach(name -> stray("mapping", name, name.endsWith(".xsl") ? ".xsl" : ".jsonata", MAPPINGS,
                services));
        names("schema").filter(name -> name.endsWith(".checks.yaml"))
                .forEach(name -> stray("schema", name, ".yaml", Set.of("checks"), services));
        names("schema").filter(name -> name.endsWith(".request.json") || name.endsWith(".response.json"))
                .forEach(name -> stray("schema", name, ".json", Set.of("request", "response"), services));
    }

    private void stray(String where, String name, String extension, Set<String> kinds, Collection<String> services) {
        var bare = name.endsWith(extension) ? name.substring(0, name.length() - extension.length()) : "";
        var dot = bare.lastIndexOf('.');
        var service = dot < 0 ? bare : bare.substring(0, dot);
        var place = Place.of(folder.resolve(where).resolve(name).toString());
        if (!kinds.contains(bare.substring(dot + 1))) {
            faults.add(place, new Text("không thuộc loại nào ở đây: <dịch vụ>.", "is of no kind known here: <service>.")
                    .and(new TreeSet<>(kinds).stream().collect(Collectors.joining("|")) + extension));
        } else if (!services.contains(service)) {
            faults.add(place,
                    new Text("không thuộc dịch vụ nào: không có `", "belongs to no service: there is no `").and(
                            service + "`").and(Suggestion.text(service, services)));
        }
    }

    private Stream<String> names(String below) {
        try (var files = Files.list(folder.resolve(below))) {
            return files.map(file -> file.getFileName().toString()).filter(Bundle::counts).sorted().toList().stream();
        } catch (IOException _) {
            return Stream.of(); // no such folder: nothing of the kind is declared
        }
    }

    private Optional<String> text(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException unreadable) {
            faults.add(Place.of(file.toString()), Faults.unreadable(unreadable));
            return Optional.empty();
        }
    }
}
