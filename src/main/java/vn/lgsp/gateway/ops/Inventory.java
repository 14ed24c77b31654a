package vn.lgsp.gateway.ops;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.connector.faults.Text;

/** What was loaded from the connectors' folders, and what was wrong with them. */
public interface Inventory {

    Catalogue catalogue();

    /** Faults of the folders as they are now; a connector that has some is served in its last good version. */
    List<Fault> faults();

    /** Since when it is served as it is, and what is not served though it is there. */
    Standing standing(String connector);

    record Standing(@Nullable Instant since, @Nullable Failing failing) {
        static final Standing UNKNOWN = new Standing(null, null);
    }

    /** Why the latest poll of a service's feed failed; nothing where it did not, or where nobody can tell. */
    Optional<String> feedProblem(String service);

    /** How many deliveries wait for each connector that was removed. */
    Map<String, Integer> removed();

    /** What is wrong with the callers' file as it is now. */
    Optional<Complaint> callers();

    /** @param refused whether the file was not taken, so that the callers known before stay */
    record Complaint(Instant since, boolean refused, List<Remark> faults) {}

    /** @param where file, line and column */
    record Remark(String where, Text what) {
        @Override
        public String toString() {
            return where + ": " + what.vi() + " / " + what.en();
        }
    }

    /** @param version what this node's folder holds */
    record Failing(@Nullable String version, Instant since, String why) {}

    /** @param where file and line, relative to the connector's folder */
    record Fault(String connector, String where, Text what) {}
}
