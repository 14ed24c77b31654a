package vn.lgsp.gateway.connector.folder;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;

import vn.lgsp.gateway.connector.faults.Text;

/** Reads how often something is done by itself, and takes only what will be done as it is written. */
final class Interval {
    private static final long DAY = Duration.ofDays(1).toMinutes();

    private Interval() {}

    /** The recurring work is looked at once a second. */
    static Optional<Duration> ofPolls(Section feed) {
        return feed.duration("every").filter(every -> {
            var whole = !every.isZero() && every.toMillis() % 1000 == 0;
            if (!whole) {
                feed.fault("every", new Text("phải là số giây tròn, từ 1s", "must be whole seconds, from 1s"));
            }
            return whole;
        });
    }

    /** Counters know whole minutes, and periods are counted from midnight: each day must begin one, or each of some days. */
    static Optional<Duration> ofPeriods(Section schedule) {
        return schedule.duration("every").filter(every -> {
            var minutes = every.toMinutes();
            if (minutes == 0 || every.toMillis() % 60_000 != 0) {
                schedule.fault("every", new Text("phải là số phút tròn", "must be whole minutes"));
                return false;
            }
            if (!fits(minutes)) {
                var step = minutes % 60 == 0 ? 60 : 1;
                schedule.fault("every",
                        new Text("phải chia hết một ngày, hoặc là số ngày tròn, vì các kỳ tính từ nửa đêm: ",
                                "must divide a day, or be whole days, as periods are counted from midnight: ")
                                .and(written(
                                        minutes))
                                .and(new Text(" thì không (", " does not (")).and(near(minutes, -step)).and(new Text(
                                        " hoặc ", " or "))
                                .and(near(minutes, step)).and(new Text(" thì được)", " would)")));
                return false;
            }
            return true;
        });
    }

    private static boolean fits(long minutes) {
        return DAY % minutes == 0 || minutes % DAY == 0;
    }

    private static String near(long minutes, long step) {
        return written(LongStream.iterate(minutes, near -> near + step).filter(Interval::fits).findFirst()
                .orElseThrow());
    }

    private static String written(long minutes) {
        return minutes % DAY == 0 ? minutes / DAY + "d" : minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
    }
}
