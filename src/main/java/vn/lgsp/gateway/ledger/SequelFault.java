package vn.lgsp.gateway.ledger;

import java.time.Instant;

/**
 * What the end of a transaction should have set off and did not.
 *
 * @param kind follow, undo or callback
 * @param service that was to be called; of an undo whose own service is not served, that one
 */
public record SequelFault(String kind, String service, String reason, Instant at) {}
