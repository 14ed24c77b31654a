package vn.lgsp.gateway.ops;

import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import vn.lgsp.gateway.problem.Language;
import vn.lgsp.gateway.problem.Problem;

/** An operator's request is refused; caught at the edge and told as a problem. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refusal(Problem problem) {
        super(problem.detail().en());
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }

    /** The answer's JSON. A refusal here is not a transaction, so it has no transaction's id. */
    static Map<String, Object> members(Problem problem, HttpServletRequest request) {
        var members = problem.members(Language.accepted(request.getHeader("Accept-Language")),
                request.getRequestURI(), "");
        members.remove("transactionId");
        return members;
    }
}
