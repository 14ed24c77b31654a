package vn.lgsp.gateway.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The WHERE clause of a search: only what was asked for, so that the planner sees which index fits. Values are always
 * parameters.
 */
final class SearchConditions {
    private static final Pattern UUID_TEXT = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();
    private String joins = "";

    private SearchConditions() {}

    static SearchConditions of(TransactionQuery query) {
        var where = new SearchConditions();
        where.named(query);
        where.add("t.service = :service", "service", query.service());
        where.add("t.caller = :caller", "caller", query.caller());
        where.add("t.id >= :from", "from", Optional.ofNullable(query.from()).map(LedgerRows::firstId).orElse(null));
        where.add("t.id < :to", "to", Optional.ofNullable(query.to()).map(LedgerRows::firstId).orElse(null));
        where.add("t.id < :after", "after", query.after());
        where.standing(query);
        Optional.ofNullable(query.sandbox()).ifPresent(
                sandbox -> where.conditions.add(sandbox ? "t.sandbox is not null" : "t.sandbox is null"));
        return where;
    }

    /** What was not delivered is listed apart, and what is under way waits in the queue: no index looks at the state. */
    private void standing(TransactionQuery query) {
        var states = query.states();
        if (states.isEmpty()) {
            return;
        }
        var rare = states.stream().allMatch(state -> state.settled() && state != State.DELIVERED);
        add(rare ? "u.state in (:states)" : "t.state in (:states)", "states",
                states.stream().map(State::name).toList());
        if (rare) {
            joins = " join undelivered u on u.id = t.id";
            alike("service", "u.service = :service");
            alike("from", "u.id >= :from");
            alike("to", "u.id < :to");
            alike("after", "u.id < :after");
        } else if (states.stream().noneMatch(State::settled)) {
            conditions.add("d.id is not null");
        }
    }

    private void alike(String name, String condition) {
        if (parameters.containsKey(name)) {
            conditions.add(condition);
        }
    }

    private void named(TransactionQuery query) {
        var any = query.any();
        if (any != null && UUID_TEXT.matcher(any).matches()) {
            add("t.id = :any", "any", UUID.fromString(any));
        } else {
            add("""
                    t.id in (select id from transaction where business_key = :any
                             union select id from transaction where reference = :any)""", "any", any);
        }
        add("t.id = :id", "id", query.id());
        add("t.reference = :reference", "reference", query.reference());
        var key = query.businessKey();
        if (key != null && query.beginning()) {
            add("t.business_key like :key", "key", literal(key.substring(0, key.length() - 1)) + "%");
        } else {
            add("t.business_key = :key", "key", key);
        }
    }

    private static String literal(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private void add(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            parameters.put(name, value);
        }
    }

    /** What follows {@code transaction t left join delivery d}. */
    String clauses() {
        return joins + where();
    }

    boolean empty() {
        return conditions.isEmpty();
    }

    private String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    Map<String, Object> parameters() {
        return parameters;
    }
}
