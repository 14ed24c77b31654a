package vn.lgsp.gateway.ledger;

import java.time.Instant;

/**
 * What the end of a transaction should have set off and did not.
 *
 * @param kind follow or undo
 * @param service that was to be called
 */
public record SequelFault(String kind, String service, String reason, Instant at) {}
