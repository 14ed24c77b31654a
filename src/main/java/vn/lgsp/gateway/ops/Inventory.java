package vn.lgsp.gateway.ops;

import java.util.List;

import vn.lgsp.gateway.connector.Catalogue;

/** What was loaded from the connectors' folders, and what was wrong with them. */
public interface Inventory {

    Catalogue catalogue();

    /** Faults of the folders as they are now; a connector that has some is served in its last good version. */
    List<Fault> faults();

    /** @param where file and line, relative to the connector's folder */
    record Fault(String connector, String where, String what) {}
}
