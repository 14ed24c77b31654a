package vn.lgsp.gateway.connector;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A maintenance that was announced for one time: {@code 2026-12-05 22:00-2026-12-06 04:00}, or of less than a day
 * {@code 2026-12-05 22:00-04:00}. Once it is over it means nothing any more.
 */
public record DatedWindow(LocalDateTime from, LocalDateTime to) implements Window {
    private static final Pattern FORM = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2}) (\\d{2}:\\d{2}) ?- ?(?:(\\d{4}-\\d{2}-\\d{2}) )?(\\d{2}:\\d{2})");

    static Optional<DatedWindow> read(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var from = LocalDate.parse(matcher.group(1)).atTime(LocalTime.parse(matcher.group(2)));
            var end = LocalTime.parse(matcher.group(4));
            var to = matcher.group(3) == null ? within(from, end) : LocalDate.parse(matcher.group(3)).atTime(end);
            return Optional.of(new DatedWindow(from, to)).filter(window -> window.from.isBefore(window.to));
        } catch (DateTimeException e) {
            return Optional.empty(); // 2026-02-30, 25:00
        }
    }

    /** On the same day, or on the next when it is not later than it begins; the very same time is no window. */
    private static LocalDateTime within(LocalDateTime from, LocalTime end) {
        return from.toLocalDate().plusDays(end.isBefore(from.toLocalTime()) ? 1 : 0).atTime(end);
    }

    @Override
    public String text() {
        var ends = to.isBefore(from.plusDays(1)) ? "" : to.toLocalDate() + " ";
        return from.toLocalDate() + " " + from.toLocalTime() + "-" + ends + to.toLocalTime();
    }

    @Override
    public Optional<Instant> until(Instant now) {
        var ends = to.atZone(VIETNAM).toInstant();
        return !now.isBefore(from.atZone(VIETNAM).toInstant()) && now.isBefore(ends)
                ? Optional.of(ends)
                : Optional.empty();
    }
}
