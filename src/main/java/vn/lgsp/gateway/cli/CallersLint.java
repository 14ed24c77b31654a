package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Text;
import vn.lgsp.gateway.connector.faults.DeclarationFault;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Yaml;
import vn.lgsp.gateway.connector.schema.SchemaFolder;

/** What is wrong with callers.yaml: its shape, and services that do not exist. */
final class CallersLint {
    private CallersLint() {}

    static List<DeclarationFault> faults(Bench bench, Catalogue catalogue) {
        var file = bench.config().resolve("callers.yaml");
        var faults = new Faults();
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            var yaml = Yaml.read(file.toString(), Files.readString(file), faults);
            var schema = bench.schemas().resolve("callers.schema.json");
            new SchemaFolder(bench.schemas()).read(schema, faults).ifPresent(known -> known.check(yaml.value()).forEach(
                    fault -> faults.add(yaml.at(fault.pointer()),
                            fault.detail().and(new Text(" ở ", " at ")).and(fault.pointer()))));
            if (yaml.value() instanceof Map<?, ?> root && root.get("callers") instanceof Map<?, ?> callers) {
                callers.forEach((name, caller) -> services(yaml, "/callers/" + name, caller, catalogue, faults));
            }
        } catch (IOException unreadable) {
            faults.add(Place.of(file.toString()), Faults.unreadable(unreadable));
        }
        return faults.list();
    }

    private static void services(Yaml yaml, String pointer, Object caller, Catalogue catalogue, Faults faults) {
        if (!(caller instanceof Map<?, ?> stated)) {
            return;
        }
        var known = catalogue.services().keySet();
        var named = stated.get("services") instanceof List<?> list ? list : List.of();
        for (int i = 0; i < named.size(); i++) {
            var id = String.valueOf(named.get(i));
            if (!id.endsWith("*") && !known.contains(id)) {
                faults.add(yaml.at(pointer + "/services/" + i), unknown(id, known));
            }
        }
        if (stated.get("callback") instanceof String id && !known.contains(id)) {
            faults.add(yaml.at(pointer + "/callback"), unknown(id, known));
        }
    }

    private static Text unknown(String id, Collection<String> known) {
        return new Text("không có dịch vụ `", "there is no service `").and(id + "`").and(Suggestion.text(id, known));
    }
}
