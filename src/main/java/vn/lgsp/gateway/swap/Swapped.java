package vn.lgsp.gateway.swap;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.Connector;
import vn.lgsp.gateway.connector.faults.DeclarationFault;

/**
 * What a change of one connector does, or would do.
 *
 * @param applied false when it was only checked, does not check, or is served already
 * @param added services that come
 * @param removed services that go
 * @param changed services that stay and get this version
 * @param faults by connector; with any, nothing was changed
 */
public record Swapped(String name, @Nullable String version, @Nullable String before, boolean applied,
        List<String> added, List<String> removed, List<String> changed,
        Map<String, List<DeclarationFault>> faults) {

    static Swapped of(String name, @Nullable String version, Catalogue now, Catalogue next) {
        var was = services(now.connectors().get(name));
        var comes = services(next.connectors().get(name));
        var before = now.connectors().get(name);
        var old = before == null ? null : before.version();
        return new Swapped(name, version, old, false, comes.stream().filter(id -> !was.contains(id)).toList(), was
                .stream().filter(id -> !comes.contains(id)).toList(),
                comes.stream().filter(id -> was.contains(id)
                        && !Objects.equals(version, old)).toList(),
                Map.of());
    }

    private static List<String> services(@Nullable Connector connector) {
        return connector == null ? List.of() : connector.services().keySet().stream().sorted().toList();
    }

    Swapped faulty(Map<String, List<DeclarationFault>> faults) {
        return new Swapped(name, version, before, false, added, removed, changed, faults);
    }

    Swapped done(boolean done) {
        return new Swapped(name, version, before, done, added, removed, changed, faults);
    }
}
