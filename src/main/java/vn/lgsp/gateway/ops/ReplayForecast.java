package vn.lgsp.gateway.ops;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import vn.lgsp.gateway.connector.Catalogue;
import vn.lgsp.gateway.ledger.ReplayItem.Tally;
import vn.lgsp.gateway.ledger.State;

/**
 * What a replay would send, counted before anything is sent.
 *
 * @param matched transactions the filter matches
 * @param count of these, what would be sent
 * @param needConfirmation of these, what may take effect twice
 * @param overtaken of these, what would come after newer ones of its key that are not sent with it; that is confirmed too
 * @param from start of the period, absent when there is none
 */
record ReplayForecast(long matched, long count, long needConfirmation, long overtaken, LeftOut leftOut,
        Map<State, Long> states,
        Map<String, Long> services, @Nullable Instant from) {

    /** Why others would not be sent: still under way, payload no longer kept, service no longer there, replayed before. */
    record LeftOut(long stillUnderWay, long payloadGone, long noSuchService, long alreadyReplayed) {}

    static ReplayForecast of(List<Tally> tallies, long overtaken, ReplayWish wish, @Nullable Instant from,
            Catalogue catalogue, Predicate<String> safe) {
        long[] left = new long[4];
        long matched = 0;
        long risky = 0;
        var states = new EnumMap<State, Long>(State.class);
        var services = new LinkedHashMap<String, Long>();
        for (var tally : tallies) {
            matched += tally.n();
            var why = leftOut(tally, wish.repeated(), catalogue);
            if (why >= 0) {
                left[why] += tally.n();
                continue;
            }
            risky += safe.test(tally.service()) ? 0 : tally.n();
            states.merge(tally.state(), tally.n(), Long::sum);
            services.merge(tally.service(), tally.n(), Long::sum);
        }
        return new ReplayForecast(matched, services.values().stream().mapToLong(n -> n).sum(), risky, overtaken,
                new LeftOut(
                        left[0], left[1], left[2], left[3]),
                states, services, from);
    }

    private static int leftOut(Tally tally, boolean again, Catalogue catalogue) {
        if (tally.waits() || !tally.state().settled()) {
            return 0;
        }
        if (!tally.kept()) {
            return 1;
        }
        if (catalogue.service(tally.service()).isEmpty()) {
            return 2;
        }
        return tally.replayed() && !again ? 3 : -1;
    }
}
