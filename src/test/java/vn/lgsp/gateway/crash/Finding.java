package vn.lgsp.gateway.crash;

import java.util.ArrayList;
import java.util.List;

/** One thing that was checked: how many times, and where it was not so. */
final class Finding {
    final String what;
    private long looked;
    private final List<String> wrong = new ArrayList<>();

    Finding(String what) {
        this.what = what;
    }

    /** Looks once more. */
    void expect(boolean right, Object about) {
        looked++;
        if (!right) {
            wrong.add(String.valueOf(about));
        }
    }

    /** Nothing of this kind may be there. */
    Finding none(List<String> found) {
        looked += Math.max(1, found.size());
        wrong.addAll(found);
        return this;
    }

    long looked() {
        return looked;
    }

    List<String> wrong() {
        return wrong;
    }
}
