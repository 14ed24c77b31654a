package vn.lgsp.gateway.intake;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What an answer waits for. The thread that made the answer need not: to wake one for each answer costs as much as to send
 * it.
 *
 * @param otherwise what is said when the commit fails; throws what it has no words for
 */
record Pending(CompletableFuture<?> commit, Function<RuntimeException, Answer> otherwise) {

    static Pending on(CompletableFuture<?> commit) {
        return new Pending(commit, failure -> {
            throw failure;
        });
    }

    Pending then(UnaryOperator<Answer> more) {
        return new Pending(commit, otherwise.andThen(more));
    }

    /** Goes on when that is decided, by the ledger's thread, which it may not keep; it is told whether there was a commit. */
    void decided(Consumer<Boolean> next) {
        var _ = commit.whenComplete((written, failure) -> next.accept(failure == null));
    }

    /** Why there is no commit; waits for the one or the other. */
    Optional<RuntimeException> failure() {
        try {
            commit.join();
            return Optional.empty();
        } catch (CompletionException e) {
            return Optional.of(e.getCause() instanceof RuntimeException known ? known : e);
        }
    }
}
