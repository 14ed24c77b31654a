package vn.lgsp.gateway.ops;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import vn.lgsp.gateway.connector.folder.Bundle;
import vn.lgsp.gateway.ledger.ConnectorVersions;
import vn.lgsp.gateway.ledger.ConnectorChange.How;
import vn.lgsp.gateway.swap.Swapped;

/** Shows the versions of a connector, and lets an operator apply a new one, go back to an old one, or take it out. */
@RestController
@RequestMapping("/ops/connectors/{name}")
class OpsVersions {

    record Kept(String name, @Nullable String served, List<Version> versions, List<Change> changes) {}

    record Version(String version, Instant storedAt, String storedBy, String how) {}

    record Change(@Nullable String version, Instant at, String by, String how, @Nullable String reason) {}

    record Changed(String name, @Nullable String version, @Nullable String before, boolean applied,
            List<String> added, List<String> removed, List<String> changed) {}

    /** @param files text of each file, by its path */
    record Folder(@Nullable Map<String, String> files) {}

    record Back(@Nullable String version, @Nullable String reason) {}

    record Wish(@Nullable String reason) {}

    private final ConnectorVersions ledger;
    private final Versions versions;
    private final Deeds deeds;

    OpsVersions(ConnectorVersions ledger, Versions versions, Deeds deeds) {
        this.ledger = ledger;
        this.versions = versions;
        this.deeds = deeds;
    }

    @GetMapping("/versions")
    Kept versions(@PathVariable String name) {
        var changes = ledger.changes(name);
        if (changes.isEmpty()) {
            throw Refusals.noSuchConnector();
        }
        return new Kept(name, changes.getFirst().version(), ledger.kept(name).stream().map(kept -> new Version(kept
                .version(), kept.storedAt(), kept.storedBy(), text(kept.how()))).toList(), changes.stream().map(
                        change -> new Change(change.version(), change.at(), change.by(), text(change.how()), change
                                .reason()))
                        .toList());
    }

    private static String text(How how) {
        return how.name().toLowerCase(Locale.ROOT);
    }

    @PostMapping(path = "/versions", consumes = "application/zip")
    Changed applyZip(@PathVariable String name, @RequestParam(defaultValue = "false") boolean check,
            @RequestParam(required = false) @Nullable String reason, InputStream body, Principal who)
            throws IOException {
        return apply(bundle(() -> Bundle.unzip(name, body.readNBytes(Bundle.LARGEST + 1))), check, reason, who);
    }

    @PostMapping(path = "/versions", consumes = MediaType.APPLICATION_JSON_VALUE)
    Changed applyFiles(@PathVariable String name, @RequestParam(defaultValue = "false") boolean check,
            @RequestParam(required = false) @Nullable String reason, @RequestBody Folder folder, Principal who)
            throws IOException {
        var files = folder.files() == null ? Map.<String, String>of() : folder.files();
        return apply(bundle(() -> Bundle.of(name, files.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                file -> file.getValue().getBytes(StandardCharsets.UTF_8))))), check, reason, who);
    }

    private interface Packing {
        Bundle bundle() throws Bundle.Unfit, IOException;
    }

    private static Bundle bundle(Packing packing) throws IOException {
        try {
            return packing.bundle();
        } catch (Bundle.Unfit unfit) {
            throw Refusals.badParameter("files", unfit.why());
        }
    }

    private Changed apply(Bundle bundle, boolean check, @Nullable String reason, Principal who) {
        if (check) {
            return good(versions.check(bundle));
        }
        var why = Deeds.reason(reason);
        return done(who, "connector.apply", bundle.toString(), why, () -> versions.apply(bundle, who.getName(), why));
    }

    @PostMapping(path = "/rollback", consumes = MediaType.APPLICATION_JSON_VALUE)
    Changed rollback(@PathVariable String name, @RequestBody Back back, Principal who) {
        var version = String.valueOf(back.version());
        var why = Deeds.reason(back.reason());
        if (ledger.changes(name).isEmpty()) {
            throw Refusals.noSuchConnector();
        }
        return done(who, "connector.rollback", name + "@" + version, why, () -> versions.rollback(name, version, who
                .getName(), why).orElseThrow(Refusals::noSuchVersion));
    }

    @PostMapping(path = "/remove", consumes = MediaType.APPLICATION_JSON_VALUE)
    Changed remove(@PathVariable String name, @RequestBody Wish wish, Principal who) {
        var why = Deeds.reason(wish.reason());
        if (ledger.changes(name).stream().findFirst().flatMap(last -> Optional.ofNullable(last.version())).isEmpty()) {
            throw Refusals.noSuchConnector();
        }
        return done(who, "connector.remove", name, why, () -> versions.remove(name, who.getName(), why));
    }

    private Changed done(Principal who, String action, String target, String reason, Supplier<Swapped> deed) {
        var answer = new Swapped[1];
        deeds.done(who.getName(), action, target, reason, () -> {
            answer[0] = deed.get();
            return answer[0].applied();
        });
        return good(answer[0]);
    }

    private static Changed good(Swapped swapped) {
        if (!swapped.faults().isEmpty()) {
            throw Refusals.connectorFaulty(swapped.faults().entrySet().stream().flatMap(folder -> folder.getValue()
                    .stream().map(fault -> new Inventory.Fault(folder.getKey(), fault.place().toString(), fault
                            .message())))
                    .toList());
        }
        return new Changed(swapped.name(), swapped.version(), swapped.before(), swapped.applied(), swapped.added(),
                swapped.removed(), swapped.changed());
    }
}
