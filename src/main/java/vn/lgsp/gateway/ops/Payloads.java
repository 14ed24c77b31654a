package vn.lgsp.gateway.ops;

import java.util.Optional;
import java.util.UUID;

/** The bodies the ledger keeps, as they came. */
public interface Payloads {
    Optional<byte[]> of(UUID transaction, String kind);
}
