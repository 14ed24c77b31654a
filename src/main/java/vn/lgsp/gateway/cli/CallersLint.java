package vn.lgsp.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

import vn.lgsp.gateway.caller.CallersFile;
import vn.lgsp.gateway.connector.Loaded;
import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.DeclarationFault;
import vn.lgsp.gateway.connector.faults.Faults;
import vn.lgsp.gateway.connector.faults.Place;
import vn.lgsp.gateway.connector.faults.Suggestion;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.connector.faults.Yaml;
import vn.lgsp.gateway.connector.schema.SchemaFolder;

/**
 * What is wrong with callers.yaml: its shape, services that do not exist, and callers that prove themselves to a service
 * and are not let in.
 *
 * @param connectors whose services are looked at
 * @param whole whether these are all, and the file's shape is looked at too
 */
record CallersLint(Bench bench, Loaded loaded, List<String> connectors, boolean whole) {

    List<DeclarationFault> faults() {
        var file = bench.config().resolve("callers.yaml");
        var faults = new Faults();
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            var yaml = Yaml.read(file.toString(), Files.readString(file), faults);
            if (whole) {
                shape(yaml, faults);
            }
            if (yaml.value() instanceof Map<?, ?> root && root.get("callers") instanceof Map<?, ?> callers) {
                new CallersFile(yaml).strangers(loaded.catalogue().services().keySet(), this::ours, faults);
                proving(yaml, callers, faults);
            }
        } catch (IOException unreadable) {
            faults.add(Place.of(file.toString()), Faults.unreadable(unreadable));
        }
        return faults.list();
    }

    private void shape(Yaml yaml, Faults faults) {
        var schema = bench.schemas().resolve("callers.schema.json");
        new SchemaFolder(bench.schemas()).read(schema, faults).ifPresent(known -> known.check(yaml.value()).forEach(
                fault -> faults.add(yaml.at(fault.pointer()), fault.detail().and(new Text(" ở ", " at ")).and(fault
                        .pointer()))));
    }

    /** Who is known by a checksum instead of a key must be let in too. */
    private void proving(Yaml yaml, Map<?, ?> callers, Faults faults) {
        var names = callers.keySet().stream().map(String::valueOf).toList();
        loaded.catalogue().services().values().stream().filter(service -> ours(service.id())).forEach(
                service -> service.entry().inbound().flatMap(Service.Inbound::caller).filter(caller -> !names.contains(
                        caller)).ifPresent(caller -> faults.add(yaml.at("/callers"),
                                new Text("không có bên gọi `",
                                        "there is no caller `").and(caller)
                                        .and(new Text("` để gọi `", "`, who calls `"))
                                        .and(service.id() + "`").and(Suggestion.text(caller, names)))));
    }

    /** One of the connectors looked at; what a faulty one would serve is not known. */
    private boolean ours(String service) {
        var connector = Service.connectorOf(service);
        return (whole || connectors.contains(connector)) && !loaded.faults().containsKey(connector);
    }
}
