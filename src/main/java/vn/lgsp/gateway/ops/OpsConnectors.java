package vn.lgsp.gateway.ops;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.faults.Text;

/** Tells which version of each connector is served, and what is wrong with the folders as they are now. */
@RestController
class OpsConnectors {

    /** @param callers what is wrong with the callers' file as it is now */
    record Connectors(List<Loaded> connectors, Inventory.@Nullable Complaint callers) {}

    /**
     * @param version hash of the folder that is served; absent when no version of it was ever good, or it was removed
     * @param waiting deliveries that wait for its return, where it was removed
     */
    record Loaded(String name, @Nullable Text title, @Nullable String owner, @Nullable String version,
            @Nullable Instant since, List<String> services, List<Inventory.Fault> faults,
            Inventory.@Nullable Failing failing, int waiting) {}

    private final Inventory inventory;

    OpsConnectors(Inventory inventory) {
        this.inventory = inventory;
    }

    @GetMapping("/ops/connectors")
    Connectors connectors() {
        var served = inventory.catalogue().connectors();
        var faults = inventory.faults();
        var rows = served.values().stream().map(connector -> served(connector, faults));
        var removed = inventory.removed();
        var broken = Stream.concat(faults.stream().map(Inventory.Fault::connector), removed.keySet().stream())
                .distinct()
                .filter(name -> !served.containsKey(name))
                .map(name -> gone(name, faults, removed.getOrDefault(name, 0)));
        return new Connectors(Stream.concat(rows, broken).sorted(Comparator.comparing(Loaded::name)).toList(), inventory
                .callers().orElse(null));
    }

    private Loaded gone(String name, List<Inventory.Fault> faults, int waiting) {
        var standing = inventory.standing(name);
        return new Loaded(name, null, null, null, waiting > 0 ? standing.since() : null, List.of(), of(name, faults),
                standing.failing(), waiting);
    }

    private Loaded served(Connector connector, List<Inventory.Fault> faults) {
        var standing = inventory.standing(connector.name());
        return new Loaded(connector.name(), connector.title(), connector.owner(), connector.version(), standing.since(),
                connector.services().keySet().stream().sorted().toList(), of(connector.name(), faults), standing
                        .failing(),
                0);
    }

    private static List<Inventory.Fault> of(String name, List<Inventory.Fault> faults) {
        return faults.stream().filter(fault -> fault.connector().equals(name)).toList();
    }
}
