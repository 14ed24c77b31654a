package vn.lgsp.gateway.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;

class PeriodsTest {
    private static final Periods QUARTERS = new Periods(Duration.ofMinutes(15));
    private static final Periods DAYS = new Periods(Duration.ofDays(1));

    private static Instant at(String vietnam) {
        return Instant.parse(vietnam + "+07:00");
    }

    @Test
    void a_day_ends_at_midnight_in_vietnam() {
        assertThat(DAYS.endAfter(at("2026-03-02T08:00:00"))).isEqualTo(at("2026-03-03T00:00:00"));
        assertThat(DAYS.startOfLast(at("2026-03-02T08:00:00"))).isEqualTo(at("2026-03-01T00:00:00"));
    }

    @Test
    void at_its_very_end_a_period_is_over() {
        assertThat(QUARTERS.startOfLast(at("2026-03-02T08:15:00"))).isEqualTo(at("2026-03-02T08:00:00"));
        assertThat(QUARTERS.startOfLast(at("2026-03-02T08:14:59"))).isEqualTo(at("2026-03-02T07:45:00"));
        assertThat(QUARTERS.endAfter(at("2026-03-02T08:15:00"))).isEqualTo(at("2026-03-02T08:30:00"));
    }

    @Test
    void the_first_period_after_the_length_was_changed_ends_where_the_new_ones_do() {
        assertThat(new Periods(Duration.ofHours(1)).endAfter(at("2026-03-02T08:15:00"))).isEqualTo(
                at("2026-03-02T09:00:00"));
    }

    @Test
    void a_job_runs_its_lag_after_each_end() {
        var job = new AfterEach(QUARTERS, Duration.ofMinutes(1));

        assertThat(job.getInitialExecutionTime(at("2026-03-02T08:07:00"))).isEqualTo(at("2026-03-02T08:16:00"));
        assertThat(job.getNextExecutionTime(ExecutionComplete.simulatedSuccess(at("2026-03-02T08:16:02")))).isEqualTo(
                at("2026-03-02T08:31:00"));
        assertThat(job.getInitialExecutionTime(at("2026-03-02T08:15:30"))).isEqualTo(at("2026-03-02T08:16:00"));
    }
}
