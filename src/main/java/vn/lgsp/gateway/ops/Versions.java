package vn.lgsp.gateway.ops;

import java.util.Optional;

import vn.lgsp.gateway.connector.folder.Bundle;
import vn.lgsp.gateway.swap.Swapped;

/** Changes which version of a connector all nodes serve. What does not check changes nothing and says why. */
interface Versions {

    /** What it would change. */
    Swapped check(Bundle bundle);

    Swapped apply(Bundle bundle, String by, String reason);

    /** None when no such version is kept. */
    Optional<Swapped> rollback(String name, String version, String by, String reason);

    Swapped remove(String name, String by, String reason);
}
