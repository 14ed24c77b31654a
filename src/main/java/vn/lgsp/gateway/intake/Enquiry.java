package vn.lgsp.gateway.intake;

import java.io.IOException;
import java.util.List;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.caller.Caller;
import vn.lgsp.gateway.caller.Callers;
import vn.lgsp.gateway.ledger.Ids;
import vn.lgsp.gateway.problem.Problem;
import vn.lgsp.gateway.problem.Problems;

/** Lets a known caller, within its quota, ask something of the gateway itself. */
@Component
class Enquiry {
    private final Callers callers;
    private final Answers answers;
    private final Ids ids;
    private final InFlight inFlight;

    Enquiry(Callers callers, Answers answers, Ids ids, InFlight inFlight) {
        this.callers = callers;
        this.answers = answers;
        this.ids = ids;
        this.inFlight = inFlight;
    }

    /** What is asked. */
    interface Asked {
        Answer by(Caller caller) throws IOException;
    }

    /** @param method the only one this address takes */
    Answer answer(Request request, String method, Asked asked) throws IOException {
        if (!inFlight.enter()) {
            return problem(request, Problems.busy());
        }
        try {
            var caller = callers.byKey(request.header("X-API-Key"));
            if (caller.isEmpty()) {
                return problem(request, Problems.unknownCaller());
            }
            if (!callers.admit(caller.get())) {
                return problem(request, Problems.quotaExceeded(caller.get().quota()));
            }
            if (!request.method().equals(method)) {
                return problem(request, Problems.methodNotAllowed(request.method(), List.of(method)));
            }
            var answer = asked.by(caller.get());
            return caller.get().sandbox() ? answer.inSandbox() : answer;
        } finally {
            inFlight.leave();
        }
    }

    Answer problem(Request request, Problem problem) {
        var id = ids.next().toString();
        return answers.problem(problem, request, id, null, null).with("Transaction-Id", id);
    }
}
