package vn.lgsp.gateway.connector.proof;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.ProviderAnswer;
import vn.lgsp.gateway.connector.Schema;
import vn.lgsp.gateway.connector.Verdict;

/** What an answer comes to is what the case says: its status, its code, the public reply. */
record AnswerProof(Rehearsal played, Optional<Schema> response) {

    void status(Verdict verdict, ProviderAnswer answer) {
        var open = verdict == Verdict.UNAVAILABLE && Verdict.leavesOpen(played.service(), answer, played.answerBindings(
                answer));
        Mismatch.same("status of " + judged(answer), open ? "UNKNOWN" : verdict.name(), String.valueOf(played.story()
                .replies().get("status")));
    }

    /** What the rules ({@code success}, {@code rejected} …) had before them. */
    private String judged(ProviderAnswer answer) {
        var code = code(answer);
        return "HTTP " + answer.status() + (answer.readable() ? "" : ", not readable")
                + (code == null ? "" : ", code " + code);
    }

    private @Nullable String code(ProviderAnswer answer) {
        return played.service().call().verdicts().code()
                .map(rule -> rule.text(answer.body(), played.answerBindings(answer)))
                .orElse(null);
    }

    void words(ProviderAnswer answer) {
        var verdicts = played.service().call().verdicts();
        var code = code(answer);
        verdicts.reason().ifPresent(rule -> rule.text(answer.body(), played.answerBindings(answer)));
        if (played.story().replies().get("code") != null) {
            Mismatch.same("code", code, played.story().replies().get("code"));
        }
    }

    /** The public reply; null where it is a document that passes through. */
    @Nullable
    Object reply(ProviderAnswer answer) {
        if (played.service().call().streamed()) {
            return null;
        }
        var reply = played.mappedBack(answer);
        if (played.story().replies().containsKey("body")) {
            Mismatch.same("reply", CaseFile.normal(reply), CaseFile.normal(played.story().replies().get("body")));
        }
        if (played.service().entry().inbound().isEmpty() && played.service().entry().operation().isPresent()) {
            response.ifPresent(schema -> Mismatch.none("faults of the reply",
                    schema.check(reply).stream().map(Mismatch::told).toList()));
        }
        return reply;
    }
}
