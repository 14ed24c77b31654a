package vn.lgsp.gateway.connector.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.DeclarationFault;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Text;

/** Reads the folders as they are now, and checks any set of bundles exactly as folders are checked at start. */
@Component
public class Workshop {
    private final ConnectorSettings settings;
    private final Environment environment;

    Workshop(ConnectorSettings settings, Environment environment) {
        this.settings = settings;
        this.environment = environment;
    }

    /**
     * What this node has at this moment.
     *
     * @param readable by name
     * @param unreadable what keeps the others from being read, by name
     */
    public record Folders(SortedMap<String, Bundle> readable, SortedMap<String, DeclarationFault> unreadable) {}

    /** All folders of this node. */
    public Folders folders() throws IOException {
        var found = new Folders(new TreeMap<>(), new TreeMap<>());
        try (var all = Files.list(settings.directory())) {
            for (var folder : all.filter(Bundle::isFolder).toList()) {
                var name = folder.getFileName().toString();
                try {
                    found.readable().put(name, Bundle.read(folder, settings.contracts(), templates()));
                } catch (IOException e) {
                    found.unreadable().put(name,
                            new DeclarationFault(Place.of(folder.toString()), Faults.unreadable(e)));
                }
            }
        } catch (UncheckedIOException vanished) {
            throw vanished.getCause();
        }
        return found;
    }

    private Path templates() {
        return settings.schema().resolveSibling(Templates.FOLDER);
    }

    /** With the template of this node, where it uses one and brings none. */
    public Bundle completed(Bundle bundle) {
        try {
            return bundle.onTemplate(templates());
        } catch (IOException e) {
            throw new UncheckedIOException("a template cannot be read", e);
        }
    }

    /**
     * What serving these would be.
     *
     * @param known what is served: what is unchanged is taken over as it is
     */
    public Loaded check(Collection<Bundle> bundles, Catalogue known) {
        Path root = null;
        try {
            root = Files.createTempDirectory("connectors");
            var contracts = Files.createDirectories(root.resolve("contracts"));
            // contracts name schema files where they are shipped, or where this gateway has its folders
            var shipped = Files.createDirectories(root.resolve("config/connectors"));
            var own = Files.createDirectories(root.resolve(own()));
            for (var bundle : bundles) {
                bundle.write(own.resolve(bundle.name()), contracts);
                if (!own.equals(shipped)) {
                    bundle.write(shipped.resolve(bundle.name()), contracts);
                }
            }
            var loaded = new ConnectorLoader(new ConnectorSettings(own, contracts, settings.schema()),
                    environment::getProperty).load(known);
            return new Loaded(loaded.catalogue(), shown(loaded, own, contracts));
        } catch (IOException e) {
            throw new UncheckedIOException("connectors cannot be checked", e);
        } finally {
            remove(root);
        }
    }

    private Path own() {
        var beside = settings.contracts().toAbsolutePath().normalize().getParent();
        var directory = settings.directory().toAbsolutePath().normalize();
        return beside != null && directory.startsWith(beside)
                ? beside.relativize(directory)
                : Path.of("config/connectors");
    }

    /** Faults where their editor finds them, and links that lead nowhere in connectors that were taken over. */
    private SortedMap<String, List<DeclarationFault>> shown(Loaded loaded, Path folders, Path contracts) {
        var shown = new TreeMap<String, List<DeclarationFault>>();
        loaded.faults().forEach((name, faults) -> shown.put(name, faults.stream().map(fault -> new DeclarationFault(
                moved(fault.place(), folders, contracts), fault.message())).toList()));
        var known = new TreeSet<>(loaded.catalogue().services().keySet());
        loaded.catalogue().services().values().forEach(service -> links(service).stream().filter(
                id -> !known.contains(id) && loaded.faults().isEmpty()).forEach(
                        id -> shown.computeIfAbsent(service.connector(), _ -> new ArrayList<>()).add(
                                new DeclarationFault(Place.of(settings.directory().resolve(service.connector()).resolve(
                                        "connector.yaml").toString()),
                                        Text.same("`" + service.id() + "` ")
                                                .and(new Text("cần đến một dịch vụ sẽ không còn: `",
                                                        "names a service that would be gone: `"))
                                                .and(id + "`")))));
        return shown;
    }

    private Place moved(Place place, Path folders, Path contracts) {
        var file = Path.of(place.file());
        var at = file.startsWith(folders)
                ? settings.directory().resolve(folders.relativize(file))
                : file.startsWith(contracts) ? settings.contracts().resolve(contracts.relativize(file)) : file;
        return new Place(at.toString(), place.line(), place.column());
    }

    private static List<String> links(Service service) {
        var links = new LinkedHashMap<String, Boolean>();
        service.schedule().after().ifPresent(id -> links.put(id, true));
        service.links().follow().ifPresent(follow -> links.put(follow.service(), true));
        service.links().undo().ifPresent(undo -> links.put(undo.service(), true));
        service.links().matches().ifPresent(matches -> links.put(matches.service(), true));
        service.links().inquiry().ifPresent(inquiry -> links.put(inquiry.service(), true));
        return List.copyOf(links.keySet());
    }

    private static void remove(@org.jspecify.annotations.Nullable Path root) {
        if (root == null) {
            return;
        }
        try (var all = Files.walk(root)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
