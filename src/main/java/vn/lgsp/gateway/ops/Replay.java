package vn.lgsp.gateway.ops;

import java.util.List;
import java.util.UUID;

import vn.lgsp.gateway.connector.Schema.Fault;

/** Has replays carried out, as the way out does it. */
public interface Replay {

    /** The replay of one transaction is carried out when this returns. */
    void sendOne(UUID job);

    /** There are replays to carry on. */
    void ring();

    /** What is wrong with a body that is to be sent instead of the original's; empty when it fits the service. */
    List<Fault> faults(String service, byte[] body, boolean sandbox);
}
