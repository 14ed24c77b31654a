package vn.lgsp.gateway.connector.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.faults.DeclarationFault;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.folder.Bundle;
import vn.lgsp.gateway.connector.folder.ConnectorLoader;
import vn.lgsp.gateway.connector.folder.ConnectorSettings;
import vn.lgsp.gateway.connector.schema.SchemaFolder;

/** Checks and plays a set of connector folders as they stand, with neither their secrets nor a network. */
public final class FolderProof {
    private final List<Path> folders;
    private final Loaded loaded;
    private final Schema cases;
    private final Refusal refusal;

    /** @param refusal how a refused request is told */
    public FolderProof(ConnectorSettings settings, Refusal refusal) {
        this.folders = folders(settings.directory());
        this.refusal = refusal;
        this.loaded = new ConnectorLoader(settings, StandIns.of(folders, settings.schema().resolveSibling(
                "templates"))::get).load();
        this.cases = schema(settings.schema().resolveSibling("case.schema.json"));
    }

    private static List<Path> folders(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var all = Files.list(directory)) {
            return all.filter(Bundle::isFolder).sorted().toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Schema schema(Path file) {
        var faults = new Faults();
        var parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
        return new SchemaFolder(parent).read(file, faults)
                .orElseThrow(() -> new IllegalStateException("cases cannot be checked: " + faults.list()));
    }

    public List<Path> folders() {
        return folders;
    }

    public Loaded loaded() {
        return loaded;
    }

    /** Everything that is wrong with a folder: what the gateway itself would refuse, and what proves or uses nothing. */
    public List<DeclarationFault> faults(Path folder) {
        var faults = new Faults();
        var name = folder.getFileName().toString();
        loaded.faults().getOrDefault(name, List.of()).forEach(fault -> faults.add(fault.place(), fault.message()));
        if (!Files.isRegularFile(folder.resolve("connector.yaml"))) {
            return faults.list();
        }
        var stories = new ArrayList<CaseFile>();
        for (var file : CaseFile.in(folder)) {
            CaseFile.read(file, cases, faults).ifPresent(stories::add);
        }
        new InClear(folder, faults).report();
        new Unused(folder, loaded.catalogue(), stories, faults).report(!loaded.faults().containsKey(name));
        return faults.list();
    }

    /** @throws Mismatch where the case does not hold */
    public void play(Path folder, Path file) {
        var story = CaseFile.read(file, cases);
        var service = loaded.catalogue().service(story.service())
                .orElseThrow(() -> new Mismatch("no service `" + story.service() + "` that checks"
                        + Suggestion.of(story.service(), loaded.catalogue().services().keySet()), null, null));
        new CaseProof(story, service, loaded.catalogue().services(), response(folder, service.id()), refusal).prove();
    }

    /** The service a case is of; nothing where the file is no case. */
    public Optional<CaseFile> story(Path file) {
        return CaseFile.read(file, cases, new Faults());
    }

    private static Optional<Schema> response(Path folder, String service) {
        var file = folder.resolve("schema").resolve(service + ".response.json");
        return Files.isRegularFile(file)
                ? new SchemaFolder(folder.resolve("schema")).read(file, new Faults())
                : Optional.empty();
    }
}
