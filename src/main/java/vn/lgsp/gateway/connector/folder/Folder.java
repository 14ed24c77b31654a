package vn.lgsp.gateway.connector.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Destination;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;

/** A connector's folder while it is read: what its services share. */
record Folder(String name, String version, Section declaration, Destination destination, Map<String, Object> settings,
        Contract contract, ServiceFiles files, Map<String, String> cases, Faults faults) {

    static Folder read(Path folder, Path contracts, Schema schema, Templates templates,
            Function<String, @Nullable String> values) {
        var faults = new Faults();
        var name = folder.getFileName().toString();
        var file = folder.resolve("connector.yaml");
        var yaml = Yaml.read(file.toString(), text(file, faults), faults);
        if (yaml.value() == null && faults.isEmpty()) {
            faults.add(Place.of(file.toString()), new Text("không có nội dung", "holds nothing"));
        }
        var laid = templates.under(yaml, folder, faults);
        if (laid != null) {
            schema.check(laid)
                    .forEach(fault -> faults.add(yaml.at(fault.pointer()),
                            fault.detail().and(where(fault.pointer()))));
        }
        var declaration = Section.of(yaml, new Placeholders(yaml, values, faults).resolved(laid, ""),
                faults);
        if (!declaration.text("connector", name).equals(name)) {
            declaration.fault("connector",
                    new Text("phải là tên thư mục, `", "must be the folder's name, `").and(name + "`"));
        }
        var bundle = bundle(folder, contracts, templates.folder(), faults);
        var provider = declaration.section("provider").orElseGet(() -> Section.of(yaml, null, faults));
        return new Folder(name, bundle.version(), declaration,
                ProviderReader.destination(name, provider, codes(declaration)),
                settings(declaration), Contract.read(contracts, name, faults), new ServiceFiles(folder, faults),
                bundle.cases(), faults);
    }

    /** Some service reads the provider's own codes. */
    private static boolean codes(Section declaration) {
        return declaration.sections("services").stream().anyMatch(service -> service.has("code") || service.section(
                "feed").filter(feed -> feed.has("code")).isPresent());
    }

    private static Text where(String pointer) {
        return pointer.indexOf('/', 1) < 0 ? Text.same("") : new Text(" ở ", " at ").and(pointer);
    }

    private static Map<String, Object> settings(Section declaration) {
        var settings = new LinkedHashMap<String, Object>();
        declaration.section("settings").ifPresent(section -> section.values().forEach((key, value) -> {
            if (value != null) {
                settings.put(String.valueOf(key), value);
            }
        }));
        return Collections.unmodifiableMap(settings);
    }

    private static String text(Path file, Faults faults) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            faults.add(Place.of(file.toString()), new Text("còn thiếu", "is missing"));
            return "";
        } catch (IOException unreadable) {
            faults.add(Place.of(file.toString()), Faults.unreadable(unreadable));
            return "";
        }
    }

    private static Bundle bundle(Path folder, Path contracts, Path templates, Faults faults) {
        try {
            return Bundle.read(folder, contracts, templates);
        } catch (IOException unreadable) {
            faults.add(Place.of(folder.toString()), Faults.unreadable(unreadable));
            return new Bundle(folder.getFileName().toString(), Collections.emptySortedMap());
        }
    }
}
