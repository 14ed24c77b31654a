package vn.lgsp.gateway.connector;

import java.util.ArrayList;
import java.util.List;

/** All that is wrong with one connector's folder, collected while it is read. */
final class Faults {
    private final List<DeclarationFault> faults = new ArrayList<>();

    void add(Place place, String message) {
        var fault = new DeclarationFault(place, message);
        if (!faults.contains(fault)) {
            faults.add(fault);
        }
    }

    void addAll(Faults others) {
        others.faults.forEach(fault -> add(fault.place(), fault.message()));
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    List<DeclarationFault> list() {
        return List.copyOf(faults);
    }
}
