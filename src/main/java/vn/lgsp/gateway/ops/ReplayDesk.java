package vn.lgsp.gateway.ops;

import java.util.UUID;

import org.springframework.stereotype.Component;

import vn.lgsp.gateway.connector.Effect;
import vn.lgsp.gateway.ledger.Audit;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.TransactionView;

/** Lets an operator send a transaction again when that is safe or confirmed, and remembers who did it and why. */
@Component
class ReplayDesk {
    private static final int SHORTEST_REASON = 3;
    private static final int LONGEST_REASON = 500;

    /**
     * @param possible it has ended, so it may be sent again
     * @param needsConfirmation sending it again may have a second effect at the provider
     */
    record Rule(boolean possible, boolean needsConfirmation) {}

    private final LedgerSearch ledger;
    private final Inventory inventory;
    private final Replay replay;
    private final Audit audit;

    ReplayDesk(LedgerSearch ledger, Inventory inventory, Replay replay, Audit audit) {
        this.ledger = ledger;
        this.inventory = inventory;
        this.replay = replay;
        this.audit = audit;
    }

    Rule rule(TransactionView transaction) {
        var safe = inventory.catalogue().service(transaction.service())
                .filter(service -> service.effect() == Effect.READ || service.call().repeatable()).isPresent();
        return new Rule(ended(transaction), !safe);
    }

    /** An UNKNOWN one that still waits for its inquiry may yet become another: sending it now could double its effect. */
    private static boolean ended(TransactionView transaction) {
        return transaction.state().settled() && transaction.waiting() == null;
    }

    /** @return the new transaction */
    UUID replay(UUID id, String who, String reason) {
        var transaction = ledger.transaction(id).orElseThrow(Refusals::noSuchTransaction);
        if (rule(transaction).needsConfirmation()) {
            throw Refusals.confirmationNeeded();
        }
        return send(transaction, who, reason);
    }

    /** As {@link #replay}, for somebody who knows that it may take effect twice. */
    UUID replayConfirmed(UUID id, String who, String reason) {
        return send(ledger.transaction(id).orElseThrow(Refusals::noSuchTransaction), who, reason);
    }

    /** The wish is in the audit log before anything is done, its result after. */
    private UUID send(TransactionView transaction, String who, String reason) {
        if (!ended(transaction)) {
            throw Refusals.stillUnderWay();
        }
        var why = reason.strip();
        if (why.length() < SHORTEST_REASON || why.length() > LONGEST_REASON || why.indexOf(0) >= 0) {
            throw Refusals.reasonNeeded();
        }
        var target = transaction.id().toString();
        audit.record(who, "replay.asked", target, why);
        var sent = replay.replay(transaction.id(), who, why);
        audit.record(who, sent.isPresent() ? "replay.sent" : "replay.refused", target,
                sent.map(UUID::toString).orElse(null));
        return sent.orElseThrow(Refusals::notReplayable);
    }
}
