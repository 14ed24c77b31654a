package vn.lgsp.gateway.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 2026-11-28 is a Saturday; times are Vietnam's, seven hours ahead of UTC. */
class WindowTest {

    @ParameterizedTest
    @CsvSource({ "SAT 22:00-02:00, 2026-11-28T15:00:00Z, 2026-11-28T19:00:00Z",
            "SAT 22:00-02:00, 2026-11-28T18:59:59Z, 2026-11-28T19:00:00Z",
            "MON-FRI 12:00-13:00, 2026-11-27T05:30:00Z, 2026-11-27T06:00:00Z",
            "FRI-MON 12:00-13:00, 2026-11-29T05:00:00Z, 2026-11-29T06:00:00Z",
            "daily 23:30-00:15, 2026-11-25T16:45:00Z, 2026-11-25T17:15:00Z",
            "2026-12-05 22:00-2026-12-07 04:00, 2026-12-05T15:00:00Z, 2026-12-06T21:00:00Z",
            "2026-12-05 22:00 - 2026-12-07 04:00, 2026-12-06T20:59:59Z, 2026-12-06T21:00:00Z",
            "2026-12-05 22:00-04:00, 2026-12-05T20:59:59Z, 2026-12-05T21:00:00Z",
            "2026-12-05 08:00-11:30, 2026-12-05T01:00:00Z, 2026-12-05T04:30:00Z" })
    void inside_a_window_its_end_is_known(String window, Instant now, Instant end) {
        assertThat(Window.of(window).orElseThrow().until(now)).contains(end);
    }

    @ParameterizedTest
    @CsvSource({ "SAT 22:00-02:00, 2026-11-28T14:59:59Z", "SAT 22:00-02:00, 2026-11-28T19:00:00Z",
            "SAT 22:00-02:00, 2026-11-27T16:00:00Z", "MON-FRI 12:00-13:00, 2026-11-28T05:30:00Z",
            "2026-12-05 22:00-2026-12-07 04:00, 2026-12-05T14:59:59Z",
            "2026-12-05 22:00-2026-12-07 04:00, 2026-12-06T21:00:00Z",
            "2026-12-05 22:00-04:00, 2026-12-12T16:00:00Z" })
    void outside_it_is_open(String window, Instant now) {
        assertThat(Window.of(window).orElseThrow().until(now)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "SAT 22:00-02:00", "MON-FRI 12:00-13:00", "FRI-MON 12:00-13:00", "DAILY 23:30-00:15",
            "2026-12-05 22:00-2026-12-07 04:00", "2026-12-05 22:00-2026-12-06 22:00", "2026-12-05 22:00-04:00" })
    void it_is_shown_as_it_is_written(String text) {
        assertThat(Window.of(text).orElseThrow().text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "SAT", "SAT 22:00", "SUNDAY 1:00-2:00", "XXX 01:00-02:00", "SAT 25:00-26:00",
            "SAT 10:00-10:00", "2026-12-05", "2026-12-05 22:00", "2026-02-30 10:00-11:00", "2026-12-05 22:00-22:00",
            "2026-12-05 22:00-2026-12-04 23:00", "2026-12-05 22:00-24:30" })
    void what_is_no_window_is_not_guessed(String text) {
        assertThat(Window.of(text)).isEmpty();
    }

    @Test
    void a_window_of_a_whole_week_end_is_two_windows() {
        assertThat(Window.of("SAT-SUN 00:00-23:59")).contains(new WeeklyWindow(EnumSet.of(DayOfWeek.SATURDAY,
                DayOfWeek.SUNDAY), LocalTime.MIDNIGHT, LocalTime.of(23, 59)));
    }
}
