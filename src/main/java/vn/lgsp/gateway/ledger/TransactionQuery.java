package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for in the ledger; whatever is absent does not narrow the search.
 *
 * @param any an id, a business key or a reference, whichever it is
 * @param businessKey exact, or a beginning when it ends in {@code *}
 * @param from received at or after
 * @param to received before
 * @param after the last id of the page before
 * @param limit rows, at the most
 * @param sandbox only those that recorded answers answer, or only real ones
 */
public record TransactionQuery(@Nullable String any, @Nullable UUID id, @Nullable String businessKey,
        @Nullable String reference, @Nullable String service, Set<State> states, @Nullable String caller,
        @Nullable Instant from, @Nullable Instant to, @Nullable UUID after, int limit, @Nullable Boolean sandbox) {

    /** Real ones and those of the sandbox alike. */
    public TransactionQuery(@Nullable String any, @Nullable UUID id, @Nullable String businessKey,
            @Nullable String reference, @Nullable String service, Set<State> states, @Nullable String caller,
            @Nullable Instant from, @Nullable Instant to, @Nullable UUID after, int limit) {
        this(any, id, businessKey, reference, service, states, caller, from, to, after, limit, null);
    }

    /** True when it names so few transactions that no period is needed to keep the search short. */
    public boolean exact() {
        return any != null || id != null || reference != null || (businessKey != null && !beginning());
    }

    /** True when the business key is only a beginning. */
    boolean beginning() {
        return businessKey != null && businessKey.endsWith("*");
    }

    public TransactionQuery since(Instant start) {
        return new TransactionQuery(any, id, businessKey, reference, service, states, caller, start, to, after, limit,
                sandbox);
    }
}
