package vn.lgsp.gateway.intake;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

import vn.lgsp.gateway.ledger.Cut;
import vn.lgsp.gateway.ledger.Entry.Result;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.problem.Problem;

/** How a refusal stands in the ledger: the fields at fault in words, never their values. */
final class Refusals {
    private static final int LONGEST = 500;

    private Refusals() {}

    static Result result(Problem problem, Instant at) {
        var words = problem.errors().isEmpty()
                ? problem.detail().vi()
                : problem.errors().stream().map(fault -> fault.pointer() + ": " + fault.detail().vi()).collect(
                        Collectors.joining("; "));
        return new Result(State.REJECTED, List.of(), at, null, problem.code(), Cut.to(LONGEST, words), problem.status(),
                null,
                null);
    }
}
