package vn.lgsp.gateway.delivery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.ledger.Claim;

/**
 * Says which pieces of taken work go in one call.
 *
 * @param upTo how many may, by service; the others go one by one
 */
record Company(Map<String, Integer> upTo) {

    /** How many go in a call, at the most. */
    int largest() {
        return upTo.values().stream().max(Comparator.naturalOrder()).orElse(1);
    }

    /** The first with those that go in the same call, taken out of what waits; nothing where it goes alone. */
    List<Claim> of(Claim first, Queue<Claim> waiting) {
        if (upTo.isEmpty() || !sociable(first)) {
            return List.of();
        }
        var service = first.transaction().service();
        int most = upTo.getOrDefault(service, 1);
        if (most == 1) {
            return List.of();
        }
        var all = new ArrayList<>(List.of(first));
        var keys = new HashSet<@Nullable String>();
        keys.add(first.transaction().businessKey());
        waiting.removeIf(claim -> all.size() < most && sociable(claim) && claim.transaction().service().equals(service)
                && fresh(claim.transaction().businessKey(), keys) && all.add(claim));
        return all.size() == 1 ? List.of() : all;
    }

    private static boolean fresh(@Nullable String key, HashSet<@Nullable String> keys) {
        return key == null || keys.add(key);
    }

    /** Only what nobody was called for yet: what failed before would harm the others, and what is asked about is no call. */
    private static boolean sociable(Claim claim) {
        return claim.ended() == 0 && claim.part() == 0 && !claim.inquire() && !claim.interrupted();
    }
}
