package vn.lgsp.gateway.ops;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import vn.lgsp.gateway.connector.faults.Text;
import vn.lgsp.gateway.ledger.DayCount;
import vn.lgsp.gateway.ledger.LedgerSearch;
import vn.lgsp.gateway.ledger.State;
import vn.lgsp.gateway.ledger.Vietnam;

/** What each service did on each day, from the counters: what a report of months is made of. */
@RestController
class OpsDays {
    private static final int LONGEST_DAYS = 366;
    private static final int USUAL_DAYS = 31;

    /** @param from the first day in Vietnam's time, {@code to} the last one */
    record Days(LocalDate from, LocalDate to, List<DayRow> days) {}

    /**
     * @param received on that day; whatever else ended on it may have been received before
     * @param successRate delivered of all that ended, 0 to 1; absent, not 0, when nothing ended
     */
    record DayRow(LocalDate day, String service, long received, long delivered, long failed,
            @Nullable Double successRate) {

        private static DayRow of(Key key, List<DayCount> counts) {
            var delivered = sum(counts, State.DELIVERED::equals);
            var failed = sum(counts, State::failed);
            return new DayRow(key.day, key.service, sum(counts, State.RECEIVED::equals), delivered, failed,
                    ServiceRow.rate(delivered, failed));
        }

        private static long sum(List<DayCount> counts, Predicate<State> states) {
            return counts.stream().filter(count -> states.test(count.state())).mapToLong(DayCount::n).sum();
        }
    }

    private record Key(LocalDate day, String service) {}

    private final LedgerSearch ledger;
    private final Clock clock;

    OpsDays(LedgerSearch ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** The latest days first, and of each day the services by id; also those that are not served any more. */
    @GetMapping("/ops/days")
    Days days(@RequestParam(required = false) @Nullable LocalDate from,
            @RequestParam(required = false) @Nullable LocalDate to,
            @RequestParam(required = false) @Nullable String service) {
        var last = to == null ? LocalDate.ofInstant(clock.instant(), Vietnam.TIME) : to;
        if (last.getYear() < 1 || last.getYear() > 9999) {
            throw Refusals.badParameter("to", new Text("năm từ 1 đến 9999.", "a year from 1 to 9999."));
        }
        var first = from == null ? last.minusDays(USUAL_DAYS - 1) : from;
        if (first.isAfter(last) || ChronoUnit.DAYS.between(first, last) > LONGEST_DAYS) {
            throw Refusals.badParameter("from", new Text("không sau `to`, và cách `to` nhiều nhất 366 ngày.",
                    "not after `to`, and at the most 366 days before it."));
        }
        var rows = ledger.days(first, last).stream().filter(count -> service == null || count.service().equals(service))
                .collect(Collectors.groupingBy(count -> new Key(count.day(), count.service()))).entrySet().stream()
                .map(entry -> DayRow.of(entry.getKey(), entry.getValue())).sorted(Comparator.comparing(DayRow::day)
                        .reversed().thenComparing(DayRow::service))
                .toList();
        return new Days(first, last, rows);
    }
}
