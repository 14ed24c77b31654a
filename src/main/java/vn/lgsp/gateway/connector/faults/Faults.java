package vn.lgsp.gateway.connector.faults;

import java.util.ArrayList;
import java.util.List;

/** All that is wrong with one connector's folder, collected while it is read. */
public final class Faults {
    private final List<DeclarationFault> faults = new ArrayList<>();

    public void add(Place place, Text message) {
        var fault = new DeclarationFault(place, message);
        if (!faults.contains(fault)) {
            faults.add(fault);
        }
    }

    /** A file that is there cannot be read. */
    public static Text unreadable(Throwable cause) {
        return new Text("không đọc được: ", "cannot be read: ").and(String.valueOf(cause));
    }

    public void addAll(Faults others) {
        others.faults.forEach(fault -> add(fault.place(), fault.message()));
    }

    public boolean isEmpty() {
        return faults.isEmpty();
    }

    public List<DeclarationFault> list() {
        return List.copyOf(faults);
    }
}
