package vn.lgsp.gateway.connector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Requests of one service that were accepted separately travel together: each is one item of an array in one call.
 *
 * @param items name of that array, at the top of the mapped request
 * @param upTo requests in a call, at the most
 * @param each the provider's answer → what it says of one item, which is then judged and mapped as the answer; absent: a
 *        success is everybody's
 */
public record Batch(String items, int upTo, Optional<Expression> each) {

    /**
     * The item one request was mapped to.
     *
     * @throws MappingFailed when it was mapped to none, or to several
     */
    public Object item(@Nullable Object mapped) {
        if (mapped instanceof Map<?, ?> map && map.get(items) instanceof List<?> list && list.size() == 1) {
            var item = list.getFirst();
            if (item != null) {
                return item;
            }
        }
        throw new MappingFailed("`" + items + "` of the mapped request must hold exactly one item, as `batch` wants");
    }

    /** The mapped request with these items in place of its own: those with the same surroundings of their items go together. */
    public Map<Object, @Nullable Object> holding(@Nullable Object mapped, List<?> others) {
        var request = new LinkedHashMap<Object, @Nullable Object>();
        if (mapped instanceof Map<?, ?> map) {
            request.putAll(map);
        }
        request.put(items, new ArrayList<>(others));
        return request;
    }

    /**
     * What an answer says of one item, as if that had been sent by itself; none where it says nothing of it.
     *
     * @param item as it was sent, bound as {@code $item}
     * @param index its place in the call from 0, bound as {@code $index}
     * @param key the request's business key, bound as {@code $key}
     * @param bindings what rules over an answer see
     */
    public Optional<ProviderAnswer> own(ProviderAnswer answer, Object item, int index, @Nullable String key,
            Map<String, ? extends @Nullable Object> bindings) {
        if (each.isEmpty() || !answer.readable() || answer.status() < 200 || answer.status() >= 300) {
            return Optional.empty();
        }
        var known = new HashMap<String, @Nullable Object>(bindings);
        known.put("item", item);
        known.put("index", index);
        known.put("key", key);
        try {
            return Optional.ofNullable(each.get().evaluate(answer.body(), known)).map(own -> new ProviderAnswer(answer
                    .status(), answer.headers(), own, true));
        } catch (MappingFailed e) {
            return Optional.empty();
        }
    }

    /**
     * What becomes of a request the answer says nothing of.
     *
     * @param whole the verdict on the answer as a whole
     * @param others it speaks of others in the call
     * @return {@link Verdict#AGAIN}: it is sent by itself; none: nobody knows whether it took effect
     */
    public Optional<Verdict> untold(Verdict whole, boolean others, boolean repeatable) {
        if (!others && (whole == Verdict.UNAVAILABLE || whole == Verdict.DELIVERED && each.isEmpty())) {
            return Optional.of(whole);
        }
        return repeatable || !others && whole != Verdict.DELIVERED ? Optional.of(Verdict.AGAIN) : Optional.empty();
    }
}
