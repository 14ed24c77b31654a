package vn.lgsp.gateway.delivery;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.ledger.Ids;
import vn.lgsp.gateway.ledger.Transaction;

/** {@code $transaction} as expressions see it; put together when the first one looks, for few do. */
final class TransactionFacts extends AbstractMap<String, @Nullable Object> {
    private final Transaction transaction;
    private final int attempt;
    private @Nullable Map<String, @Nullable Object> facts;

    TransactionFacts(Transaction transaction, int attempt) {
        this.transaction = transaction;
        this.attempt = attempt;
    }

    private Map<String, @Nullable Object> facts() {
        if (facts == null) {
            facts = new HashMap<>();
            facts.put("id", transaction.id().toString());
            facts.put("short", Ids.brief(transaction.id()));
            facts.put("service", transaction.service());
            facts.put("caller", transaction.caller());
            facts.put("businessKey", transaction.businessKey());
            facts.put("reference", transaction.reference());
            facts.put("mark", transaction.mark());
            facts.put("receivedAt", transaction.receivedAt().toString());
            facts.put("attempt", attempt);
        }
        return facts;
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return facts().entrySet();
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        return facts().get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return facts().containsKey(name);
    }
}
