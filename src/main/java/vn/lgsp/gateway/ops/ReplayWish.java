package vn.lgsp.gateway.ops;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.TransactionQuery;

/**
 * What an operator wants sent again: one transaction, or all that a filter matches.
 *
 * @param confirm a second effect at the provider was ruled out or is wanted
 * @param dryRun only count
 * @param rate transactions a second
 * @param again also those that were replayed before
 * @param body for one transaction: what is sent instead of its own body
 */
record ReplayWish(@Nullable UUID transaction, @Nullable Filter filter, @Nullable String reason,
        @Nullable Boolean confirm, @Nullable Boolean dryRun, @Nullable Integer rate, @Nullable Boolean again,
        @Nullable String body) {
    private static final int USUAL_RATE = 20;
    private static final int HIGHEST_RATE = 1000;
    /** A name that is misspelt must not widen what is sent. */
    private static final ObjectReader STRICT = JsonMapper.shared().readerFor(ReplayWish.class).with(
            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The transactions search's own filter; what was only tried out is left out, unless it is asked for. */
    record Filter(@Nullable String q, @Nullable UUID id, @Nullable String businessKey, @Nullable String reference,
            @Nullable String service, @Nullable Set<State> state, @Nullable String caller, @Nullable Instant from,
            @Nullable Instant to, @Nullable Boolean sandbox) {

        Filter {
            // in one order, so that wishes that say the same look the same
            state = state == null ? null : new TreeSet<>(state);
        }

        TransactionQuery query() {
            return new TransactionSearch(q, id, businessKey, reference, service, state, caller, from, to, null, null,
                    Boolean.TRUE.equals(sandbox)).query();
        }
    }

    static ReplayWish of(byte[] json) {
        try {
            ReplayWish wish = STRICT.readValue(json);
            return wish.whole();
        } catch (JacksonException e) {
            throw Refusals.badParameter("body", new Text("không phải JSON đúng mẫu; xem contracts/ops.openapi.yaml.",
                    "is no JSON of the right shape; see contracts/ops.openapi.yaml."));
        }
    }

    private ReplayWish whole() {
        if ((transaction == null) == (filter == null)) {
            throw Refusals.badParameter("transaction, filter", new Text("cần đúng một trong hai.",
                    "exactly one of the two is needed."));
        }
        if (body != null && transaction == null) {
            throw Refusals.badParameter("body",
                    new Text("chỉ đi với một giao dịch.", "goes with one transaction only."));
        }
        if (filter != null && narrow(filter.query())) {
            throw Refusals.badParameter("filter", new Text(
                    "cần ít nhất một điều kiện ngoài thời gian (dịch vụ, trạng thái, số hồ sơ, bên gọi…).",
                    "needs at least one condition besides time (service, state, business key, caller…)."));
        }
        if (perSecond() < 1 || perSecond() > HIGHEST_RATE) {
            throw Refusals.badParameter("rate", new Text("từ 1 đến 1000 giao dịch mỗi giây.",
                    "from 1 to 1000 transactions a second."));
        }
        return this;
    }

    private static boolean narrow(TransactionQuery query) {
        return !query.exact() && query.businessKey() == null && query.service() == null && query.caller() == null
                && query.states().isEmpty();
    }

    boolean confirmed() {
        return Boolean.TRUE.equals(confirm);
    }

    boolean dry() {
        return Boolean.TRUE.equals(dryRun);
    }

    /** Somebody who names one transaction means it, whatever was done before. */
    boolean repeated() {
        return transaction != null || Boolean.TRUE.equals(again);
    }

    int perSecond() {
        return rate == null ? USUAL_RATE : rate;
    }

    /** What is looked for; without a period, when it needs none. */
    TransactionQuery query() {
        return filter == null
                ? new TransactionQuery(null, transaction, null, null, null, Set.of(), null, null, null, null, 1)
                : filter.query();
    }

    /** The filter, to be kept and shown. */
    String words() {
        return JsonMapper.shared().writeValueAsString(filter == null
                ? Map.of("id", String.valueOf(
                        transaction))
                : filter);
    }

    Optional<byte[]> newBody() {
        return Optional.ofNullable(body).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for wishes that say the same. */
    byte[] fingerprint() {
        return DigestUtils.sha256(JsonMapper.shared().writeValueAsBytes(this));
    }
}
