package vn.lgsp.gateway.ops;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionQuery;

/**
 * The query parameters of a search, as they come.
 *
 * @param sandbox only those that recorded answers answer, or only real ones; both where nothing is said
 * @param q an id, a business key or a reference, whichever it is
 */
record TransactionSearch(@Nullable String q, @Nullable UUID id, @Nullable String businessKey,
        @Nullable String reference, @Nullable String service, @Nullable Set<State> state, @Nullable String caller,
        @Nullable Instant from, @Nullable Instant to, @Nullable UUID after, @Nullable Integer limit,
        @Nullable Boolean sandbox) {
    private static final int PAGE = 50;
    private static final int LONGEST_PAGE = 200;
    private static final int LONGEST_TEXT = 200;
    private static final int SHORTEST_BEGINNING = 4;

    TransactionQuery query() {
        return new TransactionQuery(said("q", q), id, key(), said("reference", reference), said("service", service),
                state == null ? Set.of() : state, said("caller", caller), from, to, after, page(), sandbox);
    }

    private @Nullable String key() {
        var key = said("businessKey", businessKey);
        if (key != null && key.endsWith("*") && key.length() <= SHORTEST_BEGINNING) {
            throw Refusals.badParameter("businessKey", new Text("trước dấu * cần ít nhất 4 ký tự.",
                    "at least 4 characters are needed before the *."));
        }
        return key;
    }

    private int page() {
        if (limit == null) {
            return PAGE;
        }
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw Refusals.badParameter("limit", new Text("từ 1 đến 200.", "from 1 to 200."));
        }
        return limit;
    }

    private static @Nullable String said(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > LONGEST_TEXT || value.indexOf(0) >= 0) {
            throw Refusals.badParameter(name, new Text("tối đa 200 ký tự, không có ký tự NUL.",
                    "at most 200 characters, no NUL."));
        }
        return value.strip();
    }
}
