package vn.lgsp.gateway.delivery;

import vn.lgsp.gateway.LastOfAll;

/** The event loops that tests of the transport share. */
final class Loops {
    static final EventLoops SHARED = new EventLoops();

    static {
        LastOfAll.then(SHARED::destroy);
    }

    private Loops() {}
}
