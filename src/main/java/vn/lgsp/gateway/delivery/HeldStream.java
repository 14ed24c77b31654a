package vn.lgsp.gateway.delivery;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/**
 * A provider's document that outlives its route: what Camel would do at the route's end (let go of the connection) is done
 * when the stream is closed.
 */
final class HeldStream extends FilterInputStream {
    private final Exchange keeper;

    HeldStream(InputStream stream, Exchange exchange) {
        super(stream);
        this.keeper = new DefaultExchange(exchange.getContext());
        Objects.requireNonNull(exchange.getUnitOfWork()).handoverSynchronization(keeper);
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            var ends = keeper.getExchangeExtension().handoverCompletions();
            if (ends != null) {
                ends.forEach(end -> end.onComplete(keeper));
            }
        }
    }
}
