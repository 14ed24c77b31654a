package vn.lgsp.gateway.delivery;

import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.ledger.Attempt;
import vn.lgsp.gateway.ledger.Times;

/**
 * The body of every route on exit: one call, its facts for the ledger, and what it came to.
 *
 * @param verdict tells the courier whether to renew its session or to send again as an update
 * @param answer the provider's answer as it came, empty when there was none
 */
record Passage(Attempt attempt, Verdict verdict, Outcome outcome, byte[] answer) {
    Passage timed(Times times) {
        return new Passage(attempt.timed(times), verdict, outcome, answer);
    }
}
