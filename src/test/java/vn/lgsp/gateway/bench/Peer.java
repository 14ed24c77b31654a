package vn.lgsp.gateway.bench;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that takes requests, with the processes it consists of.
 *
 * @param heads processes whose families count as this peer's
 * @param jvm what can be asked for allocations; absent where it is no Java
 */
record Peer(String name, URI url, Supplier<List<Long>> heads, Optional<Jvm> jvm, Runnable end)
        implements
            AutoCloseable {

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", url.getPort());
    }

    @Override
    public void close() {
        end.run();
    }
}
