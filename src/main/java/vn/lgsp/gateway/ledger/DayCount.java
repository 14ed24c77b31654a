package vn.lgsp.gateway.ledger;

import java.time.LocalDate;

/**
 * How many transactions of a service and a caller were counted in a state on one day.
 *
 * @param day in Vietnam's time: of the receipt for RECEIVED, of the end for every other state
 */
public record DayCount(LocalDate day, String service, String caller, State state, long n) {}
