package vn.lgsp.gateway.swap;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.faults.DeclarationFault;

/**
 * This node's folder, or what all nodes are to serve, is not what this node serves.
 *
 * @param version what is not served; none where there is no folder
 * @param since when that was first seen
 */
public record Failing(@Nullable String version, Instant since, Why why, List<DeclarationFault> faults) {

    /** Why it is not. */
    public enum Why {
        /** It does not check. */
        FAULTY,
        /** It was served before: a node that begins with an old folder turns nobody back. */
        OLDER,
        /** An operator went back from it: only an operator brings it again. */
        ROLLED_BACK,
        /** An operator took the connector out. */
        REMOVED
    }
}
