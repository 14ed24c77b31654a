package vn.lgsp.gateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the counters say and what the rows say, at one moment; where they differ, something was lost or counted wrongly.
 *
 * @param asOf the database's time of that moment
 * @param period transactions received in it; none for all
 * @param services those that have a row or a count, by name
 */
public record Books(Instant asOf, Optional<Period> period, List<Account> services) {

    /** From a minute, included, to a minute, excluded. */
    public record Period(Instant from, Instant to) {}

    /**
     * One service's books.
     *
     * @param rows transactions received in the period, by the state they are in now; RECEIVED is all of them
     * @param counters what was counted in the minutes of the period: RECEIVED all that were accepted
     * @param cells minutes, callers and states for which counters and rows differ
     * @param days days, callers and states whose count differs from that of their minutes
     * @param pending transactions that have no outcome yet
     * @param lost pending ones that nothing in the queue stands for
     * @param stray work in the queue whose transaction has ended or does not exist
     */
    public record Account(String service, Map<State, Long> rows, Map<State, Long> counters, long cells, long days,
            long pending,
            long lost, long stray) {

        public long accepted() {
            return rows.getOrDefault(State.RECEIVED, 0L);
        }

        /** How many of the accepted ended so. */
        public long ended(State state) {
            return rows.getOrDefault(state, 0L);
        }

        /** What does not agree, in words; nothing where all does. */
        List<String> differences(boolean whole) {
            var found = new ArrayList<String>();
            if (cells > 0) {
                found.add(service + ": counters and rows differ in " + cells + " minutes" + (whole ? contrast() : ""));
            }
            if (days > 0) {
                found.add(service + ": the counters of " + days + " days are not the sum of their minutes");
            }
            var balance = counters.getOrDefault(State.RECEIVED, 0L) - outcomes().stream().mapToLong(state -> counters
                    .getOrDefault(state, 0L)).sum() - pending;
            if (whole && balance != 0) {
                found.add(service + ": by the counters, accepted less all outcomes less pending is " + balance
                        + ", not 0");
            }
            if (lost > 0) {
                found.add(service + ": " + lost + " pending transactions have no work in the queue");
            }
            if (stray > 0) {
                found.add(service + ": " + stray + " pieces of work in the queue have no pending transaction");
            }
            return found;
        }

        private String contrast() {
            var states = Arrays.stream(State.values()).filter(state -> !counters.getOrDefault(state, 0L).equals(rows
                    .getOrDefault(state, 0L))).map(state -> ", " + state + " " + counters.getOrDefault(state, 0L)
                            + " against " + rows.getOrDefault(state, 0L))
                    .toList();
            return String.join("", states);
        }
    }

    /** The states a transaction can end in. */
    public static List<State> outcomes() {
        return Arrays.stream(State.values()).filter(State::settled).toList();
    }

    /** All services together. */
    public Account total() {
        var rows = new EnumMap<State, Long>(State.class);
        var counters = new EnumMap<State, Long>(State.class);
        services.forEach(one -> one.rows.forEach((state, n) -> rows.merge(state, n, Long::sum)));
        services.forEach(one -> one.counters.forEach((state, n) -> counters.merge(state, n, Long::sum)));
        return new Account("all", rows, counters, services.stream().mapToLong(Account::cells).sum(),
                services.stream().mapToLong(Account::days).sum(), services.stream()
                        .mapToLong(Account::pending).sum(),
                services.stream().mapToLong(Account::lost).sum(),
                services.stream()
                        .mapToLong(Account::stray).sum());
    }

    /** Everything that does not agree, a sentence each. */
    public List<String> differences() {
        return services.stream().flatMap(one -> one.differences(period.isEmpty()).stream()).toList();
    }

    public boolean exact() {
        return differences().isEmpty();
    }
}
