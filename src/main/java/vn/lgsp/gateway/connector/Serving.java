package vn.lgsp.gateway.connector;

import java.util.Map;
import java.util.Set;

/**
 * What is served now. It changes as a whole; who needs several things of one version takes {@link #now()} once, and work
 * goes on with the {@link Service} it began with.
 */
public final class Serving implements Catalogue {
    private final Operations operations;
    private volatile Catalogue now;

    public Serving(Catalogue first, Operations operations) {
        this.now = first;
        this.operations = operations;
    }

    public Catalogue now() {
        return now;
    }

    /** From now on new requests get these services. */
    public void switchTo(Catalogue next) {
        now = next;
        operations.serve(next);
    }

    @Override
    public Map<String, Connector> connectors() {
        return now.connectors();
    }

    @Override
    public Map<String, Service> services() {
        return now.services();
    }

    @Override
    public Set<String> awaited() {
        return now.awaited();
    }
}
