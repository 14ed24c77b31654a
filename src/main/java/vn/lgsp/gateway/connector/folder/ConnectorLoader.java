package vn.lgsp.gateway.connector.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.DeclarationFault;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.schema.SchemaFolder;

/** Reads all connector folders into a {@link Catalogue}, or says everything that is wrong with them. */
public final class ConnectorLoader {
    private final ConnectorSettings settings;
    private final Function<String, @Nullable String> values;

    /** @param values gives the value of a placeholder's name, or null */
    public ConnectorLoader(ConnectorSettings settings, Function<String, @Nullable String> values) {
        this.settings = settings;
        this.values = values;
    }

    /**
     * Reads every folder. One that does not check is left out and its faults are told; the others are not touched by it.
     *
     * @throws IllegalStateException when {@code connector.schema.json} itself cannot be used
     */
    public Loaded load() {
        return load(Catalogue.of(List.of()));
    }

    /**
     * The same, without reading again what is known in the same version and calls the same systems.
     *
     * @param known connectors that were read before
     */
    public Loaded load(Catalogue known) {
        var kept = new TreeMap<String, Connector>();
        var changed = new ArrayList<Path>();
        for (var folder : folders()) {
            var name = folder.getFileName().toString();
            var same = known.connectors().get(name);
            if (same != null && same.version().equals(version(folder))) {
                kept.put(name, same);
            } else {
                changed.add(folder);
            }
        }
        var read = read(changed);
        // a service may call the system of another connector, which has changed
        var moved = kept.values().stream().filter(connector -> calls(connector).anyMatch(to -> read.stream().anyMatch(
                folder -> folder.name().equals(to.name()) && !folder.destination().equals(to))
                || !kept.containsKey(to.name()) && read.stream().noneMatch(folder -> folder.name().equals(to.name()))))
                .map(Connector::name).toList();
        moved.forEach(kept::remove);
        read.addAll(read(moved.stream().map(settings.directory()::resolve).toList()));
        return together(kept, read);
    }

    private static Stream<Destination> calls(Connector connector) {
        return connector.services().values().stream().map(service -> service.call().destination());
    }

    private List<Folder> read(List<Path> paths) {
        var schema = schema();
        var templates = new Templates(config());
        return new ArrayList<>(paths.stream().map(folder -> Folder.read(folder, settings.contracts(), schema, templates,
                values)).toList());
    }

    private String version(Path folder) {
        try {
            return Bundle.read(folder, settings.contracts(), config().resolve(Templates.FOLDER)).version();
        } catch (IOException unreadable) {
            return "";
        }
    }

    private Loaded together(Map<String, Connector> kept, List<Folder> folders) {
        var destinations = new TreeMap<String, Destination>();
        kept.forEach((name, connector) -> destinations.put(name, connector.provider()));
        folders.forEach(folder -> destinations.put(folder.name(), folder.destination()));
        var effects = effects(folders);
        kept.values().forEach(connector -> connector.services().keySet().forEach(id -> effects.put(id, "")));
        var circles = new Circles(kept.values().stream().flatMap(connector -> connector.services().values().stream())
                .toList(),
                folders.stream().flatMap(folder -> folder.declaration().sections("services").stream())
                        .toList());
        folders.forEach(folder -> folder.declaration().sections("services").forEach(circles::told));
        var good = new ArrayList<>(kept.values());
        var faults = new LinkedHashMap<String, List<DeclarationFault>>();
        for (var folder : folders) {
            var connector = connector(folder, destinations, effects.keySet());
            if (folder.faults().isEmpty()) {
                good.add(connector);
            } else {
                faults.put(folder.name(), folder.faults().list());
            }
        }
        return new Loaded(Catalogue.of(good), faults);
    }

    private Schema schema() {
        var faults = new Faults();
        return new SchemaFolder(config()).read(settings.schema(), faults)
                .orElseThrow(() -> new IllegalStateException("connectors cannot be checked: " + faults.list()));
    }

    private Path config() {
        var folder = settings.schema().getParent();
        return folder == null ? Path.of(".") : folder;
    }

    private List<Path> folders() {
        try (var all = Files.list(settings.directory())) {
            return all.filter(Bundle::isFolder).sorted().toList();
        } catch (IOException none) {
            throw new IllegalStateException("no folder of connectors: " + settings.directory(), none);
        }
    }

    private static Map<String, String> effects(List<Folder> folders) {
        var effects = new TreeMap<String, String>();
        for (var folder : folders) {
            folder.declaration().sections("services")
                    .forEach(service -> effects.put(service.name(), service.text("effect", "")));
        }
        return effects;
    }

    private Connector connector(Folder folder, Map<String, Destination> destinations, Set<String> known) {
        var services = new LinkedHashMap<String, Service>();
        for (var section : folder.declaration().sections("services")) {
            services.put(section.name(), new ServiceReader(folder, destinations, section).service());
            references(section, known);
        }
        if (!services.isEmpty() || folder.faults().isEmpty()) {
            strays(folder, services.keySet());
        }
        return new Connector(folder.name(), folder.declaration().twoLanguages("title"),
                folder.declaration().text("owner", ""), folder.version(), folder.destination(), Map.copyOf(services),
                WholeContract.of(settings.contracts(), folder.files().folder(), folder.contract().document()),
                folder.cases());
    }

    /** Files and operations of no service; where a declaration cannot be read at all, everything would seem to be one. */
    private static void strays(Folder folder, Set<String> services) {
        folder.files().reportStrays(services);
        folder.contract().operations().forEach((id, stated) -> {
            if (!services.contains(id)) {
                folder.faults().add(stated.place(), new Text("thao tác `", "operation `").and(id + "` ").and(new Text(
                        "không có dịch vụ trong connector.yaml", "has no service in connector.yaml"))
                        .and(Suggestion.text(
                                id, services)));
            }
        });
    }

    /** Services are named by services of any folder, also of one that does not check. */
    private static void references(Section service, Set<String> known) {
        for (var key : List.of("after", "follow", "undo")) {
            service.text(key).ifPresent(id -> exists(service, key, id, known));
        }
        for (var key : List.of("matches", "inquiry")) {
            service.section(key).ifPresent(
                    section -> section.text("service").ifPresent(id -> exists(section, "service", id, known)));
        }
    }

    private static void exists(Section section, String key, String id, Set<String> known) {
        if (!known.contains(id)) {
            section.fault(key,
                    new Text("không có dịch vụ: `", "names no service: `").and(id + "`").and(Suggestion.text(id,
                            new TreeSet<>(known))));
        }
    }
}
