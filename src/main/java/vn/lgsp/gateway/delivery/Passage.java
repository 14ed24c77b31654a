package vn.lgsp.gateway.delivery;

import java.util.List;

import vn.lgsp.gateway.connector.Verdict;
import vn.lgsp.gateway.ledger.Attempt;
import vn.lgsp.gateway.ledger.Times;

/**
 * The body of every route on exit: one call, its facts for the ledger, and what it came to.
 *
 * @param verdict tells the courier whether to renew its session or to send again as an update
 * @param answer the provider's answer as it came, empty when there was none
 * @param shares of the transactions that went in it together; empty for a call for one
 */
record Passage(Attempt attempt, Verdict verdict, Outcome outcome, byte[] answer, List<Share> shares) {

    /** A call for one transaction. */
    Passage(Attempt attempt, Verdict verdict, Outcome outcome, byte[] answer) {
        this(attempt, verdict, outcome, answer, List.of());
    }

    Passage timed(Times times) {
        return new Passage(attempt.timed(times), verdict, outcome, answer, shares);
    }

    Passage came(Outcome other) {
        return new Passage(attempt, verdict, other, answer, shares);
    }

    Passage sharing(List<Share> between) {
        return new Passage(attempt, verdict, outcome, answer, between);
    }
}
