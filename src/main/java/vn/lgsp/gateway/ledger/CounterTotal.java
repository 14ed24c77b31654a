package vn.lgsp.gateway.ledger;

/**
 * How many transactions of a service were ever counted in a state.
 *
 * @param state RECEIVED counts every accepted one, the settled states how they ended
 */
public record CounterTotal(String service, State state, long n) {}
