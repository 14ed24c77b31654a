package vn.lgsp.gateway.ops;

import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import vn.lgsp.gateway.ledger.Audit;
import vn.lgsp.gateway.ledger.Overtaking;

/** What an operator does: only with a reason, and in the audit log before it is done and after. */
@Component
class Deeds {
    private static final int SHORTEST_REASON = 3;
    private static final int LONGEST_REASON = 500;

    private final Audit audit;

    Deeds(Audit audit) {
        this.audit = audit;
    }

    /** The reason, in a form worth keeping. */
    static String reason(@Nullable String said) {
        var reason = said == null ? "" : said.strip();
        if (reason.length() < SHORTEST_REASON || reason.length() > LONGEST_REASON || reason.indexOf(0) >= 0) {
            throw Refusals.reasonNeeded();
        }
        return reason;
    }

    /** The reason, with what was confirmed beside it. */
    static String confirmed(String reason, Optional<Overtaking.Newer> overtaken) {
        return overtaken.map(newer -> reason + " [overtaken by " + newer.count() + ", last " + newer.last()
                + ": confirmed]").orElse(reason);
    }

    /** Does it, and says whether it was done. */
    boolean done(String who, String action, String target, String reason, BooleanSupplier deed) {
        audit.record(who, action + ".asked", target, reason);
        var done = deed.getAsBoolean();
        audit.record(who, action + (done ? ".done" : ".refused"), target, null);
        return done;
    }
}
