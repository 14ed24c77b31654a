package vn.lgsp.gateway.connector;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A time every week in which a provider is closed: {@code SAT 22:00-02:00} (into Sunday), {@code MON-FRI 12:00-13:00},
 * {@code DAILY 00:00-00:30}.
 *
 * @param days days on which it begins
 */
public record WeeklyWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to) implements Window {
    private static final Pattern FORM = Pattern.compile(
            "(DAILY|[A-Z]{3}(?:-[A-Z]{3})?) (\\d{2}:\\d{2})-(\\d{2}:\\d{2})");

    static Optional<WeeklyWindow> read(String text) {
        var matcher = FORM.matcher(text);
        try {
            return matcher.matches()
                    ? Optional.of(new WeeklyWindow(days(matcher.group(1)), LocalTime.parse(matcher.group(2)),
                            LocalTime.parse(matcher.group(3)))).filter(window -> !window.from.equals(window.to))
                    : Optional.empty();
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Set<DayOfWeek> days(String text) {
        if (text.equals("DAILY")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        var first = day(text.substring(0, 3));
        var last = day(text.substring(text.length() - 3));
        var days = EnumSet.of(first, last);
        for (var day = first; day != last; day = day.plus(1)) {
            days.add(day);
        }
        return days;
    }

    private static DayOfWeek day(String three) {
        for (var day : DayOfWeek.values()) {
            if (day.name().startsWith(three)) {
                return day;
            }
        }
        throw new IllegalArgumentException("no day: " + three);
    }

    @Override
    public String text() {
        return dayText() + " " + from + "-" + to;
    }

    private String dayText() {
        if (days.size() == DayOfWeek.values().length) {
            return "DAILY";
        }
        var first = days.stream().filter(day -> !days.contains(day.minus(1))).findFirst().orElseThrow();
        var last = days.stream().filter(day -> !days.contains(day.plus(1))).findFirst().orElseThrow();
        return first == last ? three(first) : three(first) + "-" + three(last);
    }

    private static String three(DayOfWeek day) {
        return day.name().substring(0, 3);
    }

    @Override
    public Optional<Instant> until(Instant now) {
        var today = now.atZone(VIETNAM).toLocalDate();
        // what began yesterday may not have ended
        return until(now, today).or(() -> until(now, today.minusDays(1)));
    }

    private Optional<Instant> until(Instant now, LocalDate day) {
        if (!days.contains(day.getDayOfWeek())) {
            return Optional.empty();
        }
        var begins = ZonedDateTime.of(day, from, VIETNAM).toInstant();
        var ends = ZonedDateTime.of(to.isAfter(from) ? day : day.plusDays(1), to, VIETNAM).toInstant();
        return !now.isBefore(begins) && now.isBefore(ends) ? Optional.of(ends) : Optional.empty();
    }
}
