package vn.lgsp.gateway.ledger;

import java.time.Duration;
import java.time.Instant;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;

/** Once after the end of each period, and once more a minute after each failure. */
record AfterEach(Periods periods, Duration lag) implements Schedule {
    private static final Duration AGAIN = Duration.ofMinutes(1);

    @Override
    public Instant getNextExecutionTime(ExecutionComplete done) {
        var at = done.getTimeDone();
        return done.getResult() == ExecutionComplete.Result.FAILED
                ? at.plus(AGAIN)
                : periods.endAfter(at.minus(lag)).plus(lag);
    }

    @Override
    public boolean isDeterministic() {
        return true;
    }
}
