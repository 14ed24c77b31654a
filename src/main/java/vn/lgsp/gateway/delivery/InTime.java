package vn.lgsp.gateway.delivery;

import java.net.ConnectException;

/**
 * When a call was begun, for whoever writes it. A lease lasts longer than the provider is waited for by a margin: what is sent
 * after that, because the process stood still or the connection was slow, may be somebody else's by now.
 */
final class InTime {
    /** By {@link System#nanoTime}, of the call this thread carries: for the client that is told nothing of it. */
    static final ScopedValue<Long> SINCE = ScopedValue.newInstance();
    private static final long LATEST = Courier.MARGIN.toNanos();

    private InTime() {}

    /** @throws ConnectException when it is too late to be sent; nothing was */
    static void check(long since) throws ConnectException {
        if (System.nanoTime() - since > LATEST) {
            throw new ConnectException("too late to be sent: this process stood still, or the connection was slow");
        }
    }
}
