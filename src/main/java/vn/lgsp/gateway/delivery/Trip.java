package vn.lgsp.gateway.delivery;

import java.util.List;

import vn.lgsp.gateway.ledger.Attempt;

/**
 * What came of sending a parcel once, which may take more than one call.
 *
 * @param attempts every call that was made, in order; none when the breaker refused
 * @param answer the provider's last answer as it came
 */
public record Trip(List<Attempt> attempts, Outcome outcome, byte[] answer) {}
