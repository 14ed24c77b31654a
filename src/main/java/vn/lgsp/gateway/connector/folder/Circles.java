package vn.lgsp.gateway.connector.folder;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import vn.lgsp.gateway.connector.Service;
import vn.lgsp.gateway.connector.faults.Text;

/** Finds services that set each other off round and round: each step would open the next transaction, for ever. */
final class Circles {
    private static final String FOLLOW = "follow";
    private static final String UNDO = "undo";

    private final Map<String, String> follows = new HashMap<>();
    private final Map<String, String> undoes = new HashMap<>();

    /** @param undoing it takes a step back: where that fails, nothing takes it back in turn */
    private record Step(String service, boolean undoing) {}

    /**
     * @param kept services that are not read again
     * @param read those that are
     */
    Circles(Collection<Service> kept, List<Section> read) {
        kept.forEach(service -> {
            service.links().follow().ifPresent(follow -> follows.put(service.id(), follow.service()));
            service.links().undo().ifPresent(undo -> undoes.put(service.id(), undo.service()));
        });
        read.forEach(section -> {
            section.text(FOLLOW).ifPresent(to -> follows.put(section.name(), to));
            section.text(UNDO).ifPresent(to -> undoes.put(section.name(), to));
        });
    }

    /** Tells each link of this service by which its transactions come back to it. */
    void told(Section service) {
        var id = service.name();
        service.text(FOLLOW).ifPresent(to -> told(service, FOLLOW, new Step(to, false), step -> step.service().equals(
                id)));
        service.text(UNDO).ifPresent(to -> told(service, UNDO, new Step(to, true), step -> step.service().equals(id)
                && !step.undoing()));
    }

    private void told(Section service, String link, Step first, Predicate<Step> home) {
        var way = new ArrayList<>(List.of(service.name()));
        if (leads(first, home, way, new HashSet<>())) {
            service.fault(link, new Text("dẫn vòng trở lại, không bao giờ dứt: ", "leads round for ever: ").and(String
                    .join(" → ", way)));
        }
    }

    private boolean leads(Step at, Predicate<Step> home, List<String> way, Set<Step> seen) {
        way.add(at.service());
        if (home.test(at) || seen.add(at) && next(at).stream().anyMatch(step -> leads(step, home, way, seen))) {
            return true;
        }
        way.removeLast();
        return false;
    }

    private List<Step> next(Step at) {
        var next = new ArrayList<Step>();
        if (follows.containsKey(at.service())) {
            next.add(new Step(follows.get(at.service()), false));
        }
        if (!at.undoing() && undoes.containsKey(at.service())) {
            next.add(new Step(undoes.get(at.service()), true));
        }
        return next;
    }
}
