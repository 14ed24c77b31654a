package vn.lgsp.gateway.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The work that waits for one destination.
 *
 * @param parked of the backlog, what waits without spending attempts
 */
public record DestinationFigures(String destination, long backlog, long parked, @Nullable Instant oldestWaiting) {}
