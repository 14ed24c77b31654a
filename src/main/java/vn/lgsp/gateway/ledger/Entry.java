package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** One thing to be written to the ledger, whole or not at all. */
public sealed interface Entry {

    /**
     * A request is accepted: the transaction, its body, and the work it makes.
     *
     * @param once the key of which only the first transaction goes unmarked
     */
    record Opening(Transaction transaction, byte[] request, Optional<Once> once, Optional<Key> key,
            Optional<Work> work) implements Entry {
        public Opening recordedAs(Transaction recorded) {
            return new Opening(recorded, request, once, key, work);
        }

        public Opening heldBy(Lease mine) {
            return new Opening(transaction, request, once, key, work.map(one -> one.heldBy(mine)));
        }
    }

    /** A transaction that is opened and settled in one go: a read that was answered, or a request that was refused. */
    record Recording(Transaction transaction, byte[] request, Result result) implements Entry {}

    /**
     * A transaction goes on: attempts ended, and it either settles or waits for more.
     *
     * @param lease the claim under which this was done; when it is no longer held, nothing is written
     * @param children transactions this one opens: a callback, a follow-up
     * @param forgetKey releases the idempotency key: nothing happened, the caller may ask again
     * @param awaited other services' work may wait for this one's delivery
     */
    record Progress(Transaction transaction, String lease, Result result, Next next, List<Opening> children,
            boolean forgetKey, boolean awaited) implements Entry {}

    /**
     * A provider that must not be called twice, or is called part by part, is about to be called for this work, unless the
     * lease was lost.
     *
     * @param parts those it is called in; none where nothing else is noted of it
     */
    record Calling(UUID id, String lease, Optional<Parts> parts) implements Entry {}

    /** @param of the array of the request that is sent in parts, of so many items at the most */
    record Parts(String of, int size) {
        /** Sent in one. */
        public static final Parts WHOLE = new Parts("", 0);
    }

    /**
     * What had ended without a known outcome is work again, and goes on by an operator's word.
     *
     * @param work held by the lease under which the step is taken
     */
    record Reopened(Work work, Progress step) implements Entry {}

    /** Items of a feed become transactions, and its cursor moves, together. */
    record Fed(String service, @Nullable String cursor, Instant at, List<Item> items) implements Entry {}

    /** @param id the provider's name for it; an item already handed over is left out */
    record Item(String id, Opening opening) {}

    /** @param fingerprint hash of the request; the same key with another one is refused */
    record Key(String value, byte[] fingerprint, Instant expiresAt) {}

    record Once(String key, String mark) {}

    /**
     * Durable work.
     *
     * @param orderKey work with the same key is done in the order in which it was committed
     * @param lease when the opener does it itself at once: its lease
     */
    record Work(String destination, @Nullable String orderKey, Instant dueAt, Instant expiresAt,
            Optional<Lease> lease) {
        /** The opener does it itself, at once. */
        public Work heldBy(Lease mine) {
            return new Work(destination, orderKey, dueAt, expiresAt, Optional.of(mine));
        }
    }

    /**
     * Who may do a piece of work, and for how long.
     *
     * @param use a call may follow at once; or the work is only taken ahead of its turn, if it is the first in its order
     */
    record Lease(String owner, Instant until, Use use) {
        public enum Use {
            CALLING, AHEAD
        }
    }

    /**
     * What is known after some attempts.
     *
     * @param attempts those that ended since the last entry
     * @param state the state after them; the same as before while it waits
     * @param replyStatus HTTP status of the answer the caller gets for the outcome
     * @param answer the provider's answer as it came
     * @param reply the public reply
     */
    record Result(State state, List<Attempt> attempts, Instant at, @Nullable Integer providerStatus,
            @Nullable String code, @Nullable String reason, @Nullable Integer replyStatus, byte @Nullable [] answer,
            byte @Nullable [] reply) {
        static Result none(Instant at) {
            return new Result(State.RECEIVED, List.of(), at, null, null, null, null, null, null);
        }

        @Nullable
        Instant sentAt() {
            return attempts.isEmpty() ? null : attempts.getFirst().startedAt();
        }

        @Nullable
        Instant answeredAt() {
            return attempts.isEmpty() ? null : attempts.getLast().endedAt();
        }

        /** Of the public reply with its attachments. */
        int replyBytes() {
            return reply == null ? 0 : Traces.length(reply);
        }

        /**
         * The one call that delivered it, when what is known of the transaction says the rest of it: then no attempt of its
         * own is kept.
         */
        Optional<Attempt> onlyCall() {
            if (state != State.DELIVERED || attempts.size() != 1) {
                return Optional.empty();
            }
            var call = attempts.getFirst();
            var told = call.outcome().equals(State.DELIVERED.name()) && call.part() == 0 && call.together() == 1
                    && Objects.equals(call.httpStatus(), providerStatus) && Objects.equals(call.code(), code)
                    && Objects.equals(call.reason(), reason);
            return told ? Optional.of(call) : Optional.empty();
        }
    }

    /** What happens to the work. */
    sealed interface Next {
        /** It is done and leaves the queue. */
        record Done() implements Next {}

        /**
         * It is tried again.
         *
         * @param attempts attempts used up so far
         * @param parked why it waits without using up attempts
         * @param inquire the next step is to ask what became of it
         */
        record Later(Instant dueAt, int attempts, int part, @Nullable String parked, boolean inquire)
                implements
                    Next {}

        /** It goes on at once, under the same lease. */
        record Go(int attempts, int part) implements Next {}
    }

    /** What the writer of an entry learns. */
    sealed interface Written {
        /**
         * @param transaction as recorded, with its mark if it got one
         * @param leases of the work that was opened: those that were granted
         * @param due destinations of work that waited for what was written, and may be done now
         */
        record Yes(Transaction transaction, Set<String> leases, Set<String> due) implements Written {}

        /** It stands in the ledger; there is no one transaction to tell of. */
        record Noted() implements Written {}

        /** The idempotency key belongs to an earlier transaction. */
        record Taken(UUID earlier, byte[] fingerprint) implements Written {}

        /** The lease was lost: somebody else goes on with this transaction. */
        record NotOurs() implements Written {}
    }
}
