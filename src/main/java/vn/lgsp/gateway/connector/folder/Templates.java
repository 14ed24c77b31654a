package vn.lgsp.gateway.connector.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Pointers;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;
import vn.lgsp.gateway.connector.schema.SchemaFolder;

/** Lays what a template says under the declarations that name it: what a connector says itself stands. */
final class Templates {
    static final String FOLDER = "templates";
    private static final List<String> MERGED = List.of("provider", "settings");

    private final Path folder;
    private final Optional<Schema> schema;
    private final Faults broken = new Faults();

    /** @param config the folder with {@code template.schema.json} and {@code templates/} */
    Templates(Path config) {
        this.folder = config.resolve(FOLDER);
        var file = config.resolve("template.schema.json");
        this.schema = Files.exists(file) ? new SchemaFolder(config).read(file, broken) : Optional.empty();
    }

    Path folder() {
        return folder;
    }

    /** The name of the template a declaration is laid on. */
    static Optional<String> named(Yaml file) {
        return file.value() instanceof Map<?, ?> own && given(own.get("template")).get("name") instanceof String name
                && name.matches("[a-z0-9-]+") ? Optional.of(name) : Optional.empty();
    }

    /**
     * The declaration with its template laid under it.
     *
     * @param connector the declaration's folder: a kept version brings the template it was made with
     */
    @Nullable
    Object under(Yaml file, Path connector, Faults faults) {
        if (!(file.value() instanceof Map<?, ?> own) || !own.containsKey("template")) {
            alone(file, faults);
            return file.value();
        }
        var use = given(own.get("template"));
        var found = find(String.valueOf(use.get("name")), connector.resolve(FOLDER), file, faults);
        if (found.isEmpty()) {
            return own;
        }
        var template = found.get();
        var arguments = template.arguments(new Template.Filler(file, "/template/with", given(use.get("with")), faults));
        var rest = new LinkedHashMap<Object, @Nullable Object>(own);
        rest.remove("template");
        lay(rest, template.connector(arguments));
        if (rest.get("services") instanceof Map<?, ?> services) {
            rest.put("services",
                    services(services, template, arguments, new Template.Filler(file, "/services", services,
                            faults)));
        }
        faults.addAll(template.faults());
        return rest;
    }

    private static void alone(Yaml file, Faults faults) {
        if (file.value() instanceof Map<?, ?> own) {
            given(own.get("services")).forEach((id, service) -> {
                if (given(service).containsKey("like")) {
                    faults.add(file.at("/services/" + Pointers.escape(String.valueOf(id)) + "/like"),
                            new Text("`like` cần có `template`", "`like` needs a `template`"));
                }
            });
        }
    }

    private static void lay(Map<Object, @Nullable Object> own, Map<String, @Nullable Object> template) {
        template.forEach((key, value) -> {
            if (MERGED.contains(key) && own.get(key) instanceof Map<?, ?> mine && value instanceof Map<?, ?> theirs) {
                var both = new LinkedHashMap<Object, @Nullable Object>(theirs);
                both.putAll(mine);
                own.put(key, both);
            } else {
                own.putIfAbsent(key, value);
            }
        });
    }

    private static Map<Object, @Nullable Object> services(Map<?, ?> services, Template template,
            Map<String, Object> arguments, Template.Filler place) {
        var all = new LinkedHashMap<Object, @Nullable Object>();
        services.forEach((id, service) -> all.put(id, service instanceof Map<?, ?> map && map.get(
                "like") instanceof Map<?, ?> like && !like.isEmpty()
                        ? like(map, template, arguments, new Template.Filler(place.file(), place.pointer() + "/"
                                + Pointers.escape(String.valueOf(id)) + "/like", like, place.faults()))
                        : service));
        return all;
    }

    private static Map<Object, @Nullable Object> like(Map<?, ?> service, Template template,
            Map<String, Object> arguments, Template.Filler like) {
        var rest = new LinkedHashMap<Object, @Nullable Object>(service);
        rest.remove("like");
        var shape = String.valueOf(like.given().keySet().iterator().next());
        var pointer = like.pointer() + "/" + Pointers.escape(shape);
        if (!template.shapes().containsKey(shape)) {
            like.faults().add(like.file().at(pointer),
                    new Text("khuôn mẫu `", "template `").and(template.name()).and(new Text("` không có dịch vụ `",
                            "` has no service `")).and(shape + "`").and(Suggestion.text(shape, template.shapes()
                                    .keySet().stream().map(String::valueOf).toList())));
            return rest;
        }
        var both = new LinkedHashMap<String, Object>(arguments);
        both.putAll(template.arguments(shape, new Template.Filler(like.file(), pointer, given(like.given().get(shape)),
                like.faults())));
        template.shape(shape, both).forEach(rest::putIfAbsent);
        return rest;
    }

    private static Map<?, ?> given(@Nullable Object with) {
        return with instanceof Map<?, ?> map ? map : Map.of();
    }

    /** A template that can be used; what is wrong with it is told to who wants it. */
    private Optional<Template> find(String name, Path brought, Yaml file, Faults faults) {
        var own = brought.resolve(name + ".yaml");
        if (Files.isRegularFile(own)) {
            return read(name, own, file, faults);
        }
        if (!names().contains(name)) {
            faults.add(file.at("/template/name"), new Text("không có khuôn mẫu `", "there is no template `").and(name
                    + "`").and(new Text(" trong ", " in ")).and(folder.toString()).and(Suggestion.text(name, names())));
            return Optional.empty();
        }
        return read(name, folder.resolve(name + ".yaml"), file, faults);
    }

    private Optional<Template> read(String name, Path found, Yaml file, Faults faults) {
        var own = new Faults();
        own.addAll(broken);
        try {
            var yaml = Yaml.read(found.toString(), Files.readString(found), own);
            schema.filter(_ -> own.isEmpty()).ifPresent(checked -> checked.check(yaml.value()).forEach(fault -> own.add(
                    yaml.at(fault.pointer()), fault.detail().and(new Text(" ở ", " at ")).and(fault.pointer()))));
            faults.addAll(own);
            return own.isEmpty() ? Optional.of(new Template(name, yaml, own)) : Optional.empty();
        } catch (IOException unreadable) {
            faults.add(file.at("/template/name"), Faults.unreadable(unreadable));
            return Optional.empty();
        }
    }

    private List<String> names() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".yaml")).map(
                    file -> file.substring(0, file.length() - ".yaml".length())).sorted().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
