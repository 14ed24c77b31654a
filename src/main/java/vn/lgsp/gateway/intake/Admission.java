package vn.lgsp.gateway.intake;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.ledger.Standing;
import vn.lgsp.gateway.problem.Problem;

/** What intake decides about a request. */
sealed interface Admission {

    /** It is the first of its kind and is recorded, or will be with its outcome. */
    record Admitted(Ticket ticket) implements Admission {}

    /** It was sent before: the first answer is the answer. */
    record Repeated(Ticket ticket, Standing first) implements Admission {}

    /**
     * It is not accepted.
     *
     * @param document the body as plain values, where it could be read
     * @param sandbox its sender only tries things out
     */
    record Refused(Problem problem, @Nullable Object document, boolean sandbox) implements Admission {
        Refused(Problem problem) {
            this(problem, null);
        }

        Refused(Problem problem, @Nullable Object document) {
            this(problem, document, false);
        }

        Refused inSandbox() {
            return new Refused(problem, document, true);
        }
    }
}
